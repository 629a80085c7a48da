import { concatBytes, encodeHex, encodeUtf8, memorySource } from '../bytes/index.ts';
import type { DigestEngine, DigestStream, SpongeDigest } from '../ports/index.ts';
import { CryptoError } from './crypto-error.ts';
import { isSigningDigest, isSpongeDigest, sha2Beside } from './digest-algorithms.ts';
import { digestSource } from './digest-source.ts';
import { javascriptDigestEngine } from './digest-stream.ts';
import { digest } from './digest.ts';
import { createSigningDigest } from './signing-digest.ts';
import { createSpongeDigest } from './sponge-digest.ts';

/** Of "abc": FIPS 202 examples of NIST, and OpenSSL for 512 bits of SHAKE256. */
const OF_ABC: readonly (readonly [SpongeDigest, string])[] = [
  ['SHA3-256', '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532'],
  ['SHA3-384', 'ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b298d88cea927ac7f539f1edf228376d25'],
  [
    'SHA3-512',
    'b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0',
  ],
  [
    'SHAKE256',
    '483366601360a8771c6863080cc4114d8db44530f8f1e1ee4f94ea37e78b5739d5a15bef186a5386c75744c0527e1faa9f8726e462a12a4feb06bd8801e751e4',
  ],
];

async function codeOf(work: () => unknown): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof CryptoError ? error.code : 'another error';
  }
}

describe('running digests of SHA-3 and SHAKE256 (FIPS 202)', () => {
  for (const [algorithm, expected] of OF_ABC) {
    it(`gives the known answer, octet by octet and from a clone, and no state: ${algorithm}`, async () => {
      const stream = createSpongeDigest(algorithm);
      stream.update(encodeUtf8('a'));
      stream.update(encodeUtf8('b'));
      const copy = stream.clone();
      const other = stream.clone();
      stream.update(encodeUtf8('c'));
      copy.update(encodeUtf8('c'));
      other.update(encodeUtf8('d'));
      expect(encodeHex(await stream.digest())).to.equal(expected);
      expect(encodeHex(await copy.digest())).to.equal(expected);
      expect(encodeHex(await other.digest())).to.not.equal(expected);
      expect('exportState' in stream).to.equal(false);
    });

    it(`ends once: ${algorithm}`, async () => {
      const stream = createSpongeDigest(algorithm);
      await stream.digest();
      expect(await codeOf(() => stream.update(new Uint8Array(1)))).to.equal('CRYPTO_DIGEST_FINISHED');
      expect(await codeOf(() => stream.digest())).to.equal('CRYPTO_DIGEST_FINISHED');
      expect(await codeOf(() => stream.clone())).to.equal('CRYPTO_DIGEST_FINISHED');
    });
  }

  it('reads a long source in pieces, and gives what one stroke gives', async () => {
    const long = new Uint8Array(5 * 1024 * 1024 + 77).map((_, index) => index * 7);
    expect(await digestSource('SHA3-384', memorySource(long))).to.deep.equal(await digest('SHA3-384', long));
    const [start, end] = [3, long.length - 5];
    expect(await digestSource('SHAKE256', memorySource(long), { start, end })).to.deep.equal(
      await digest('SHAKE256', long.subarray(start, end)),
    );
  });

  it('is of the engine where it has the algorithm, else in JavaScript', async () => {
    const asked: SpongeDigest[] = [];
    const native: DigestStream = { update: () => undefined, digest: () => Promise.resolve(new Uint8Array([1])) };
    const engine: DigestEngine = {
      ...javascriptDigestEngine,
      createSponge: (algorithm) => {
        asked.push(algorithm);
        return algorithm === 'SHA3-256' ? native : undefined;
      },
    };
    expect(await createSigningDigest('SHA3-256', engine)).to.equal(native);
    const source = memorySource(concatBytes(encodeUtf8('ab'), encodeUtf8('c')));
    expect(encodeHex(await digestSource('SHA3-384', source, { engine }))).to.equal(OF_ABC[1]?.[1]);
    expect(encodeHex(await digestSource('SHA3-384', source, { engine: javascriptDigestEngine }))).to.equal(OF_ABC[1]?.[1]);
    expect(asked).to.deep.equal(['SHA3-256', 'SHA3-384']);
  });

  it('is no digest of permits and states, and has a SHA-2 digest as strong beside it', () => {
    expect(OF_ABC.map(([algorithm]) => isSigningDigest(algorithm))).to.deep.equal([false, false, false, false]);
    expect(OF_ABC.map(([algorithm]) => sha2Beside(algorithm))).to.deep.equal(['SHA-256', 'SHA-384', 'SHA-512', 'SHA-512']);
    expect(sha2Beside('SHA-384')).to.equal('SHA-384');
    expect(['SHA-256', 'SHA3-224', 'MD5', 'toString', ''].filter(isSpongeDigest)).to.deep.equal([]);
  });
});
