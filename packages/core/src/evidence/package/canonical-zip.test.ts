import { concatBytes, crc32, encodeLatin1, encodeUtf8 } from '../../bytes/index.ts';
import { EvidenceError } from '../evidence-error.ts';
import { type PackageEntry, readCanonicalZip, writeCanonicalZip } from './canonical-zip.ts';

const ENTRIES: readonly PackageEntry[] = [
  { name: 'b/two.txt', bytes: encodeUtf8('2') },
  { name: 'a', bytes: new Uint8Array() },
  { name: 'META-INF/x', bytes: encodeUtf8('meta') },
  { name: 'mimetype', bytes: encodeUtf8('application/vnd.etsi.asic-e+zip') },
];
const ZIP = writeCanonicalZip(ENTRIES);

function reasonOf(file: Uint8Array): string {
  const read = readCanonicalZip(file);
  return 'reason' in read ? read.reason : 'none';
}

/** A local header and content, by hand. */
function local(name: string, content: string): Uint8Array {
  const bytes = encodeUtf8(content);
  const view = new DataView(new ArrayBuffer(30));
  for (const [offset, value] of [
    [0, 0x04034b50],
    [14, crc32(bytes)],
    [18, bytes.length],
    [22, bytes.length],
  ] as const)
    view.setUint32(offset, value, true);
  for (const [offset, value] of [
    [4, 10],
    [12, 0x21],
    [26, name.length],
  ] as const)
    view.setUint16(offset, value, true);
  return concatBytes(new Uint8Array(view.buffer), encodeLatin1(name), bytes);
}

describe('the one form of a package (docs/evidence-format.md §1)', () => {
  it('has a CRC as in the check value of CRC-32/ISO-HDLC', () => {
    expect(crc32(encodeLatin1('123456789'))).to.equal(0xcbf43926);
  });

  it('puts the media type first, uncompressed, and the others in the order of their names', () => {
    expect(ZIP.subarray(0, 69)).to.deep.equal(local('mimetype', 'application/vnd.etsi.asic-e+zip'));
    const read = readCanonicalZip(ZIP);
    expect('reason' in read ? read : read.map(({ name }) => name)).to.deep.equal(['mimetype', 'META-INF/x', 'a', 'b/two.txt']);
    expect('reason' in read ? read : writeCanonicalZip(read)).to.deep.equal(ZIP);
  });

  it('is another one after any octet is changed, left out or put in', () => {
    for (let at = 0; at < ZIP.length; at += 1) {
      for (const mask of [1, 0x80, 0xff]) {
        const changed = ZIP.slice();
        changed[at] = (changed[at] ?? 0) ^ mask;
        expect([at, mask, reasonOf(changed)]).to.not.include('none');
      }
      expect([at, reasonOf(concatBytes(ZIP.subarray(0, at), ZIP.subarray(at + 1)))]).to.not.include('none');
      expect([at, reasonOf(concatBytes(ZIP.subarray(0, at), Uint8Array.of(0), ZIP.subarray(at)))]).to.not.include('none');
    }
    expect(reasonOf(concatBytes(ZIP, Uint8Array.of(0)))).to.equal('ZIP_DIRECTORY_OTHER');
    expect(reasonOf(new Uint8Array())).to.equal('ZIP_TRUNCATED');
  });

  const refused: readonly (readonly [what: string, reason: string, file: Uint8Array])[] = [
    ['a name twice', 'ZIP_ORDER_OTHER', concatBytes(local('a', '1'), local('a', '2'))],
    ['names in another order', 'ZIP_ORDER_OTHER', concatBytes(local('b', '1'), local('a', '2'))],
    ['the media type after others', 'ZIP_ORDER_OTHER', concatBytes(local('a', '1'), local('mimetype', '2'))],
    ['a way out of the folder', 'ZIP_NAME_REFUSED', local('../a', '1')],
    ['an absolute name', 'ZIP_NAME_REFUSED', local('/a', '1')],
    ['a name with a space', 'ZIP_NAME_REFUSED', local('a b', '1')],
    ['a name without an end', 'ZIP_NAME_REFUSED', local('a/', '1')],
    ['no name', 'ZIP_NAME_REFUSED', local('', '1')],
    ['other content than its CRC', 'ZIP_CRC_DIFFERS', concatBytes(local('a', '1').subarray(0, 31), encodeUtf8('2'))],
    ['a header cut short', 'ZIP_TRUNCATED', local('a', '1').subarray(0, 20)],
    ['content cut short', 'ZIP_TRUNCATED', local('a', 'more').subarray(0, 32)],
    ['no directory', 'ZIP_TRUNCATED', local('a', '1')],
  ];
  for (const [what, reason, file] of refused) it(`refuses ${what}`, () => expect(reasonOf(file)).to.equal(reason));

  it('writes no file that it would not read', () => {
    for (const names of [['a', 'a'], ['../a'], ['a'.repeat(201)], ['ä']]) {
      const write = (): Uint8Array => writeCanonicalZip(names.map((name) => ({ name, bytes: new Uint8Array() })));
      expect(write).to.throw(EvidenceError).with.property('code', 'EVIDENCE_PACKAGE_UNBUILDABLE');
    }
  });
});
