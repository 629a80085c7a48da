import {
  Asn1Error,
  DerFields,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  OIDS,
  parseDer,
  readOctetString,
  readOid,
  TAGS,
} from '@sealkit/core/asn1';
import { type Bytes, encodeHex } from '@sealkit/core/bytes';
import { parseDigest } from '@sealkit/core/crypto';
import type { Certificate } from '@sealkit/core/x509';

/**
 * Extension that binds a certificate to what its one signature is about: SEQUENCE { hashAlgorithm OBJECT IDENTIFIER, digest OCTET
 * STRING }, not critical. The IETF draft on one-signature certificates has the same idea and no number for it yet.
 */
export const OID_CONTENT_BINDING = '2.25.75513179899207328560589054259647961973';

/**
 * @param contentDigest `sha256:<hex>`
 * @throws RangeError for a digest of another algorithm
 */
export function encodeContentBinding(contentDigest: string): Bytes {
  const { algorithm, value } = parseDigest(contentDigest);
  if (algorithm !== 'SHA-256') throw new RangeError(`contentDigest: expected SHA-256, got ${algorithm}`);
  return encodeSequence(encodeOid(OIDS.sha256), encodeOctetString(value));
}

/** The digest that a certificate is bound to, `sha256:<hex>`; undefined where it is bound to none, or the extension cannot be read. */
export function contentBindingOf({ extensions }: Pick<Certificate, 'extensions'>): string | undefined {
  const [extension, ...others] = extensions.filter(({ oid }) => oid === OID_CONTENT_BINDING);
  if (extension === undefined || others.length > 0) return undefined;
  try {
    const fields = new DerFields(parseDer(extension.value));
    const algorithm = readOid(fields.take(TAGS.OID));
    const value = readOctetString(fields.take(TAGS.OCTET_STRING));
    fields.end();
    return algorithm === OIDS.sha256 && value.length === 32 ? `sha256:${encodeHex(value)}` : undefined;
  } catch (error) {
    if (error instanceof Asn1Error) return undefined;
    throw error;
  }
}
