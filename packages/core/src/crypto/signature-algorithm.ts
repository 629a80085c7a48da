import { Asn1Error, DerFields, derRaw, encodeNull, encodeOid, encodeSequence, OIDS, parseDer, readOid, TAGS } from '../asn1/index.ts';
import type { Bytes } from '../bytes/index.ts';
import type { SignatureAlgorithm, SigningDigest } from '../ports/index.ts';
import { CryptoError } from './crypto-error.ts';
import type { AnyDigestAlgorithm } from './digest-algorithms.ts';
import { parsePublicKey } from './public-key.ts';
import { encodePssParameters, readPssParameters } from './pss-parameters.ts';

/** A signature algorithm as read from others: wider than {@link SignatureAlgorithm}, which Sealkit makes. */
export type VerificationAlgorithm =
  | { readonly name: 'RSASSA-PKCS1-v1_5'; readonly digest: AnyDigestAlgorithm }
  | {
      readonly name: 'RSASSA-PSS';
      readonly digest: AnyDigestAlgorithm;
      /** The digest itself when absent. */
      readonly mgfDigest?: AnyDigestAlgorithm;
      readonly saltLength: number;
    }
  /** `curve` is known only where the key was given. */
  | { readonly name: 'ECDSA'; readonly digest: AnyDigestAlgorithm; readonly curve?: string }
  | { readonly name: 'DSA'; readonly digest: AnyDigestAlgorithm }
  | { readonly name: 'Ed25519'; readonly digest: 'SHA-512' }
  | { readonly name: 'Ed448'; readonly digest: 'SHAKE256' }
  | { readonly name: 'unknown'; readonly oid: string; readonly digest?: undefined };

const RSA: ReadonlyMap<string, AnyDigestAlgorithm> = new Map<string, AnyDigestAlgorithm>([
  [OIDS.md5WithRsa, 'MD5'],
  [OIDS.sha1WithRsa, 'SHA-1'],
  [OIDS.sha224WithRsa, 'SHA-224'],
  [OIDS.sha256WithRsa, 'SHA-256'],
  [OIDS.sha384WithRsa, 'SHA-384'],
  [OIDS.sha512WithRsa, 'SHA-512'],
  [OIDS.sha3_224WithRsa, 'SHA3-224'],
  [OIDS.sha3_256WithRsa, 'SHA3-256'],
  [OIDS.sha3_384WithRsa, 'SHA3-384'],
  [OIDS.sha3_512WithRsa, 'SHA3-512'],
]);
const ECDSA: ReadonlyMap<string, AnyDigestAlgorithm> = new Map<string, AnyDigestAlgorithm>([
  [OIDS.ecdsaWithSha1, 'SHA-1'],
  [OIDS.ecdsaWithSha224, 'SHA-224'],
  [OIDS.ecdsaWithSha256, 'SHA-256'],
  [OIDS.ecdsaWithSha384, 'SHA-384'],
  [OIDS.ecdsaWithSha512, 'SHA-512'],
  [OIDS.ecdsaWithSha3_224, 'SHA3-224'],
  [OIDS.ecdsaWithSha3_256, 'SHA3-256'],
  [OIDS.ecdsaWithSha3_384, 'SHA3-384'],
  [OIDS.ecdsaWithSha3_512, 'SHA3-512'],
]);

/** RFC 3279 §2.2.2, RFC 5758 §3.1. */
const DSA: ReadonlyMap<string, AnyDigestAlgorithm> = new Map<string, AnyDigestAlgorithm>([
  [OIDS.dsaWithSha1, 'SHA-1'],
  [OIDS.dsaWithSha224, 'SHA-224'],
  [OIDS.dsaWithSha256, 'SHA-256'],
  [OIDS.dsaWithSha384, 'SHA-384'],
  [OIDS.dsaWithSha512, 'SHA-512'],
]);

/**
 * Reads an AlgorithmIdentifier. Identifiers of a key alone (rsaEncryption, ecPublicKey), which CMS allows for a signature,
 * take their digest from `digestHint`; the key tells the curve.
 *
 * @throws {@link CryptoError} `CRYPTO_ALGORITHM_MALFORMED`; an unknown identifier is the value `unknown`.
 * @see RFC 5652 §5.3, RFC 3370 §3, RFC 4056 §2, RFC 5754 §3, RFC 8419 §2
 */
export function signatureAlgorithmFromDer(der: Uint8Array, spki?: Uint8Array, digestHint?: AnyDigestAlgorithm): VerificationAlgorithm {
  try {
    return readIdentifier(der, spki, digestHint);
  } catch (cause) {
    if (cause instanceof CryptoError && cause.code === 'CRYPTO_ALGORITHM_UNKNOWN') return { name: 'unknown', oid: OIDS.rsassaPss };
    if (cause instanceof Asn1Error) throw new CryptoError('CRYPTO_ALGORITHM_MALFORMED', 'expected a signature algorithm', { cause });
    throw cause;
  }
}

/** The AlgorithmIdentifier for signatures in CMS (RFC 4056, RFC 5754 §3, RFC 8419 §3.1, RFC 9688 §3). */
export function signatureAlgorithmToDer(algorithm: SignatureAlgorithm<SigningDigest>): Bytes {
  switch (algorithm.name) {
    case 'RSASSA-PKCS1-v1_5':
      return encodeSequence(encodeOid(keyOf(RSA, algorithm.digest)), encodeNull());
    case 'RSASSA-PSS':
      return encodeSequence(encodeOid(OIDS.rsassaPss), encodePssParameters({ ...algorithm, mgfDigest: algorithm.digest }));
    case 'ECDSA':
      return encodeSequence(encodeOid(keyOf(ECDSA, algorithm.digest)));
    case 'Ed25519':
      return encodeSequence(encodeOid(OIDS.ed25519));
    case 'Ed448':
      return encodeSequence(encodeOid(OIDS.ed448));
  }
}

/** The algorithm in the word of reports: `RSASSA-PSS`, `ECDSA`, or the object identifier of an unknown one. */
export function signatureAlgorithmName(algorithm: VerificationAlgorithm): string {
  return algorithm.name === 'unknown' ? algorithm.oid : algorithm.name;
}

function readIdentifier(der: Uint8Array, spki?: Uint8Array, digestHint?: AnyDigestAlgorithm): VerificationAlgorithm {
  const fields = new DerFields(parseDer(der));
  const oid = readOid(fields.take(TAGS.OID));
  const parameters = fields.peek();
  if (oid === OIDS.rsassaPss)
    return {
      name: 'RSASSA-PSS',
      ...(parameters === undefined ? { digest: 'SHA-1', mgfDigest: 'SHA-1', saltLength: 20 } : readPssParameters(derRaw(parameters))),
    };
  if (parameters !== undefined && !allowsParameters(oid)) assertNullParameters(fields);
  if (oid === OIDS.rsaEncryption && digestHint !== undefined) return { name: 'RSASSA-PKCS1-v1_5', digest: digestHint };
  const rsaDigest = RSA.get(oid);
  if (rsaDigest !== undefined) return { name: 'RSASSA-PKCS1-v1_5', digest: rsaDigest };
  const ecdsaDigest = oid === OIDS.ecPublicKey ? digestHint : ECDSA.get(oid);
  if (ecdsaDigest !== undefined) return { name: 'ECDSA', digest: ecdsaDigest, ...curveOf(spki) };
  const dsaDigest = oid === OIDS.dsa ? digestHint : DSA.get(oid);
  if (dsaDigest !== undefined) return { name: 'DSA', digest: dsaDigest };
  if (oid === OIDS.ed25519) return { name: 'Ed25519', digest: 'SHA-512' };
  return oid === OIDS.ed448 ? { name: 'Ed448', digest: 'SHAKE256' } : { name: 'unknown', oid };
}

/** Identifiers of keys, and algorithms that are not known, may carry parameters that are not judged here. */
function allowsParameters(oid: string): boolean {
  const withoutParameters = [OIDS.rsaEncryption, OIDS.ed25519, OIDS.ed448].some((known) => known === oid);
  return oid === OIDS.ecPublicKey || !(RSA.has(oid) || ECDSA.has(oid) || withoutParameters);
}

function assertNullParameters(fields: DerFields): void {
  fields.take(TAGS.NULL);
  fields.end();
}

function curveOf(spki: Uint8Array | undefined): { readonly curve?: string } {
  if (spki === undefined) return {};
  const key = parsePublicKey(spki);
  return key.kind === 'EC' ? { curve: key.curve } : {};
}

function keyOf(table: ReadonlyMap<string, AnyDigestAlgorithm>, digest: AnyDigestAlgorithm): string {
  for (const [oid, name] of table) if (name === digest) return oid;
  throw new CryptoError('CRYPTO_ALGORITHM_UNKNOWN', `expected a digest with a signature identifier, got ${digest}`);
}
