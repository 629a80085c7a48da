import { memorySource } from '../../bytes/index.ts';
import { PAGE_OBJECTS, bytesOf, objectStreamText, withStream, withTable } from '../../../test/pdf/pdf-builder.ts';
import { openPdf } from './open-pdf.ts';
import { type RevisionDoubt, revisionDoubts } from './revision-doubts.ts';

const first = withTable('', PAGE_OBJECTS);
const doubtsOf = async (text: string, index: number): Promise<readonly RevisionDoubt[]> =>
  revisionDoubts(await openPdf(memorySource(bytesOf(text))), index);
/** A second revision, and why it is doubted. */
const doubted = (
  ...[objects, options]: [Readonly<Record<number, string>>, Parameters<typeof withTable>[2]?]
): Promise<readonly RevisionDoubt[]> => doubtsOf(withTable(first.text, objects, { previous: first.startxref, ...options }).text, 2);

describe('revisionDoubts: whether who searches the text finds what the cross-reference says', () => {
  it('has none of an ordinary revision in each form', async () => {
    const second = withTable(first.text, { 3: '<< /Type /Page /Parent 2 0 R >>' }, { previous: first.startxref });
    const third = withStream(`${second.text}% a comment\r\n`, { 4: objectStreamText({ 6: '(six)' }) }, 5, {
      previous: second.startxref,
      compressed: { 6: [4, 0] },
      size: 7,
    });
    for (const index of [1, 2, 3]) expect(await doubtsOf(third.text, index), `revision ${index}`).to.deep.equal([]);
  });

  it('finds the beginnings of objects that the cross-reference does not name, wherever they stand', async () => {
    expect(await doubted({ 4: '(four)\nendobj\n3 0 obj\n(three)' })).to.deep.equal(['object-hidden']);
    expect(await doubted({ 4: '(four\n3 0 obj\n<< >>)' })).to.deep.equal(['object-hidden']);
    expect(await doubted({ 4: '<< /Length 7 >>\nstream\n3 0 obj\nendstream' })).to.deep.equal(['object-hidden']);
    expect(await doubted({ 4: '(four) % 3 0 obj\r' })).to.deep.equal(['object-hidden']);
  });

  it('knows an object that stands under another number', async () => {
    const { text } = withTable(first.text, { 4: '(four)', 5: '(five)' }, { previous: first.startxref });
    const place = (number: number): string => `${String(text.indexOf(`${number} 0 obj`, first.text.length)).padStart(10, '0')} 00000 n`;
    const crossed = text.replace(place(4), '@').replace(place(5), place(4)).replace('@', place(5));
    expect(await doubtsOf(crossed, 2)).to.deep.equal(['object-unreadable', 'object-hidden']);
  });

  it('names a size that does not reach all numbers, or none', async () => {
    expect(await doubted({ 4: '(four)', 7: '(seven)' }, { size: 7 })).to.deep.equal(['size-too-small']);
    expect(await doubted({ 4: '(four)', 7: '(seven)' }, { size: 8 })).to.deep.equal([]);
    expect(await doubted({ 4: '(four)' }, { size: -1 })).to.deep.equal(['size-too-small']);
  });

  it('names what was read around in the cross-reference', async () => {
    expect(await doubted({ 4: '(four)' }, { previous: first.startxref + 1 })).to.deep.equal(['cross-reference-repaired']);
    expect(await doubted({ 4: '(four)' }, { trailer: '/Root 1 0 R /XRefStm (none)' })).to.deep.equal(['cross-reference-repaired']);
    expect(await doubted({ 4: '(four)' }, { trailer: '/Root 1 0 R /Root 1 0 R' })).to.deep.equal(['cross-reference-repaired']);
  });

  it('names objects in object streams that the cross-reference places elsewhere or nowhere', async () => {
    const stream = objectStreamText({ 3: '<< /Type /Page >>' });
    expect(await doubted({ 4: stream })).to.deep.equal(['object-stream-unlisted']);
    const listed = withStream(first.text, { 4: stream }, 5, { previous: first.startxref, compressed: { 3: [4, 0] } });
    expect(await doubtsOf(listed.text, 2)).to.deep.equal([]);
    const malformed = await doubted({ 4: '<< /Type /ObjStm /N 1 /First 900 /Length 3 >>\nstream\n3 0\nendstream' });
    expect(malformed).to.deep.equal(['object-unreadable']);
  });

  it('names another trailer with another catalog, and lets one be that says the same', async () => {
    const trailer = (text: string): string => `<< /Length ${text.length + 8} >>\nstream\ntrailer\n${text}endstream`;
    expect(await doubted({ 4: trailer('<< /Root 9 0 R /Size 9 >>\n') })).to.deep.equal(['trailer-hidden']);
    expect(await doubted({ 4: trailer('<< /Root 1 0 R /Size 9 >>\n') })).to.deep.equal([]);
    expect(await doubted({ 4: trailer('and a word\n') })).to.deep.equal([]);
    expect(await doubted({ 4: trailer('<< /Root 1 0 R\n') })).to.deep.equal(['trailer-hidden']);
    const section = '<< /Type /XRef /Root 9 0 R /Size 9 /W [ 1 2 1 ] /Length 0 >>\nstream\n\nendstream';
    expect(await doubted({ 4: section })).to.deep.equal(['trailer-hidden']);
  });
});
