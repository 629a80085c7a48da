import {
  Asn1Error,
  DerFields,
  type DerNode,
  encodeNull,
  encodeOid,
  encodeSequence,
  encodeBitString,
  OIDS,
  parseDer,
  readBitString,
  readOid,
  TAGS,
  derContent,
  derRaw,
} from '../asn1/index.ts';
import { type Bytes, encodeHex } from '../bytes/index.ts';
import type { SignatureCurve } from '../ports/index.ts';
import { CryptoError } from './crypto-error.ts';
import { type PssParameters, readPssParameters } from './pss-parameters.ts';

/** Curves whose values can be verified: those that Sealkit signs with. */
export type NamedCurve = SignatureCurve;

/** What a SubjectPublicKeyInfo says. `pss` stands where the key is restricted to RSASSA-PSS; null in it means any parameters. */
export type PublicKey =
  | {
      readonly kind: 'RSA';
      readonly bits: number;
      readonly modulus: bigint;
      readonly exponent: bigint;
      readonly pss?: PssParameters | null;
    }
  /** `point` is encoded as in the key (SEC 1 §2.3.3). */
  | { readonly kind: 'EC'; readonly curve: NamedCurve | (string & {}); readonly bits: number; readonly point: Bytes }
  | { readonly kind: 'Ed25519'; readonly bits: 256; readonly point: Bytes }
  | { readonly kind: 'Ed448'; readonly bits: 448; readonly point: Bytes }
  /** Verified, never made. `bits` are those of p. */
  | { readonly kind: 'DSA'; readonly bits: number; readonly p: bigint; readonly q: bigint; readonly g: bigint; readonly y: bigint }
  | { readonly kind: 'other'; readonly oid: string };

const CURVES: ReadonlyMap<string, { readonly curve: NamedCurve; readonly bits: number }> = new Map([
  [OIDS.p256, { curve: 'P-256', bits: 256 }],
  [OIDS.p384, { curve: 'P-384', bits: 384 }],
  [OIDS.p521, { curve: 'P-521', bits: 521 }],
  [OIDS.brainpoolP256r1, { curve: 'brainpoolP256r1', bits: 256 }],
  [OIDS.brainpoolP384r1, { curve: 'brainpoolP384r1', bits: 384 }],
  [OIDS.brainpoolP512r1, { curve: 'brainpoolP512r1', bits: 512 }],
]);

/**
 * Reads a SubjectPublicKeyInfo. Algorithms without support are `other`, never an error.
 *
 * @throws {@link CryptoError} `CRYPTO_KEY_MALFORMED`
 * @see RFC 5280 §4.1.2.7, RFC 3279 §2.3, RFC 4055 §1.2, RFC 5480 §2, RFC 8410 §4
 */
export function parsePublicKey(spki: Uint8Array): PublicKey {
  try {
    return readSubjectPublicKeyInfo(spki);
  } catch (cause) {
    if (cause instanceof Asn1Error) throw new CryptoError('CRYPTO_KEY_MALFORMED', 'expected a SubjectPublicKeyInfo', { cause });
    throw cause;
  }
}

/** The SubjectPublicKeyInfo under the plain rsaEncryption identifier, the only one that every WebCrypto imports. */
export function plainRsaSpki(spki: Uint8Array): Bytes {
  const fields = new DerFields(parseDer(spki));
  fields.take(TAGS.SEQUENCE);
  const { bytes } = readBitString(fields.take(TAGS.BIT_STRING));
  return encodeSequence(encodeSequence(encodeOid(OIDS.rsaEncryption), encodeNull()), encodeBitString(bytes));
}

function readSubjectPublicKeyInfo(spki: Uint8Array): PublicKey {
  const fields = new DerFields(parseDer(spki));
  const algorithm = new DerFields(fields.take(TAGS.SEQUENCE));
  const { bytes, unusedBits } = readBitString(fields.take(TAGS.BIT_STRING));
  fields.end();
  const oid = readOid(algorithm.take(TAGS.OID));
  const parameters = algorithm.peek();
  if (unusedBits !== 0) throw new CryptoError('CRYPTO_KEY_MALFORMED', 'expected a key of whole octets');
  switch (oid) {
    case OIDS.rsaEncryption:
      return readRsaKey(bytes);
    case OIDS.rsassaPss:
      return { ...readRsaKey(bytes), pss: parameters === undefined ? null : readPssParameters(derRaw(parameters)) };
    case OIDS.ecPublicKey: {
      if (parameters?.tagNumber !== TAGS.OID) return { kind: 'other', oid };
      const curve = readOid(parameters);
      return { kind: 'EC', ...(CURVES.get(curve) ?? { curve, bits: 0 }), point: bytes };
    }
    case OIDS.ed25519:
      return { kind: 'Ed25519', bits: 256, point: edwardsPoint(bytes, 32) };
    case OIDS.ed448:
      return { kind: 'Ed448', bits: 448, point: edwardsPoint(bytes, 57) };
    case OIDS.dsa:
      // Where parameters are absent, they are those of the issuer's key (RFC 3279 §2.3.2): `inheritDsaParameters`.
      return parameters === undefined || parameters.tagNumber === TAGS.NULL ? { kind: 'other', oid } : readDsaKey(parameters, bytes);
    default:
      return { kind: 'other', oid };
  }
}

function readDsaKey(parameters: DerNode, bytes: Uint8Array): Extract<PublicKey, { kind: 'DSA' }> {
  const fields = new DerFields(parameters);
  const [p, q, g] = [fields.take(TAGS.INTEGER), fields.take(TAGS.INTEGER), fields.take(TAGS.INTEGER)].map(readMagnitude);
  fields.end();
  const y = readMagnitude(parseDer(bytes));
  if (p === undefined || q === undefined || g === undefined || p <= 0n || q <= 0n)
    throw new CryptoError('CRYPTO_KEY_MALFORMED', 'expected a positive prime and subprime');
  return { kind: 'DSA', bits: bitLength(p), p, q, g, y };
}

/**
 * A DSA key with the parameters of its issuer's key; undefined where the key has its own, or is none.
 *
 * @see RFC 3279 §2.3.2; RFC 5280 §6.1.4 (e)
 */
export function inheritDsaParameters(spki: Uint8Array, issuerSpki: Uint8Array): Bytes | undefined {
  const [own, above] = [parsePublicKey(spki), parsePublicKey(issuerSpki)];
  if (own.kind !== 'other' || own.oid !== OIDS.dsa || above.kind !== 'DSA') return undefined;
  const algorithm = new DerFields(parseDer(issuerSpki)).take(TAGS.SEQUENCE);
  const fields = new DerFields(parseDer(spki));
  fields.take(TAGS.SEQUENCE);
  return encodeSequence(derRaw(algorithm), derRaw(fields.take(TAGS.BIT_STRING)));
}

function edwardsPoint(bytes: Bytes, length: number): Bytes {
  if (bytes.length !== length)
    throw new CryptoError('CRYPTO_KEY_MALFORMED', `expected ${length} octets of an Edwards-curve key, got ${bytes.length}`);
  return bytes;
}

function readRsaKey(bytes: Uint8Array): Extract<PublicKey, { kind: 'RSA' }> {
  const fields = new DerFields(parseDer(bytes));
  const modulus = readMagnitude(fields.take(TAGS.INTEGER));
  const exponent = readMagnitude(fields.take(TAGS.INTEGER));
  fields.end();
  if (modulus <= 0n || exponent <= 0n) throw new CryptoError('CRYPTO_KEY_MALFORMED', 'expected a positive modulus and exponent');
  return { kind: 'RSA', bits: bitLength(modulus), modulus, exponent };
}

function bitLength(value: bigint): number {
  const digits = value.toString(16);
  return (digits.length - 1) * 4 + Number.parseInt(digits.charAt(0), 16).toString(2).length;
}

/** Whole generations of identity cards left out the sign octet of the modulus; every tool reads it as a magnitude. */
function readMagnitude(node: DerNode): bigint {
  const octets = derContent(node);
  return octets.length === 0 ? 0n : BigInt(`0x${encodeHex(octets)}`);
}
