import { equalBytes } from '../bytes/index.ts';
import { type Certificate, equalNames, parseCertificate, X509Error } from '../x509/index.ts';
import type { SignerIdentifier, SignerInfo } from './signer-info.ts';

/** The certificate that a SignerInfo names, among candidates in DER; malformed candidates are passed over. */
export function findSignerCertificate(signerInfo: Pick<SignerInfo, 'sid'>, certificates: readonly Uint8Array[]): Certificate | undefined {
  for (const der of certificates) {
    const certificate = findCertificate(der);
    if (certificate !== undefined && isNamedBy(certificate, signerInfo.sid)) return certificate;
  }
  return undefined;
}

/** True when the identifier names this certificate. @see RFC 5652 §5.3 */
export function isNamedBy(certificate: Certificate, sid: SignerIdentifier): boolean {
  if (sid.kind === 'subjectKeyId') return certificate.subjectKeyId === sid.keyIdentifier;
  return equalBytes(certificate.serialNumberDer, sid.serialNumberDer) && equalNames(certificate.issuer, sid.issuer);
}

function findCertificate(der: Uint8Array): Certificate | undefined {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (error instanceof X509Error) return undefined;
    throw error;
  }
}
