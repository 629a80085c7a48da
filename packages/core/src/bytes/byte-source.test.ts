import { BytesError, type ByteSource, blobSource, concatSources, memorySource, prefixSource, spansSource } from './index.ts';

const OCTETS = Uint8Array.from({ length: 10 }, (_, index) => index);

/** Of what the test reads; some are empty, and octets between them are left out. */
const SPANS = [
  [0, 0],
  [1, 4],
  [4, 4],
  [5, 6],
  [6, 12],
  [12, 12],
].map(([start = 0, end = 0]) => ({ start, end }));

const codeOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
  } catch (error) {
    if (error instanceof BytesError) return error.code;
    throw error;
  }
  return 'no error';
};

describe('byte sources', () => {
  const sources: readonly (readonly [string, ByteSource])[] = [
    ['memory', memorySource(OCTETS)],
    ['Blob', blobSource(new Blob([OCTETS]))],
    ['two joined', concatSources(memorySource(OCTETS.slice(0, 4)), memorySource(OCTETS.slice(4)))],
    ['spans of a longer one', spansSource(memorySource(Uint8Array.of(9, 0, 1, 2, 7, 3, 4, 5, 6, 7, 8, 9)), SPANS)],
    ['prefix of a longer one', prefixSource(concatSources(memorySource(OCTETS), memorySource(OCTETS)), 10)],
  ];

  for (const [name, source] of sources) {
    it(`reads every range of a source in ${name}`, async () => {
      expect(source.size).to.equal(10);
      for (let start = 0; start <= 10; start += 1) {
        for (let end = start; end <= 10; end += 1)
          expect(Array.from(await source.read(start, end))).to.deep.equal(Array.from(OCTETS.slice(start, end)));
      }
    });

    it(`refuses a range outside a source in ${name}`, async () => {
      for (const [start, end] of [
        [-1, 2],
        [0, 11],
        [5, 4],
        [0.5, 2],
        [Number.NaN, 2],
      ] as const)
        expect(await codeOf(source.read(start, end))).to.equal('BYTES_RANGE_OUTSIDE_SOURCE');
    });
  }

  it('refuses spans outside of a source', () => {
    for (const span of [
      { start: 5, end: 11 },
      { start: 5, end: 4 },
    ])
      expect(() => spansSource(memorySource(OCTETS), [span])).to.throw(BytesError);
  });

  it('hands out copies', async () => {
    const original = Uint8Array.from(OCTETS);
    const read = await memorySource(original).read(0, 10);
    read.fill(255);
    expect(Array.from(original)).to.deep.equal(Array.from(OCTETS));
  });

  it('show what lies in memory without a copy', async () => {
    const source = memorySource(OCTETS);
    expect(source.view?.(2, 5).buffer).to.equal(OCTETS.buffer);
    expect([...(source.view?.(2, 5) ?? [])]).to.deep.equal([2, 3, 4]);
    expect(await codeOf(Promise.resolve().then(() => source.view?.(2, 11)))).to.equal('BYTES_RANGE_OUTSIDE_SOURCE');
  });
});
