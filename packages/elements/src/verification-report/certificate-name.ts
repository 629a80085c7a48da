import type { CertificateSummary } from '@sealkit/core/validation';

/** A name to show for a certificate. */
export function certificateName(certificate: CertificateSummary): string {
  return certificate.commonName ?? certificate.organization ?? certificate.subject;
}
