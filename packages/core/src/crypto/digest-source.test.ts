import { type ByteSource, type Bytes, encodeHex, memorySource } from '../bytes/index.ts';
import { digest } from './digest.ts';
import { javascriptDigestEngine } from './digest-stream.ts';
import { digestSource } from './digest-source.ts';

const MIB = 1 << 20;
const octets = new Uint8Array(5 * MIB + 3).map((_, index) => index * 31);

/** A source that counts what is read at the same time, and may fail. */
function slowSource(failAt = Infinity): ByteSource & { readonly most: () => number } {
  let running = 0;
  let most = 0;
  const read = async (start: number, end: number): Promise<Bytes> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running -= 1;
    if (start >= failAt) throw new RangeError(`no octet ${start}`);
    return octets.slice(start, end);
  };
  return { size: octets.length, read, most: () => most };
}

describe('digestSource: any range of any source', () => {
  it('is the same from memory and from pieces, of which one is read ahead', async () => {
    const engine = javascriptDigestEngine;
    const source = slowSource();
    for (const [start, end] of [
      [0, octets.length],
      [1, 3 * MIB],
      [MIB, MIB],
      [octets.length - 1, octets.length],
    ] as const) {
      const expected = encodeHex(await digest('SHA-256', octets.subarray(start, end)));
      expect(encodeHex(await digestSource('SHA-256', memorySource(octets), { engine, start, end }))).to.equal(expected);
      expect(encodeHex(await digestSource('SHA-256', source, { engine, start, end }))).to.equal(expected);
    }
    expect(source.most()).to.equal(1);
  });

  it('fails with what reading fails with, at its turn', async () => {
    for (const at of [0, MIB, 5 * MIB]) {
      let error: unknown;
      await digestSource('SHA-256', slowSource(at), { engine: javascriptDigestEngine }).catch((cause: unknown) => (error = cause));
      expect((error as RangeError).message).to.equal(`no octet ${at}`);
    }
  });

  it('ends when it is told to', async () => {
    const controller = new AbortController();
    controller.abort();
    for (const source of [memorySource(octets), slowSource()]) {
      let name = '';
      await digestSource('SHA-256', source, { engine: javascriptDigestEngine, signal: controller.signal }).catch(
        (cause: unknown) => (name = (cause as Error).name),
      );
      expect(name).to.equal('AbortError');
    }
  });
});
