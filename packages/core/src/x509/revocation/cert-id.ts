import {
  DerFields,
  type DerNode,
  encodeNull,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  parseDer,
  readBitString,
  readOctetString,
  readOid,
  TAGS,
  derContent,
} from '../../asn1/index.ts';
import { type Bytes, decodeHex, encodeHex } from '../../bytes/index.ts';
import { type AnyDigestAlgorithm, digest, digestAlgorithmOid, findDigestAlgorithm } from '../../crypto/index.ts';
import type { Certificate } from '../certificate.ts';
import { serialText } from '../extensions.ts';

/** The certificate that an OCSP answer speaks of. @see RFC 6960 §4.1.1 */
export interface CertId {
  /** Undefined for a digest that is not known. */
  readonly hash?: AnyDigestAlgorithm;
  readonly hashOid: string;
  /** Lower-case hexadecimal, as the following two. */
  readonly issuerNameHash: string;
  readonly issuerKeyHash: string;
  readonly serialNumber: string;
}

export function readCertId(node: DerNode): CertId {
  const fields = new DerFields(node);
  const hashOid = readOid(new DerFields(fields.take(TAGS.SEQUENCE)).take(TAGS.OID));
  const issuerNameHash = encodeHex(readOctetString(fields.take(TAGS.OCTET_STRING)));
  const issuerKeyHash = encodeHex(readOctetString(fields.take(TAGS.OCTET_STRING)));
  const serialNumber = serialText(derContent(fields.take(TAGS.INTEGER)));
  fields.end();
  const hash = findDigestAlgorithm(hashOid);
  return { ...(hash === undefined ? {} : { hash }), hashOid, issuerNameHash, issuerKeyHash, serialNumber };
}

/** The CertID of a certificate under the very issuer. */
export async function encodeCertId(certificate: Certificate, issuer: Certificate, hash: 'SHA-1' | 'SHA-256'): Promise<Bytes> {
  return encodeSequence(
    encodeSequence(encodeOid(digestAlgorithmOid(hash)), encodeNull()),
    encodeOctetString(decodeHex(await issuerNameHash(certificate, hash))),
    encodeOctetString(decodeHex(await keyHash(issuer.spki, hash))),
    certificate.serialNumberDer,
  );
}

/** Whether an answer speaks of the certificate: SHA-1 and SHA-256 are computed, another digest matches nothing. */
export async function matchesCertId(certId: CertId, certificate: Certificate, issuer: Certificate): Promise<boolean> {
  const { hash } = certId;
  if (hash !== 'SHA-1' && hash !== 'SHA-256') return false;
  if (certId.serialNumber !== certificate.serialNumber) return false;
  return certId.issuerNameHash === (await issuerNameHash(certificate, hash)) && certId.issuerKeyHash === (await keyHash(issuer.spki, hash));
}

/** Digest of the key's octets without tag, length and count of unused bits (§4.1.1), in hexadecimal. */
export async function keyHash(spki: Uint8Array, hash: 'SHA-1' | 'SHA-256'): Promise<string> {
  const fields = new DerFields(parseDer(spki));
  fields.take(TAGS.SEQUENCE);
  return encodeHex(await digest(hash, readBitString(fields.take(TAGS.BIT_STRING)).bytes));
}

/** Over the issuer's name as the certificate spells it. */
async function issuerNameHash(certificate: Certificate, hash: 'SHA-1' | 'SHA-256'): Promise<string> {
  return encodeHex(await digest(hash, certificate.issuer.raw));
}
