import { Asn1Error, DerFields, derRaw, parseDer, TAGS } from '../asn1/index.ts';
import type { Bytes } from '../bytes/index.ts';
import { X509Error } from './x509-error.ts';

/** What signing needs of a certificate: DER of its name's issuer, its serial number and its key. */
export interface CertificateParts {
  readonly issuer: Bytes;
  readonly serialNumber: Bytes;
  readonly spki: Bytes;
}

/**
 * Reads the few parts of a certificate that a signature names, and nothing else of it.
 *
 * @throws {@link X509Error} `X509_CERTIFICATE_MALFORMED`
 * @see RFC 5280 §4.1
 */
export function readCertificateParts(der: Uint8Array): CertificateParts {
  try {
    const tbs = new DerFields(new DerFields(parseDer(der)).take(TAGS.SEQUENCE));
    tbs.takeContext(0);
    const serialNumber = derRaw(tbs.take(TAGS.INTEGER));
    tbs.take(TAGS.SEQUENCE);
    const issuer = derRaw(tbs.take(TAGS.SEQUENCE));
    tbs.take(TAGS.SEQUENCE);
    tbs.take(TAGS.SEQUENCE);
    return { issuer, serialNumber, spki: derRaw(tbs.take(TAGS.SEQUENCE)) };
  } catch (cause) {
    if (cause instanceof Asn1Error) throw new X509Error('X509_CERTIFICATE_MALFORMED', 'expected a certificate', { cause });
    throw cause;
  }
}
