import type { Bytes } from '@sealkit/core/bytes';
import { type Certificate, parseCertificate } from '@sealkit/core/x509';

const read = new WeakMap<Bytes, Certificate>();

/**
 * A certificate of a record or of a key store, read once for as long as its octets are kept. Records never change: whoever
 * fills these octets with something else breaks more than this.
 *
 * @throws `X509Error`
 */
export function readCertificate(der: Bytes): Certificate {
  const known = read.get(der);
  if (known !== undefined) return known;
  const certificate = parseCertificate(der);
  read.set(der, certificate);
  return certificate;
}
