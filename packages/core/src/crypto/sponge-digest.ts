import { sha3_256, sha3_384, sha3_512, shake256 } from '@noble/hashes/sha3.js';
import { copyBytes } from '../bytes/index.ts';
import type { DigestStream, SpongeDigest } from '../ports/index.ts';
import { CryptoError } from './crypto-error.ts';
import { DIGEST_ALGORITHMS } from './digest-algorithms.ts';

// Loaded only when something names such an algorithm.

/** A running sponge (FIPS 202). It can be cloned within the process; its state, which can be inverted, is not exported. */
export function createSpongeDigest(algorithm: SpongeDigest): DigestStream & Required<Pick<DigestStream, 'clone'>> {
  return wrap(SPONGES[algorithm]());
}

/** What is used of a noble digest, the same for SHA-3 and its extendable sibling. */
interface Sponge {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
  clone(): Sponge;
}

const SPONGES: { readonly [algorithm in SpongeDigest]: () => Sponge } = {
  'SHA3-256': () => sha3_256.create(),
  'SHA3-384': () => sha3_384.create(),
  'SHA3-512': () => sha3_512.create(),
  SHAKE256: () => shake256.create({ dkLen: DIGEST_ALGORITHMS.SHAKE256.length }),
};

function wrap(sponge: Sponge): ReturnType<typeof createSpongeDigest> {
  let finished = false;
  const running = (): Sponge => {
    if (finished) throw new CryptoError('CRYPTO_DIGEST_FINISHED', 'expected a running digest, got one that has ended');
    return sponge;
  };
  return {
    update: (bytes) => void running().update(bytes),
    clone: () => wrap(running().clone()),
    // Async, so that use after the end is a rejection like every other fault of a digest.
    digest: async () => {
      const value = running().digest();
      finished = true;
      return copyBytes(value);
    },
  };
}
