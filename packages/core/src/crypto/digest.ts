import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, copyBytes } from '../bytes/index.ts';
import type { DigestEngine } from '../ports/index.ts';
import { type AnyDigestAlgorithm, isSigningDigest } from './digest-algorithms.ts';
import type { RareDigest } from './rare-digests.ts';

/** Up to here JavaScript has the digest before WebCrypto has begun: a call there costs as much as hashing this. */
const SMALL = 4096;

/** Digest of octets that lie in memory: by `engine` where it is given and has the algorithm, else by WebCrypto or, for little, in place. */
export async function digest(algorithm: AnyDigestAlgorithm, bytes: Uint8Array, engine?: DigestEngine): Promise<Bytes> {
  if (engine !== undefined && isSigningDigest(algorithm)) {
    const stream = engine.create(algorithm);
    stream.update(bytes);
    return stream.digest();
  }
  if (algorithm === 'SHA-256' && bytes.length <= SMALL) return copyBytes(sha256(bytes));
  if (!isRare(algorithm)) return new Uint8Array(await crypto.subtle.digest(algorithm, unshared(bytes)));
  const { rareDigest } = await import('./rare-digests.ts');
  return rareDigest(algorithm, bytes);
}

const NATIVE: ReadonlySet<AnyDigestAlgorithm> = new Set(['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']);

function isRare(algorithm: AnyDigestAlgorithm): algorithm is RareDigest {
  return !NATIVE.has(algorithm);
}

/** The same octets in a buffer that WebCrypto takes; copied only when the buffer is shared between threads. */
export function unshared(bytes: Uint8Array): Bytes {
  return bytes.buffer instanceof ArrayBuffer ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : copyBytes(bytes);
}
