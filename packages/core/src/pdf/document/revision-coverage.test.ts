import { memorySource } from '../../bytes/index.ts';
import { PAGE_OBJECTS, bytesOf, objectStreamText, withStream, withTable } from '../../../test/pdf/pdf-builder.ts';
import { openPdf } from './open-pdf.ts';
import { type RevisionCoverage, coverRevision } from './revision-coverage.ts';

const first = withTable('', PAGE_OBJECTS);
const coverageOf = async (text: string, index: number): Promise<RevisionCoverage> =>
  coverRevision(await openPdf(memorySource(bytesOf(text))), index);

describe('coverRevision: which octets of a revision are accounted for', () => {
  it('explains every octet of an ordinary revision in each form', async () => {
    const second = withTable(first.text, { 3: '<< /Type /Page /Parent 2 0 R >>' }, { previous: first.startxref });
    const third = withStream(`${second.text}% a comment\r\n`, { 4: objectStreamText({ 6: '(six)' }) }, 5, {
      previous: second.startxref,
      compressed: { 6: [4, 0] },
    });
    for (const index of [1, 2, 3]) {
      expect(await coverageOf(third.text, index)).to.deep.equal({ unexplained: [], outside: [], unreadable: [] });
    }
  });

  it('names octets that no entry explains', async () => {
    const stray = '7 0 obj\n(stray)\nendobj\n';
    const second = withTable(first.text + stray, { 4: '(four)' }, { previous: first.startxref });
    const at = first.text.length;
    expect((await coverageOf(second.text, 2)).unexplained).to.deep.equal([{ start: at, end: at + stray.length }]);
    expect((await coverageOf(second.text, 1)).unexplained).to.deep.equal([]);
  });

  it('names objects that a revision places in the octets of another or where none is', async () => {
    const second = withTable(first.text, { 4: '(four)', 5: '(five)' }, { previous: first.startxref });
    const fourAt = second.text.indexOf('4 0 obj');
    const backward = second.text
      .replace(`${String(fourAt).padStart(10, '0')} 00000 n`, `${String(first.text.indexOf('3 0 obj')).padStart(10, '0')} 00000 n`)
      .replace(`${String(second.text.indexOf('5 0 obj')).padStart(10, '0')} 00000 n`, `${String(fourAt + 3).padStart(10, '0')} 00000 n`);
    const coverage = await coverageOf(backward, 2);
    expect(coverage.outside).to.deep.equal([4]);
    expect(coverage.unreadable).to.deep.equal([4, 5]);
    expect(coverage.unexplained.length).to.equal(1);
  });
});
