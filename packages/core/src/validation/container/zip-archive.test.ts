import { type TestEntry, testZip } from '@sealkit/testkit';
import { type Bytes, concatBytes, encodeUtf8, memorySource } from '../../bytes/index.ts';
import { ContainerError } from './container-error.ts';
import { readZipDirectory } from './zip-archive.ts';
import { zipContents } from './zip-content.ts';

const CONTENT = encodeUtf8('what lies in the archive');
const entry = (change: Partial<TestEntry> = {}): TestEntry => ({ name: 'a.txt', content: CONTENT, ...change });

/** Names and octets of everything in an archive. */
async function unpack(zip: Bytes): Promise<readonly (readonly [name: string, content: string])[]> {
  const source = memorySource(zip);
  const contents = zipContents(source);
  const found: (readonly [string, string])[] = [];
  for (const each of await readZipDirectory(source)) found.push([each.name, new TextDecoder().decode(await contents.bytes(each, 1 << 20))]);
  return found;
}

async function codeOf(zip: Bytes): Promise<string> {
  try {
    await unpack(zip);
    return 'none';
  } catch (error) {
    if (error instanceof ContainerError) return error.code;
    throw error;
  }
}

/** A deflate stream of one stored block. */
function storedBlock(content: Uint8Array): Bytes {
  const { length } = content;
  return concatBytes(Uint8Array.of(1, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff), content);
}

describe('ZIP archives, read strictly (ISO/IEC 21320-1; EN 319 162-1 §A.1)', () => {
  it('hands out what is stored, deflated, described behind or in folders, with a comment at the end', async () => {
    const deflated = storedBlock(CONTENT);
    const zip = testZip(
      [
        entry(),
        entry({ name: 'b/', content: new Uint8Array() }),
        entry({ name: 'b/c.txt', deflated }),
        entry({ name: '合同.pdf', isDescribed: true, deflated, flags: 0x800 }),
      ],
      encodeUtf8('mimetype=application/vnd.etsi.asic-e+zip'),
    );
    const text = 'what lies in the archive';
    expect(await unpack(zip)).to.deep.equal([
      ['a.txt', text],
      ['b/c.txt', text],
      ['合同.pdf', text],
    ]);
  });

  it('reads sizes of eight octets where a writer did not know them beforehand (APPNOTE 4.5.3, 4.3.9.2)', async () => {
    const deflated = storedBlock(CONTENT);
    const zip = testZip([
      entry({ name: 'mimetype', isWide: true }),
      entry({ isWide: true, deflated }),
      entry({ name: 'b', isWide: true, isDescribed: true, deflated }),
    ]);
    expect((await unpack(zip)).map(([, content]) => content)).to.deep.equal(Array(3).fill('what lies in the archive'));
    const unpacked = 30 + 'mimetype'.length + 9 + 4;
    for (const at of [unpacked, unpacked + 7, unpacked + 8])
      expect(await codeOf(zip.with(at, 9)), String(at)).to.equal('CONTAINER_ZIP_MALFORMED');
    // Neither another extra field nor one that is cut has them.
    for (const [at, octet] of [
      [unpacked - 4, 2],
      [unpacked - 2, 8],
      [unpacked - 2, 17],
    ] as const)
      expect(await codeOf(zip.with(at, octet)), `${at} ${octet}`).to.equal('CONTAINER_ZIP_MALFORMED');
  });

  it('reads numbers of eight octets in the directory of an archive that needs none (APPNOTE 4.5.3)', async () => {
    const zip = testZip([
      entry({ isWide: true }),
      entry({ name: 'b', isWideInDirectory: true }),
      entry({ name: 'c', isWideInDirectory: true }),
    ]);
    expect((await unpack(zip)).map(([name]) => name)).to.deep.equal(['a.txt', 'b', 'c']);
    // The last extra field ends before the end of the directory: its place, its sizes, its length and its kind.
    const end = zip.length - 22;
    for (const at of [end - 8, end - 1, end - 16, end - 24, end - 26, end - 28])
      expect(await codeOf(zip.with(at, 77)), String(zip.length - at)).to.equal('CONTAINER_ZIP_MALFORMED');
  });

  it('refuses what two readers may read differently', async () => {
    const zip = testZip([entry()]);
    const refused: Readonly<Record<string, Bytes>> = {
      'a comment in which a file could lie': testZip([entry()], encodeUtf8('%PDF-1.7')),
      'octets before': concatBytes(Uint8Array.of(0), zip),
      'octets behind': concatBytes(zip, Uint8Array.of(0)),
      'another name before the octets': testZip([entry({ localName: 'b.txt' })]),
      'no directory': zip.slice(0, 40),
      'another checksum': testZip([entry({ crc: 1 })]),
      'a folder with octets': testZip([entry({ name: 'a/' })]),
      'an end that is missing': zip.slice(0, -1),
      'less than was deflated': testZip([entry({ content: encodeUtf8('short'), deflated: storedBlock(CONTENT) })]),
      'more than was deflated': testZip([entry({ deflated: storedBlock(encodeUtf8('short')) })]),
      'octets behind what was deflated': testZip([entry({ deflated: concatBytes(storedBlock(CONTENT), Uint8Array.of(0)) })]),
      'no deflate stream': testZip([entry({ deflated: Uint8Array.of(7, 7) })]),
    };
    for (const [what, octets] of Object.entries(refused)) expect(await codeOf(octets), what).to.equal('CONTAINER_ZIP_MALFORMED');
    expect(await codeOf(testZip([entry({ flags: 1 })]))).to.equal('CONTAINER_ZIP_UNSUPPORTED');
  });

  it('refuses names that lead elsewhere, and any that stands twice', async () => {
    for (const name of ['../a', '/a', 'a//b', 'a/./b', 'a\\b', 'C:a', 'a\u0000b', ''])
      expect(await codeOf(testZip([entry({ name })])), name).to.equal('CONTAINER_NAME_REFUSED');
    for (const twice of ['a.txt', 'A.TXT'])
      expect(await codeOf(testZip([entry(), entry({ name: twice })]))).to.equal('CONTAINER_NAME_REFUSED');
  });

  it('unpacks no more than it says, and bounds what is unpacked at once', async () => {
    const bomb = testZip([entry({ content: new Uint8Array(2 << 20), deflated: storedBlock(CONTENT) })]);
    expect(await codeOf(bomb)).to.equal('CONTAINER_LIMIT_EXCEEDED');
  });

  it('ends every octet that is changed or missing with the same answer or a typed error', async () => {
    const files = [entry({ isDescribed: true, deflated: storedBlock(CONTENT) }), entry({ name: 'b' }), entry({ name: 'c', isWide: true })];
    const zip = testZip(files, encodeUtf8('!'));
    let refused = 0;
    for (let at = 0; at < zip.length; at += 1)
      for (const mutated of [zip.with(at, (zip[at] ?? 0) ^ 0x55), zip.slice(0, at)]) if ((await codeOf(mutated)) !== 'none') refused += 1;
    expect(refused > zip.length, `${refused} of ${zip.length * 2}`).to.equal(true);
  });
});
