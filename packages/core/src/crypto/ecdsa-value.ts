import { Asn1Error, DerFields, encodeInteger, encodeSequence, parseDer, readInteger, TAGS } from '../asn1/index.ts';
import { type Bytes, concatBytes } from '../bytes/index.ts';
import { CryptoError } from './crypto-error.ts';
import type { NamedCurve } from './public-key.ts';

/** Octets of r, and of s, on a curve. */
export const ECDSA_FIELD_LENGTH: { readonly [curve in NamedCurve]: number } = {
  'P-256': 32,
  'P-384': 48,
  'P-521': 66,
  brainpoolP256r1: 32,
  brainpoolP384r1: 48,
  brainpoolP512r1: 64,
};

/**
 * r‖s of fixed length from the DER SEQUENCE of CMS and X.509.
 *
 * @throws {@link CryptoError} `CRYPTO_SIGNATURE_MALFORMED` unless strict DER of two integers from 1 to the field's size.
 * @see RFC 3279 §2.2.3
 */
export function ecdsaDerToRaw(der: Uint8Array, curve: NamedCurve): Bytes {
  const length = ECDSA_FIELD_LENGTH[curve];
  try {
    const fields = new DerFields(parseDer(der));
    const r = readInteger(fields.take(TAGS.INTEGER));
    const s = readInteger(fields.take(TAGS.INTEGER));
    fields.end();
    return concatBytes(fixedLength(r, length), fixedLength(s, length));
  } catch (cause) {
    if (cause instanceof Asn1Error) throw new CryptoError('CRYPTO_SIGNATURE_MALFORMED', 'expected a DER sequence of r and s', { cause });
    throw cause;
  }
}

/** The DER SEQUENCE of r and s from r‖s. @throws {@link CryptoError} `CRYPTO_SIGNATURE_MALFORMED` for another length. */
export function ecdsaRawToDer(raw: Uint8Array, curve: NamedCurve): Bytes {
  const length = ECDSA_FIELD_LENGTH[curve];
  if (raw.length !== length * 2)
    throw new CryptoError('CRYPTO_SIGNATURE_MALFORMED', `expected ${length * 2} octets of r and s, got ${raw.length}`);
  return encodeSequence(encodeInteger(raw.subarray(0, length)), encodeInteger(raw.subarray(length)));
}

function fixedLength(value: bigint, length: number): Bytes {
  if (value <= 0n || value >= 1n << BigInt(length * 8))
    throw new CryptoError('CRYPTO_SIGNATURE_MALFORMED', `expected a positive integer of at most ${length} octets`);
  const bytes = new Uint8Array(length);
  let rest = value;
  for (let index = length - 1; index >= 0; index -= 1) {
    bytes[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return bytes;
}
