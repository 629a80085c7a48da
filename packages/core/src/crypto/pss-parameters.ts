import {
  DerFields,
  type DerNode,
  encodeContext,
  encodeInteger,
  encodeNull,
  encodeOid,
  encodeSequence,
  OIDS,
  parseDer,
  readExplicit,
  readOid,
  readSmallInteger,
  TAGS,
} from '../asn1/index.ts';
import type { Bytes } from '../bytes/index.ts';
import { CryptoError } from './crypto-error.ts';
import { type AnyDigestAlgorithm, digestAlgorithmOid, findDigestAlgorithm } from './digest-algorithms.ts';

/** RSASSA-PSS-params with the defaults filled in. */
export interface PssParameters {
  readonly digest: AnyDigestAlgorithm;
  readonly mgfDigest: AnyDigestAlgorithm;
  readonly saltLength: number;
}

/**
 * @throws {@link CryptoError} `CRYPTO_ALGORITHM_UNKNOWN` for digests or mask functions that are not known,
 * `CRYPTO_ALGORITHM_MALFORMED` for another trailer.
 * @see RFC 4055 §3.1
 */
export function readPssParameters(der: Uint8Array): PssParameters {
  const fields = new DerFields(parseDer(der));
  const digestField = fields.takeContext(0);
  const mgfField = fields.takeContext(1);
  const saltField = fields.takeContext(2);
  const trailerField = fields.takeContext(3);
  fields.end();
  if (trailerField !== undefined && readSmallInteger(readExplicit(trailerField)) !== 1)
    throw new CryptoError('CRYPTO_ALGORITHM_MALFORMED', 'expected the trailer field 1');
  return {
    digest: digestField === undefined ? 'SHA-1' : readDigestIdentifier(readExplicit(digestField)),
    mgfDigest: mgfField === undefined ? 'SHA-1' : readMaskFunction(readExplicit(mgfField)),
    saltLength: saltField === undefined ? 20 : readSmallInteger(readExplicit(saltField)),
  };
}

/** RSASSA-PSS-params in DER; values equal to the defaults are left out. */
export function encodePssParameters(parameters: PssParameters): Bytes {
  // NULL for SHA-1 and SHA-2 (RFC 4055 §2.1); NIST registered SHA-3 without parameters.
  const identifier = (digest: AnyDigestAlgorithm): Bytes =>
    encodeSequence(encodeOid(digestAlgorithmOid(digest)), ...(digest.startsWith('SHA3-') ? [] : [encodeNull()]));
  const parts: Bytes[] = [];
  if (parameters.digest !== 'SHA-1') parts.push(encodeContext(0, identifier(parameters.digest), { constructed: true }));
  if (parameters.mgfDigest !== 'SHA-1')
    parts.push(encodeContext(1, encodeSequence(encodeOid(OIDS.mgf1), identifier(parameters.mgfDigest)), { constructed: true }));
  if (parameters.saltLength !== 20) parts.push(encodeContext(2, encodeInteger(parameters.saltLength), { constructed: true }));
  return encodeSequence(...parts);
}

function readMaskFunction(node: DerNode): AnyDigestAlgorithm {
  const fields = new DerFields(node);
  const oid = readOid(fields.take(TAGS.OID));
  if (oid !== OIDS.mgf1) throw new CryptoError('CRYPTO_ALGORITHM_UNKNOWN', `expected the mask function MGF1, got ${oid}`);
  return readDigestIdentifier(fields.take(TAGS.SEQUENCE));
}

function readDigestIdentifier(node: DerNode): AnyDigestAlgorithm {
  const oid = readOid(new DerFields(node).take(TAGS.OID));
  const algorithm = findDigestAlgorithm(oid);
  if (algorithm === undefined) throw new CryptoError('CRYPTO_ALGORITHM_UNKNOWN', `expected a known digest, got ${oid}`);
  return algorithm;
}
