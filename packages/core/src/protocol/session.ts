import type { NamedOrganisation } from './seals.ts';

/** `GET /session`: who the server takes the caller for. */
export interface SessionView {
  readonly tenant: string;
  readonly person: { readonly id: string; readonly name: string; readonly roles: readonly string[] };
  readonly organisation: NamedOrganisation;
  /** Certificate of a personal signature, base64 DER, leaf first; null where the person has none. */
  readonly certificates: readonly string[] | null;
  readonly expiresAt: string | null;
  readonly mode: 'live' | 'sandbox';
}

/** `GET /trust`: the anchors this deployment goes by, base64 DER. A page may use others. */
export interface TrustView {
  readonly signers: readonly string[];
  readonly sealMakers: readonly string[];
  readonly registers: readonly string[];
  readonly timestampAuthorities: readonly string[];
  /** Keys of the tenant's transparency log, C2SP verifier keys; none where no log is kept. */
  readonly logs: readonly string[];
}

/** `POST /certificate-status`: asks the services of a certificate about it. Base64 DER. */
export interface CertificateStatusRequest {
  readonly certificate: string;
  readonly issuer: string;
  /** Certificates between the issuer and an anchor of the deployment. */
  readonly others: readonly string[];
}

/** What the services gave; the page verifies it. */
export interface CertificateStatusView {
  /** An OCSPResponse, base64 DER; null where no responder is known or none answered. */
  readonly ocspResponse: string | null;
  /** Base64 DER. */
  readonly crls: readonly string[];
  /** Services that could not be asked. */
  readonly failures: readonly { readonly what: 'ocsp' | 'crl'; readonly code: string }[];
}
