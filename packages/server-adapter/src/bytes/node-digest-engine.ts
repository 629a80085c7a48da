import { createHash, getHashes, type Hash, type HashOptions } from 'node:crypto';
import { DIGEST_ALGORITHMS } from '@sealkit/core/crypto';
import type { DigestAlgorithm, DigestEngine, DigestStream, SpongeDigest } from '@sealkit/core/ports';
import { inflateInThread } from './inflate-in-thread.ts';
import { verifyInThread } from './verify-in-thread.ts';

const NAMES = { 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' } as const satisfies {
  readonly [name in DigestAlgorithm]: string;
};
const SPONGE_NAMES = { 'SHA3-256': 'sha3-256', 'SHA3-384': 'sha3-384', 'SHA3-512': 'sha3-512', SHAKE256: 'shake256' } as const satisfies {
  readonly [name in SpongeDigest]: string;
};

/** Native SHA-2, verification and decompression, and SHA-3 where OpenSSL has it. It hands out no state: where that is needed, core's JavaScript engine serves. */
export const nodeDigestEngine: DigestEngine = {
  create(algorithm) {
    return streamOf(createHash(NAMES[algorithm]));
  },
  createSponge(algorithm) {
    const name = SPONGE_NAMES[algorithm];
    // Runtimes that stand on another library than OpenSSL lack some.
    if (!getHashes().includes(name)) return undefined;
    const options = algorithm === 'SHAKE256' ? { outputLength: DIGEST_ALGORITHMS[algorithm].length } : {};
    return streamOf(createHash(name, options), options);
  },
  verify: verifyInThread,
  inflate: inflateInThread,
};

function streamOf(hash: Hash, options?: HashOptions): DigestStream {
  return {
    update(bytes) {
      hash.update(bytes);
    },
    digest: () => Promise.resolve(new Uint8Array(hash.digest())),
    clone: () => streamOf(hash.copy(options), options),
  };
}
