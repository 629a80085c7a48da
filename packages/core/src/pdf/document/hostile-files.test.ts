import { type ByteSource, memorySource } from '../../bytes/index.ts';
import { PAGE_OBJECTS, bytesOf, objectStreamText, withStream, withTable } from '../../../test/pdf/pdf-builder.ts';
import { codeOfAsync } from '../../../test/pdf/refusal.ts';
import { pdfRef } from '../objects.ts';
import { highestObjectNumber } from './object-number-scan.ts';
import { openPdf } from './open-pdf.ts';
import { revisionDoubts } from './revision-doubts.ts';

const openCode = (text: string): Promise<string> => codeOfAsync(() => openPdf(memorySource(bytesOf(text))));

/** A file whose cross-reference has an entry for each repetition of `piece` after its page. */
function repeated(piece: string, count: number): string {
  const body = withTable('', PAGE_OBJECTS).text.replace(/xref[^]*$/, '');
  const rows = Array.from({ length: count }, (_, index) => `${String(body.length + index * piece.length).padStart(10, '0')} 00000 n \n`);
  const own = [1, 2, 3].map((number) => `${String(body.indexOf(`${number} 0 obj`)).padStart(10, '0')} 00000 n \n`);
  const text = body + piece.repeat(count);
  const table = `xref\n0 4\n0000000000 65535 f \n${own.join('')}10 ${count}\n${rows.join('')}`;
  return `${text}\n${table}trailer\n<< /Size ${count + 10} /Root 1 0 R >>\nstartxref\n${text.length + 1}\n%%EOF\n`;
}

describe('files made to cost more than they weigh', () => {
  it('refuses the full scan of objects that all reach to the end', async () => {
    const strings = await openPdf(memorySource(bytesOf(repeated('5 0 obj((', 6000))));
    expect(await highestObjectNumber(strings), 'what is no stream needs no reading').to.equal(6009);
    expect(await codeOfAsync(() => revisionDoubts(strings, 1))).to.equal('PDF_LIMIT_EXCEEDED');
    const heads = await openPdf(memorySource(bytesOf(repeated('5 0 obj<</A((', 6000))));
    expect(await codeOfAsync(() => highestObjectNumber(heads))).to.equal('PDF_LIMIT_EXCEEDED');
    expect(await codeOfAsync(() => revisionDoubts(heads, 1))).to.equal('PDF_LIMIT_EXCEEDED');
  });

  it('searches the end of many streams once', async () => {
    const document = await openPdf(memorySource(bytesOf(`${repeated('5 0 obj<<>>stream\n', 6000)}endstream`)));
    expect(await highestObjectNumber(document)).to.equal(6009);
  });

  it('refuses to rebuild from heads that do not end', async () => {
    expect(await openCode(`%PDF-1.7\n${'1 0 obj<</A('.repeat(6000)}`)).to.equal('PDF_LIMIT_EXCEEDED');
  });

  it('refuses to rebuild from heads that are no dictionaries, each of which costs an error', async () => {
    expect(await openCode(`%PDF-1.7\n${'1 0 obj << '.repeat(100_000)}`)).to.equal('PDF_LIMIT_EXCEEDED');
  });

  it('looks for many trailers without reading far beyond each', async () => {
    const bytes = bytesOf(`${withTable('', PAGE_OBJECTS).text.replace(/xref[^]*$/, '')}${'trailer << /Root 1 0 R >>\n'.repeat(20_000)}`);
    let read = 0;
    const source = memorySource(bytes);
    const counted: ByteSource = {
      size: source.size,
      read: (start, end, options) => {
        read += end - start;
        return source.read(start, end, options);
      },
    };
    const document = await openPdf(counted);
    read = 0;
    expect(await revisionDoubts(document, 1)).to.deep.equal([]);
    expect(read / bytes.length).to.be.below(8);
  });

  it('refuses streams that grow beyond the limits', async () => {
    // A run of 128 octets.
    const hex = '8178';
    const stream = `<< /Filter [ /AHx /RL ] /Length ${hex.length + 1} >>\nstream\n${hex}>\nendstream`;
    const document = await openPdf(memorySource(bytesOf(withTable('', { ...PAGE_OBJECTS, 4: stream }).text)), {
      limits: { decodedBytes: 100 },
    });
    const object = await document.resolve(pdfRef(4));
    if (object.kind !== 'stream') throw new TypeError('object: expected a stream');
    expect(await codeOfAsync(() => document.streamBytes(object))).to.equal('PDF_LIMIT_EXCEEDED');
  });

  it('refuses cross-reference and object streams beyond theirs', async () => {
    const inner = objectStreamText({ 2: PAGE_OBJECTS[2] ?? '', 3: PAGE_OBJECTS[3] ?? '' });
    const file = withStream('', { 1: PAGE_OBJECTS[1] ?? '', 4: inner }, 5, { compressed: { 2: [4, 0], 3: [4, 1] } });
    const opening = (limits: Record<string, number>): Promise<string> =>
      codeOfAsync(() => openPdf(memorySource(bytesOf(file.text)), { limits }));
    expect(await opening({ xrefBytes: 20 })).to.equal('PDF_LIMIT_EXCEEDED');
    expect(await opening({ objectStreamBytes: 50 })).to.equal('PDF_LIMIT_EXCEEDED');
    expect(await opening({ objectStreamObjects: 1 })).to.equal('PDF_LIMIT_EXCEEDED');
    expect(await opening({ xrefBytes: 40, objectStreamBytes: 500 })).to.equal('');
  });
});
