import { type ByteSource, type Bytes, encodeHex } from '../bytes/index.ts';
import { digest } from './digest.ts';
import { javascriptDigestEngine } from './digest-stream.ts';
import { prefixDigests } from './prefix-digests.ts';

const MIB = 1 << 20;
const octets = new Uint8Array(3 * MIB + 5).map((_, index) => index * 37);

function countingSource(): ByteSource & { readonly octetsRead: () => number } {
  let count = 0;
  const read = (start: number, end: number): Promise<Bytes> => {
    count += end - start;
    return Promise.resolve(octets.slice(start, end));
  };
  return { size: octets.length, read, octetsRead: () => count };
}

describe('prefixDigests: beginnings of one source', () => {
  for (const algorithm of ['SHA-256', 'SHA-512', 'SHA3-256'] as const)
    it(`are what ${algorithm} makes of each, in any order`, async () => {
      const prefixes = prefixDigests(countingSource(), { engine: javascriptDigestEngine });
      for (const end of [2 * MIB + 1, 0, 64, octets.length, MIB, 2 * MIB + 1])
        expect(encodeHex(await prefixes.digest(algorithm, end))).to.equal(encodeHex(await digest(algorithm, octets.subarray(0, end))));
    });

  it('read each octet once when they grow', async () => {
    const source = countingSource();
    const prefixes = prefixDigests(source, { engine: javascriptDigestEngine });
    for (const end of [100, MIB, 2 * MIB, octets.length]) await prefixes.digest('SHA-256', end);
    expect(source.octetsRead()).to.equal(octets.length);
  });

  it('read each octet once in any order when their ends are told beforehand', async () => {
    const ends = [octets.length, 100, 2 * MIB, MIB, 2 * MIB];
    for (const order of [ends, ends.toReversed()]) {
      const source = countingSource();
      const prefixes = prefixDigests(source, { engine: javascriptDigestEngine, ends });
      for (const end of order)
        expect(encodeHex(await prefixes.digest('SHA-256', end))).to.equal(encodeHex(await digest('SHA-256', octets.subarray(0, end))));
      expect(source.octetsRead()).to.equal(octets.length);
    }
  });

  it('read no further than they are asked, whatever ends were told', async () => {
    const source = countingSource();
    const prefixes = prefixDigests(source, { engine: javascriptDigestEngine, ends: [octets.length, MIB] });
    expect(encodeHex(await prefixes.digest('SHA-512', MIB + 7))).to.equal(encodeHex(await digest('SHA-512', octets.subarray(0, MIB + 7))));
    expect(source.octetsRead()).to.equal(MIB + 7);
  });

  it('hand out a digest that goes on without touching the next one', async () => {
    const prefixes = prefixDigests(countingSource(), { engine: javascriptDigestEngine });
    const first = await prefixes.upTo('SHA-256', MIB);
    first.update(new Uint8Array([1, 2, 3]));
    await first.digest();
    expect(encodeHex(await prefixes.digest('SHA-256', MIB))).to.equal(encodeHex(await digest('SHA-256', octets.subarray(0, MIB))));
  });

  it('end when they are told to', async () => {
    const controller = new AbortController();
    controller.abort();
    let name = '';
    await prefixDigests(countingSource(), { engine: javascriptDigestEngine, signal: controller.signal })
      .digest('SHA-256', octets.length)
      .catch((cause: unknown) => (name = (cause as Error).name));
    expect(name).to.equal('AbortError');
  });
});
