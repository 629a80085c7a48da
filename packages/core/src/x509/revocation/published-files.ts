import { type Bytes, copyBytes, decodeLatin1 } from '../../bytes/index.ts';
import { parseCertificate } from '../certificate.ts';
import { parsePem, readCertificates } from '../pem.ts';
import { X509Error } from '../x509-error.ts';
import { parseCertsOnly } from './certs-only.ts';
import { parseCrl } from './crl.ts';

const SEQUENCE = 0x30;
const PEM = /^(?:\uFEFF|\u00ef\u00bb\u00bf)?\s*-----BEGIN /;

/**
 * The CRL that a file holds, in DER or PEM, told by its octets: media types of real servers are not to be relied on.
 *
 * @throws X509Error `X509_CRL_MALFORMED`, `X509_PEM_MALFORMED`
 */
export function readPublishedCrl(bytes: Uint8Array): Bytes {
  const [der, ...more] = isPem(bytes)
    ? parsePem(decodeLatin1(bytes))
        .filter(({ label }) => label === 'X509 CRL')
        .map((block) => block.der)
    : [copyBytes(bytes)];
  if (der === undefined || more.length > 0) throw new X509Error('X509_CRL_MALFORMED', 'expected one CRL in the PEM file');
  if (der[0] !== SEQUENCE) throw new X509Error('X509_CRL_MALFORMED', `expected a CRL, got ${sightOf(der)}`);
  parseCrl(der);
  return der;
}

/**
 * The certificates that a file holds: one in DER, several in PEM, or a certs-only CMS message in either.
 *
 * @throws X509Error `X509_NO_CERTIFICATE`, `X509_PEM_MALFORMED`, `X509_CERTIFICATE_MALFORMED`, `X509_CERTS_ONLY_MALFORMED`
 */
export function readPublishedCertificates(bytes: Uint8Array): readonly Bytes[] {
  if (isPem(bytes)) {
    const message = parsePem(decodeLatin1(bytes)).find(({ label }) => label === 'PKCS7' || label === 'CMS');
    return message === undefined ? readCertificates(bytes) : parseCertsOnly(message.der);
  }
  if (bytes[0] !== SEQUENCE) throw new X509Error('X509_NO_CERTIFICATE', `expected certificates, got ${sightOf(bytes)}`);
  try {
    parseCertificate(bytes);
    return [copyBytes(bytes)];
  } catch (error) {
    if (!(error instanceof X509Error)) throw error;
    const certificates = certsOnlyOrNone(bytes);
    if (certificates === undefined) throw error;
    return certificates;
  }
}

/** What octets look like that are not what was expected, in a word and without their content. */
export function sightOf(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'nothing';
  const start = decodeLatin1(bytes.subarray(0, 64)).trimStart().toLowerCase();
  if (start.startsWith('<!doctype html') || start.startsWith('<html')) return 'an HTML page';
  if (start.startsWith('<')) return 'XML';
  if (start.startsWith('{') || start.startsWith('[')) return 'JSON';
  return start.startsWith('-----begin') ? 'PEM' : `octets that start with ${(bytes[0] ?? 0).toString(16).padStart(2, '0')}`;
}

function isPem(bytes: Uint8Array): boolean {
  return PEM.test(decodeLatin1(bytes.subarray(0, 256)));
}

function certsOnlyOrNone(bytes: Uint8Array): readonly Bytes[] | undefined {
  try {
    return parseCertsOnly(bytes);
  } catch (error) {
    if (error instanceof X509Error) return undefined;
    throw error;
  }
}
