import { type Bytes, concatBytes, encodeHex, encodeLatin1 } from '../../bytes/index.ts';
import { pdfDict } from '../../pdf/index.ts';
import { sectionEntries } from './section-entries.ts';
import { writeXrefStream, writeXrefTable } from './xref-section.ts';

const TRAILER = pdfDict(new Map());
const MiB4096 = 0x1_0000_0000;

function hexOf(parts: readonly (string | Bytes)[]): string {
  return encodeHex(concatBytes(...parts.map((part) => (typeof part === 'string' ? encodeLatin1(part) : part))));
}

describe('cross-reference sections', () => {
  it('count offsets from the base of the file', () => {
    const entries = sectionEntries([{ number: 4, generation: 0, offset: 1000 }], { base: 100 });
    expect(writeXrefTable(entries, TRAILER, 2000)).to.contain('4 1\n0000000900 00000 n \n');
  });

  it('list all objects behind a cross-reference that does not hold, with the head of the free list', () => {
    const objects = [
      [1, 0, 15],
      [2, 3, 90],
    ] as const;
    const entries = sectionEntries([{ number: 2, generation: 3, offset: 1000 }], { objects });
    const rows = ['0000000000 65535 f ', '0000000015 00000 n ', '0000001000 00003 n ', ''];
    expect(writeXrefTable(entries, TRAILER, 2000)).to.contain(`xref\n0 3\n${rows.join('\n')}trailer`);
  });

  it('write objects in object streams, in streams only', () => {
    const entries = sectionEntries([], { objects: [[7, [5, 258]]] });
    expect(hexOf(writeXrefStream(entries, TRAILER, 16, 8, false))).to.contain('0000000000ffff0200000005010201000000100000');
    expect(() => writeXrefTable(entries, TRAILER, 16)).to.throw(TypeError);
  });

  it('widen offsets of a stream where they need it and are permitted to', () => {
    const entries = sectionEntries([{ number: 7, generation: 0, offset: MiB4096 + 3 }]);
    const wide = writeXrefStream(entries, TRAILER, MiB4096 + 9, 8, true);
    expect(wide[0]).to.contain('/W [ 1 5 2 ]');
    expect(hexOf(wide)).to.contain('01010000000300000101000000090000');
    expect(writeXrefStream(sectionEntries([]), TRAILER, 9, 8, true)[0]).to.contain('/W [ 1 4 2 ]');
  });
});
