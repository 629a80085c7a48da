import { createHash, type Hash } from 'node:crypto';
import type { DigestAlgorithm, DigestEngine, DigestStream } from '@sealkit/core/ports';

const NAMES = { 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512' } as const satisfies {
  readonly [name in DigestAlgorithm]: string;
};

/** Native SHA-2. It hands out no state: where that is needed, core's JavaScript engine serves. */
export const nodeDigestEngine: DigestEngine = {
  create(algorithm) {
    return streamOf(createHash(NAMES[algorithm]));
  },
};

function streamOf(hash: Hash): DigestStream {
  return {
    update(bytes) {
      hash.update(bytes);
    },
    digest: () => Promise.resolve(new Uint8Array(hash.digest())),
    clone: () => streamOf(hash.copy()),
  };
}
