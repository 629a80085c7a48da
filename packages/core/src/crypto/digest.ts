import { md5, ripemd160 } from '@noble/hashes/legacy.js';
import { sha224, sha512_256 } from '@noble/hashes/sha2.js';
import { sha3_224, sha3_256, sha3_384, sha3_512, shake256 } from '@noble/hashes/sha3.js';
import { type Bytes, copyBytes } from '../bytes/index.ts';
import type { AnyDigestAlgorithm } from './digest-algorithms.ts';

/** Digest of octets that lie in memory. */
export async function digest(algorithm: AnyDigestAlgorithm, bytes: Uint8Array): Promise<Bytes> {
  switch (algorithm) {
    case 'SHA-1':
    case 'SHA-256':
    case 'SHA-384':
    case 'SHA-512':
      return new Uint8Array(await crypto.subtle.digest(algorithm, unshared(bytes)));
    case 'SHA-224':
      return copyBytes(sha224(bytes));
    case 'SHA-512/256':
      return copyBytes(sha512_256(bytes));
    case 'SHA3-224':
      return copyBytes(sha3_224(bytes));
    case 'SHA3-256':
      return copyBytes(sha3_256(bytes));
    case 'SHA3-384':
      return copyBytes(sha3_384(bytes));
    case 'SHA3-512':
      return copyBytes(sha3_512(bytes));
    case 'SHAKE256':
      return copyBytes(shake256(bytes, { dkLen: 64 }));
    case 'MD5':
      return copyBytes(md5(bytes));
    case 'RIPEMD-160':
      return copyBytes(ripemd160(bytes));
  }
}

/** The same octets in a buffer that WebCrypto takes; copied only when the buffer is shared between threads. */
export function unshared(bytes: Uint8Array): Bytes {
  return bytes.buffer instanceof ArrayBuffer ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : copyBytes(bytes);
}
