import { decodeBase64 } from '@sealkit/core/bytes';
import { SealkitError } from '@sealkit/core/errors';
import { certificateFingerprint, parseCertificate, type Certificate, type Name } from '@sealkit/core/x509';

/** Who a certificate names, as people read it, and the whole names behind it. */
export interface CertificateNames {
  readonly holder: string;
  /** Where it adds something to the holder. */
  readonly organisation: string | null;
  readonly issuer: string;
  /** RFC 4514. */
  readonly subjectText: string;
  readonly issuerText: string;
}

/**
 * The names in the certificate that an act is bound to, from those that the page was given for it. Null when none of them
 * has the fingerprint and the subject that the act names: then only what the act says itself may be shown.
 */
export async function namesOfCertificate(
  act: { readonly certificate: string; readonly certificateSubject: string },
  certificates: readonly string[],
): Promise<CertificateNames | null> {
  for (const base64 of certificates) {
    const der = unlessMalformed(() => decodeBase64(base64));
    if (der === undefined || (await certificateFingerprint(der)) !== act.certificate) continue;
    const certificate = unlessMalformed(() => parseCertificate(der));
    return certificate?.subject.text === act.certificateSubject ? names(certificate) : null;
  }
  return null;
}

/** The names in a certificate, base64 DER; null where it cannot be read. */
export function namesIn(base64: string): CertificateNames | null {
  const certificate = unlessMalformed(() => parseCertificate(decodeBase64(base64)));
  return certificate === undefined ? null : names(certificate);
}

function names({ subject, issuer }: Certificate): CertificateNames {
  const holder = nameOf(subject);
  const { organization } = subject;
  return {
    holder,
    organisation: organization === undefined || holder.includes(organization) ? null : organization,
    issuer: nameOf(issuer),
    subjectText: subject.text,
    issuerText: issuer.text,
  };
}

function nameOf({ commonName, organization, text }: Name): string {
  return commonName ?? organization ?? text;
}

/** What is no certificate names nobody. */
function unlessMalformed<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SealkitError) return undefined;
    throw error;
  }
}
