import { type HttpFile, codesOf, serveFile } from '../../test/bytes/http-file.ts';
import { openHttpSource } from './http-source.ts';

const URL_OF_FILE = 'https://files.example/contract.pdf';
const octets = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 255);

describe('a file on an HTTP server', () => {
  const open = (file: HttpFile, blockLength = 64) => openHttpSource(URL_OF_FILE, { fetch: file.fetch, blockLength });

  it('reads as the file does, whatever the range', async () => {
    const content = octets(1000);
    const file = serveFile(content);
    const source = await open(file);
    expect(source.size).to.equal(1000);
    for (const [start, end] of [
      [0, 1000],
      [0, 1],
      [999, 1000],
      [63, 65],
      [64, 128],
      [500, 500],
      [1000, 1000],
      [10, 700],
    ] as const)
      expect(await source.read(start, end)).to.deep.equal(content.slice(start, end));
  });

  it('asks once for its end, and for neighbouring blocks together', async () => {
    const file = serveFile(octets(1000));
    const source = await open(file);
    await source.read(980, 1000);
    expect(file.ranges).to.deep.equal(['bytes=-64']);
    await source.read(0, 300);
    expect(file.ranges.slice(1)).to.deep.equal(['bytes=0-319']);
    await source.read(400, 410);
    await source.read(411, 420);
    expect(file.ranges.slice(2)).to.deep.equal(['bytes=384-447']);
  });

  it('says If-Range with the strong entity tag, or with the date', async () => {
    const tagged = serveFile(octets(500), { etag: '"one"' });
    await (await open(tagged)).read(0, 10);
    const dated = serveFile(octets(500), { etag: 'W/"weak"', lastModified: 'Tue, 15 Nov 2022 12:45:26 GMT' });
    await (await open(dated)).read(0, 10);
    expect([tagged.ifRange.at(-1), dated.ifRange.at(-1)]).to.deep.equal(['"one"', 'Tue, 15 Nov 2022 12:45:26 GMT']);
  });

  it('is empty where it has no octets', async () => {
    const source = await open(serveFile(octets(0)));
    expect([source.size, (await source.read(0, 0)).length]).to.deep.equal([0, 0]);
  });

  it('shorter than one block comes with the first request', async () => {
    const file = serveFile(octets(10));
    const source = await open(file);
    expect(await source.read(0, 10)).to.deep.equal(octets(10));
    expect(file.ranges.length).to.equal(1);
  });

  it('that changes between two requests ends in an error, not in a mixture', async () => {
    const file = serveFile(octets(1000), { etag: '"one"' });
    const source = await open(file);
    file.replace(octets(2000), '"two"');
    expect(await codesOf(source.read(0, 10))).to.equal('BYTES_HTTP_SOURCE_CHANGED');
    const same = serveFile(octets(1000));
    const unmarked = await open(same);
    same.replace(octets(1001));
    expect(await codesOf(unmarked.read(0, 10))).to.equal('BYTES_HTTP_SOURCE_CHANGED');
  });

  it('that fails once is asked again the next time', async () => {
    const file = serveFile(octets(1000));
    const source = await open(file);
    file.fail(new TypeError('offline'));
    expect(await codesOf(source.read(0, 10))).to.equal('BYTES_HTTP_UNREACHABLE');
    expect(await source.read(0, 10)).to.deep.equal(octets(10));
  });

  const faults: readonly (readonly [string, Parameters<typeof serveFile>[1], string])[] = [
    ['a server without ranges', { answer: { status: 200 } }, 'BYTES_HTTP_RANGES_UNSUPPORTED'],
    ['a file that is not there', { answer: { status: 404 } }, 'BYTES_HTTP_STATUS'],
    ['a range of an unknown whole', { answer: { contentRange: 'bytes 0-9/*' } }, 'BYTES_HTTP_ANSWER_MALFORMED'],
    ['no range at all', { answer: { contentRange: null } }, 'BYTES_HTTP_ANSWER_MALFORMED'],
    ['a range behind the end', { answer: { contentRange: 'bytes 5-20/10' } }, 'BYTES_HTTP_ANSWER_MALFORMED'],
    ['fewer octets than announced', { answer: { contentRange: 'bytes 0-99/1000' } }, 'BYTES_HTTP_ANSWER_MALFORMED'],
  ];
  for (const [what, options, code] of faults) {
    it(`${what} is ${code}`, async () => {
      expect(await codesOf(open(serveFile(octets(1000), options)))).to.equal(code);
    });
  }

  it('refuses a range outside, and stops when the caller does', async () => {
    const source = await open(serveFile(octets(1000)));
    expect(await codesOf(source.read(0, 1001))).to.equal('BYTES_RANGE_OUTSIDE_SOURCE');
    const stopped = AbortSignal.abort(new Error('enough'));
    let message = '';
    await source.read(0, 300, { signal: stopped }).catch((error: unknown) => (message = error instanceof Error ? error.message : ''));
    expect(message).to.equal('enough');
  });
});
