import { encodeNull, encodeOctetString, encodeOid, encodeSequence } from '../asn1/index.ts';
import { type Bytes, concatBytes, copyBytes, equalBytes } from '../bytes/index.ts';
import { type AnyDigestAlgorithm, DIGEST_ALGORITHMS, digestAlgorithmOid } from './digest-algorithms.ts';
import { digest } from './digest.ts';
import { power, toInteger } from './modular.ts';
import type { PublicKey } from './public-key.ts';

type RsaPublicKey = Extract<PublicKey, { kind: 'RSA' }>;

/** Bounds against keys made to be slow. */
const MAX_MODULUS_BITS = 16384;
const MAX_EXPONENT_BITS = 64;

/**
 * RSA verification in JavaScript, for digests and PSS parameters that WebCrypto does not know. The operation is public: it
 * need not run in constant time. PKCS #1 v1.5 compares the whole encoded message, so no padding is parsed.
 *
 * @see RFC 8017 §8.1.2, §8.2.2, §9.1.2, §9.2
 */
export async function verifyRsaValue(
  key: RsaPublicKey,
  scheme:
    | { readonly name: 'RSASSA-PKCS1-v1_5'; readonly digest: AnyDigestAlgorithm }
    | {
        readonly name: 'RSASSA-PSS';
        readonly digest: AnyDigestAlgorithm;
        readonly mgfDigest: AnyDigestAlgorithm;
        readonly saltLength: number;
      },
  signature: Uint8Array,
  message: Uint8Array | { readonly digest: Uint8Array },
): Promise<'valid' | 'invalid' | 'unsupported'> {
  if (key.bits > MAX_MODULUS_BITS || key.exponent >= 1n << BigInt(MAX_EXPONENT_BITS)) return 'unsupported';
  const length = Math.ceil(key.bits / 8);
  const value = toInteger(signature);
  if (signature.length !== length || value >= key.modulus) return 'invalid';
  const encoded = toOctets(power(value, key.exponent, key.modulus), length);
  const hash = message instanceof Uint8Array ? await digest(scheme.digest, message) : copyBytes(message.digest);
  if (hash.length !== DIGEST_ALGORITHMS[scheme.digest].length) return 'invalid';
  const holds =
    scheme.name === 'RSASSA-PKCS1-v1_5'
      ? pkcs1Holds(encoded, scheme.digest, hash)
      : await pssHolds(encoded.subarray(length - Math.ceil((key.bits - 1) / 8)), key.bits - 1, scheme, hash, encoded);
  return holds ? 'valid' : 'invalid';
}

function pkcs1Holds(encoded: Bytes, algorithm: AnyDigestAlgorithm, hash: Bytes): boolean {
  const identifiers = [
    encodeSequence(encodeOid(digestAlgorithmOid(algorithm)), encodeNull()),
    encodeSequence(encodeOid(digestAlgorithmOid(algorithm))),
  ];
  return identifiers.some((identifier) => {
    const digestInfo = encodeSequence(identifier, encodeOctetString(hash));
    const padding = encoded.length - digestInfo.length - 3;
    if (padding < 8) return false;
    return equalBytes(encoded, concatBytes(Uint8Array.of(0, 1), new Uint8Array(padding).fill(0xff), Uint8Array.of(0), digestInfo));
  });
}

async function pssHolds(
  encoded: Bytes,
  bits: number,
  scheme: { readonly digest: AnyDigestAlgorithm; readonly mgfDigest: AnyDigestAlgorithm; readonly saltLength: number },
  hash: Bytes,
  whole: Bytes,
): Promise<boolean> {
  const hashLength = DIGEST_ALGORITHMS[scheme.digest].length;
  const blockLength = encoded.length - hashLength - 1;
  if (whole.length > encoded.length && whole[0] !== 0) return false;
  if (encoded.length < hashLength + scheme.saltLength + 2 || encoded[encoded.length - 1] !== 0xbc) return false;
  const unused = encoded.length * 8 - bits;
  if (((encoded[0] ?? 0) & ((0xff00 >> unused) & 0xff)) !== 0) return false;
  const expected = encoded.subarray(blockLength, blockLength + hashLength);
  const mask = await mgf1(expected, blockLength, scheme.mgfDigest);
  const block = mask.map((octet, index) => octet ^ (encoded[index] ?? 0));
  block[0] = (block[0] ?? 0) & (0xff >> unused);
  const saltStart = blockLength - scheme.saltLength;
  if (block[saltStart - 1] !== 1 || block.subarray(0, saltStart - 1).some((octet) => octet !== 0)) return false;
  const salted = concatBytes(new Uint8Array(8), hash, block.subarray(saltStart));
  return equalBytes(expected, await digest(scheme.digest, salted));
}

async function mgf1(seed: Uint8Array, length: number, algorithm: AnyDigestAlgorithm): Promise<Bytes> {
  const parts: Bytes[] = [];
  const hashLength = DIGEST_ALGORITHMS[algorithm].length;
  for (let counter = 0; counter * hashLength < length; counter += 1)
    parts.push(await digest(algorithm, concatBytes(seed, Uint8Array.of(counter >>> 24, counter >>> 16, counter >>> 8, counter))));
  return concatBytes(...parts).slice(0, length);
}

function toOctets(value: bigint, length: number): Bytes {
  const hex = value.toString(16).padStart(length * 2, '0');
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) bytes[index] = Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16);
  return bytes;
}
