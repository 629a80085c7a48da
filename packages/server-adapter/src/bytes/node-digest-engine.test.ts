import { encodeHex, encodeUtf8 } from '@sealkit/core/bytes';
import { digest } from '@sealkit/core/crypto';
import { nodeDigestEngine } from './node-digest-engine.ts';

const octets = encodeUtf8('a message of more than one piece');

describe('the digests of Node', () => {
  it('are those of core, in pieces and from clones of clones', async () => {
    for (const algorithm of ['SHA-256', 'SHA-384', 'SHA-512', 'SHA3-256', 'SHA3-384', 'SHA3-512', 'SHAKE256'] as const) {
      const sponge = algorithm === 'SHAKE256' || algorithm.startsWith('SHA3');
      const stream = sponge ? nodeDigestEngine.createSponge?.(algorithm as 'SHAKE256') : nodeDigestEngine.create(algorithm as 'SHA-256');
      if (stream === undefined) throw new TypeError(`expected ${algorithm}`);
      stream.update(octets.subarray(0, 5));
      const copy = stream.clone?.().clone?.();
      stream.update(octets.subarray(5));
      copy?.update(octets.subarray(5));
      const expected = encodeHex(await digest(algorithm, octets));
      expect(encodeHex(await stream.digest()), algorithm).to.equal(expected);
      expect(encodeHex((await copy?.digest()) ?? new Uint8Array()), `${algorithm}, cloned`).to.equal(expected);
      expect('exportState' in stream).to.equal(false);
    }
  });
});
