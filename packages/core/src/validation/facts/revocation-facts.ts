import type { SignatureValueResult } from '../../crypto/index.ts';
import type { CrlIdentity, RevocationFault, RevocationReason, RevocationReasonFlag } from '../../x509/index.ts';
import type { CertificatePathFacts } from './path-facts.ts';

/** What one CRL or OCSP response says of one certificate, and how its signature verified. Times are ISO 8601. */
export interface RevocationFacts {
  /** SHA-256 of the certificate asked about, lower-case hexadecimal. */
  readonly certificate: string;
  /** SHA-256 of the certificate that issued it. */
  readonly issuer: string;
  /** SHA-256 of the DER of the CRL or OCSPResponse. */
  readonly answer: string;
  readonly kind: 'crl' | 'ocsp';
  /** `online`: asked for while the facts were gathered. */
  readonly source: 'document' | 'caller' | 'online';
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly reason: RevocationReason | null;
  readonly revokedAt: string | null;
  readonly thisUpdate: string | null;
  readonly nextUpdate: string | null;
  readonly producedAt: string | null;
  /** The reasons that a CRL covers for this certificate; null for all. */
  readonly reasons: readonly RevocationReasonFlag[] | null;
  /** Of a CRL: what tells whether a delta CRL goes with it (RFC 5280 §5.2.4). */
  readonly crl: CrlIdentity | null;
  /** A delta CRL takes the certificate off the list. */
  readonly isRemoved: boolean;
  /** Empty where the answer may be relied on, as far as its own signer goes. */
  readonly faults: readonly RevocationFault[];
  readonly signature: SignatureValueResult | 'no-signer' | 'not-verified';
  /** Of its signature; null where it is not known. */
  readonly algorithm: { readonly name: string; readonly digest: string } | null;
  readonly signer: string | null;
  /** `issuer`: the key that issued the certificate. `delegate`: another one, with paths of its own. */
  readonly signerRole: 'issuer' | 'delegate' | null;
  /** The signer carries id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1). */
  readonly signerNoCheck: boolean;
  /** From a delegate to the anchors; null for the issuer itself. */
  readonly signerPaths: CertificatePathFacts | null;
}
