import type { Bytes, CallOptions } from '../bytes/index.ts';

/** Whom a certificate is to name: attributes of X.520, each once. */
export interface RequestedSubject {
  /** Two letters (ISO 3166-1). */
  readonly country?: string;
  readonly state?: string;
  readonly locality?: string;
  readonly organization?: string;
  /** ETSI EN 319 412-1 §5.1.4, such as `NTRCN-91110000…`. */
  readonly organizationIdentifier?: string;
  readonly organizationalUnit?: string;
  readonly commonName: string;
  /** ETSI EN 319 412-1 §5.1.3, or a reference that names nobody to strangers. */
  readonly serialNumber?: string;
}

/** How the subject was verified, by reference: no personal number goes to an issuer that does not get it from elsewhere. */
export interface IdentityProof {
  /** Of the verification that the host keeps. */
  readonly verificationId: string;
  /** Name of the provider that verified. */
  readonly provider: string;
  readonly method: string;
  readonly verifiedAt: Date;
  /** `sha256:<hex>` of the verification's event. */
  readonly digest: string;
}

/** `event`: for one act, with a key that signs once. */
export type CertificateProfile = 'person' | 'organisation' | 'event';

/** The key that a certificate is for. A request proves that whoever asks has it; a public key alone leaves that to the host. */
export type OrderedKey =
  | { readonly certificationRequest: Bytes; readonly publicKey?: undefined }
  | { readonly publicKey: Bytes; readonly certificationRequest?: undefined };

export interface CertificateOrder {
  /** A repeat under the same one is the same order. */
  readonly orderId: string;
  readonly key: OrderedKey;
  readonly subject: RequestedSubject;
  readonly identityProof: IdentityProof;
  /** `sha256:<hex>` of what the one act is about, for profile `event`; an issuer that can binds the certificate to it. */
  readonly contentDigest?: string;
  readonly profile: CertificateProfile;
  /** Of a pending answer to the same order. */
  readonly resume?: string;
}

/** What an issuer answers. A refusal is a value; that it could not be asked is a `PortError`. */
export type IssueOutcome =
  /** DER, leaf first; the anchor may be missing. */
  | { readonly status: 'issued'; readonly certificates: readonly [Bytes, ...Bytes[]] }
  | { readonly status: 'pending'; readonly resume: string; readonly pollAfterMs: number }
  /** `code` is a word of the port, never a text of the issuer. */
  | { readonly status: 'refused'; readonly code: string };

/** Whoever issues certificates to verified persons and organisations. */
export interface CertificateIssuer {
  readonly name: string;
  /** @throws `PortError` of port `certificate-issuer` where there is no answer that can be relied on. */
  issue(order: CertificateOrder, options?: CallOptions): Promise<IssueOutcome>;
}
