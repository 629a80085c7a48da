import { type Bytes, canonicalJson, decodeHex, encodeHex, encodeUtf8, type JsonValue } from '../bytes/index.ts';
import type { DigestAlgorithm, DigestEngine } from '../ports/index.ts';
import { CryptoError } from './crypto-error.ts';
import { type AnyDigestAlgorithm, DIGEST_ALGORITHMS, digestAlgorithmOfPrefix } from './digest-algorithms.ts';
import { digest } from './digest.ts';

const DIGEST_TEXT = /^([a-z0-9]+):([0-9a-f]+)$/;

/**
 * `sha256:<hex>` and its siblings. {@link parseDigest} reads those of SHA-2; others are named in the same form (`sha3256:`) to be
 * shown and compared.
 *
 * @throws RangeError when the value has not the algorithm's length.
 */
export function formatDigest(algorithm: AnyDigestAlgorithm, value: Uint8Array): string {
  const { length } = DIGEST_ALGORITHMS[algorithm];
  if (value.length !== length) throw new RangeError(`value: expected ${length} octets, got ${value.length}`);
  return `${algorithm.toLowerCase().replaceAll(/[-/]/g, '')}:${encodeHex(value)}`;
}

/** @throws {@link CryptoError} `CRYPTO_DIGEST_MALFORMED`, `CRYPTO_ALGORITHM_UNKNOWN` */
export function parseDigest(text: string): { readonly algorithm: DigestAlgorithm; readonly value: Bytes } {
  const [, prefix = '', hex = ''] = DIGEST_TEXT.exec(text) ?? [];
  if (hex === '') throw new CryptoError('CRYPTO_DIGEST_MALFORMED', 'expected a digest such as sha256:<hexadecimal>');
  const algorithm = digestAlgorithmOfPrefix(prefix);
  if (hex.length !== DIGEST_ALGORITHMS[algorithm].length * 2)
    throw new CryptoError('CRYPTO_DIGEST_MALFORMED', `expected ${DIGEST_ALGORITHMS[algorithm].length} octets of ${algorithm}`);
  return { algorithm, value: decodeHex(hex) };
}

/** Digest of octets as `sha256:<hex>` and its siblings. */
export async function digestText(algorithm: DigestAlgorithm, bytes: Uint8Array, engine?: DigestEngine): Promise<string> {
  return formatDigest(algorithm, await digest(algorithm, bytes, engine));
}

/** Digest of a value's RFC 8785 spelling as `sha256:<hex>` and its siblings. */
export async function digestOfJson(value: JsonValue, algorithm: DigestAlgorithm = 'SHA-256', engine?: DigestEngine): Promise<string> {
  return digestText(algorithm, encodeUtf8(canonicalJson(value)), engine);
}
