import { Asn1Error, DerFields, parseDer, readInteger, TAGS } from '../asn1/index.ts';
import { power, toInteger } from './modular.ts';
import type { PublicKey } from './public-key.ts';

type DsaPublicKey = Extract<PublicKey, { kind: 'DSA' }>;

/** Bounds against keys made to be slow: the largest that FIPS 186-4 knows, and some. */
const MAX_PRIME_BITS = 4096;
const MAX_SUBPRIME_BITS = 512;

/**
 * DSA verification in JavaScript: WebCrypto does not know it. Values that a document brings are answers, not exceptions.
 *
 * @param hash of the message; its leftmost bits count, as many as the subprime has.
 * @see FIPS 186-4 §4.7
 */
export function verifyDsaValue(key: DsaPublicKey, signature: Uint8Array, hash: Uint8Array): 'valid' | 'invalid' | 'unsupported' {
  const { p, q, g, y, bits } = key;
  const subprimeBits = q.toString(2).length;
  if (bits > MAX_PRIME_BITS || subprimeBits > MAX_SUBPRIME_BITS) return 'unsupported';
  const value = readValue(signature);
  if (value === undefined || !isInside(g, p) || !isInside(y, p)) return 'invalid';
  const { r, s } = value;
  if (r <= 0n || r >= q || s <= 0n || s >= q) return 'invalid';
  const excess = hash.length * 8 - subprimeBits;
  const z = excess > 0 ? toInteger(hash) >> BigInt(excess) : toInteger(hash);
  // q is a prime: what FIPS 186-4 Annex C.1 inverts is a power (Fermat).
  const w = power(s, q - 2n, q);
  if ((w * s) % q !== 1n) return 'invalid';
  const v = ((power(g, (z * w) % q, p) * power(y, (r * w) % q, p)) % p) % q;
  return v === r ? 'valid' : 'invalid';
}

function isInside(value: bigint, prime: bigint): boolean {
  return value > 1n && value < prime;
}

/** Dss-Sig-Value. @see RFC 3279 §2.2.2 */
function readValue(signature: Uint8Array): { readonly r: bigint; readonly s: bigint } | undefined {
  try {
    const fields = new DerFields(parseDer(signature));
    const [r, s] = [readInteger(fields.take(TAGS.INTEGER)), readInteger(fields.take(TAGS.INTEGER))];
    fields.end();
    return { r, s };
  } catch (error) {
    if (error instanceof Asn1Error) return undefined;
    throw error;
  }
}
