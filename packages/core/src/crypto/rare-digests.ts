import { md5, ripemd160 } from '@noble/hashes/legacy.js';
import { sha224, sha512_256 } from '@noble/hashes/sha2.js';
import { sha3_224, sha3_256, sha3_384, sha3_512, shake256 } from '@noble/hashes/sha3.js';
import { type Bytes, copyBytes } from '../bytes/index.ts';
import type { AnyDigestAlgorithm } from './digest-algorithms.ts';

// Loaded only when something names such an algorithm: WebCrypto has the others.

/** What WebCrypto lacks. */
export type RareDigest = Exclude<AnyDigestAlgorithm, 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'>;

const FUNCTIONS: { readonly [name in RareDigest]: (bytes: Uint8Array) => Uint8Array } = {
  'SHA-224': sha224,
  'SHA-512/256': sha512_256,
  'SHA3-224': sha3_224,
  'SHA3-256': sha3_256,
  'SHA3-384': sha3_384,
  'SHA3-512': sha3_512,
  // 512 bits of output, as CMS has it (RFC 8702 §3.1).
  SHAKE256: (bytes) => shake256(bytes, { dkLen: 64 }),
  MD5: md5,
  'RIPEMD-160': ripemd160,
};

export function rareDigest(algorithm: RareDigest, bytes: Uint8Array): Bytes {
  return copyBytes(FUNCTIONS[algorithm](bytes));
}
