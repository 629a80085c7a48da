import { memorySource } from '../../bytes/index.ts';
import { PAGE_OBJECTS, bytesOf, objectStreamText, withStream, withTable } from '../../../test/pdf/pdf-builder.ts';
import { openPdf } from './open-pdf.ts';
import { objectsByText } from './objects-by-text.ts';
import type { ObjectsByText } from './unambiguous-objects.ts';

const survey = async (text: string): Promise<ObjectsByText> => objectsByText(await openPdf(memorySource(bytesOf(text))));

/** A file whose startxref leads nowhere, with `more` before its table. */
function broken(more = ''): string {
  return withTable('', PAGE_OBJECTS)
    .text.replace('xref\n', `${more}xref\n`)
    .replace(/startxref\n\d+/, 'startxref\n3');
}

describe('the objects of a file by its text', () => {
  it('tells where each object begins when each is in one place', async () => {
    const text = broken();
    const { entries, ambiguous, doubts } = await survey(text);
    expect([ambiguous, doubts]).to.deep.equal([[], []]);
    expect(entries).to.deep.equal(
      [1, 2, 3].map((number) => ({ kind: 'offset', number, generation: 0, offset: text.indexOf(`${number} 0 obj`) })),
    );
  });

  it('tells objects in object streams', async () => {
    const inner = objectStreamText({ 2: PAGE_OBJECTS[2] ?? '', 3: PAGE_OBJECTS[3] ?? '' });
    const file = withStream('', { 1: PAGE_OBJECTS[1] ?? '', 4: inner }, 5, { compressed: { 2: [4, 0], 3: [4, 1] } });
    const { entries, ambiguous, doubts } = await survey(file.text.replace(/startxref\n\d+/, 'startxref\n3'));
    expect([ambiguous, doubts]).to.deep.equal([[], []]);
    expect(entries.filter(({ kind }) => kind === 'compressed')).to.deep.equal([
      { kind: 'compressed', number: 2, generation: 0, container: 4, index: 0 },
      { kind: 'compressed', number: 3, generation: 0, container: 4, index: 1 },
    ]);
  });

  const stream = (body: string): string => `9 0 obj\n<< /Length ${body.length} >>\nstream\n${body}\nendstream\nendobj\n`;
  const second: readonly (readonly [string, string])[] = [
    ['a second definition', '3 0 obj\n<< /Type /Page >>\nendobj\n'],
    ['one of another generation', '3 1 obj\n<< /Type /Page >>\nendobj\n'],
    ['one in a comment', '% 3 0 obj\n'],
    ['one that a longer word follows', '3 0 object\n'],
    ['one in the body of a stream', stream('3 0 obj\n<< >>\nendobj')],
    ['one in an object stream', `9 0 obj\n${objectStreamText({ 3: '<< /Type /Page >>' })}\nendobj\n`],
  ];
  for (const [what, more] of second) {
    it(`finds ${what}`, async () => {
      expect((await survey(broken(more))).ambiguous).to.deep.equal([3]);
    });
  }

  it('finds an object that cannot be read', async () => {
    expect((await survey(broken('9 0 obj\n<< /A ( >>\n'))).ambiguous).to.deep.equal([9]);
  });

  it('doubts numbers that a comment or long white space parts from the keyword', async () => {
    expect((await survey(broken('3 0 %\nobj\n'))).doubts).to.deep.equal(['header']);
    expect((await survey(broken('3 %\n0 obj\n'))).doubts).to.deep.equal(['header']);
    expect((await survey(broken(`3${' '.repeat(2000)}0 obj\n`))).ambiguous).to.deep.equal([3]);
    expect((await survey(broken('% of an\nobject\n'))).doubts).to.deep.equal([]);
  });

  it('doubts a catalog that trailers do not agree on, and two without a trailer', async () => {
    expect((await survey(broken('trailer\n<< /Root 2 0 R >>\n'))).doubts).to.deep.equal(['root']);
    const without = broken('9 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n').replace('trailer', 'tiarler');
    expect((await survey(without)).doubts).to.deep.equal(['root']);
  });

  it('names an object that is defined but free, and takes a cross-reference stream that is', async () => {
    const free = withTable('', { ...PAGE_OBJECTS, 4: '[]' }).text.replace(/4 1\n(\d{10}) 00000 n/, '4 1\n0000000000 00001 f');
    expect((await survey(free)).ambiguous).to.deep.equal([4]);
    const { text } = withStream('', PAGE_OBJECTS, 4);
    expect((await survey(text)).ambiguous).to.deep.equal([]);
  });
});
