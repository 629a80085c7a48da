import { type ByteSource, concatBytes, encodeLatin1, memorySource } from '../../bytes/index.ts';
import { PAGE_OBJECTS, bytesOf, flipped, objectStreamText, withStream, withTable } from '../../../test/pdf/pdf-builder.ts';
import { codeOfAsync } from '../../../test/pdf/refusal.ts';
import { dictOf, entryOf, integerOf, pdfRef } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import { spellObject } from '../syntax/spelling.ts';
import { documentCatalog } from './catalog.ts';
import { type OpenPdfOptions, openPdf } from './open-pdf.ts';
import { walkPages } from './page-tree.ts';
import type { PdfDocument } from './pdf-document.ts';

const open = (text: string, options?: OpenPdfOptions): Promise<PdfDocument> => openPdf(memorySource(bytesOf(text)), options);
const spellOf = async (document: PdfDocument, number: number): Promise<string> => spellObject(await document.resolve(pdfRef(number)));

/** Revision 1 a table; revision 2 changes the page and adds 4; revision 3 frees 4 in a cross-reference stream. */
const first = withTable('', PAGE_OBJECTS);
const second = withTable(
  first.text,
  { 3: '<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 300 100 ] >>', 4: '(four)' },
  { previous: first.startxref },
);
const third = withStream(second.text, {}, 5, { previous: second.startxref, free: [4] });

describe('openPdf: file structure (ISO 32000-2 §7.5)', () => {
  it('opens a file with a classical table', async () => {
    const document = await open(first.text);
    expect(document.version).to.equal('1.7');
    expect(document.repaired).to.be.false;
    expect(document.encrypted).to.be.false;
    expect(document.notices).to.deep.equal([]);
    expect(document.objectNumbers()).to.deep.equal([1, 2, 3]);
    expect((await documentCatalog(document)).ref.number).to.equal(1);
    expect(await spellOf(document, 2)).to.equal('<< /Count 1 /Kids [ 3 0 R ] /Type /Pages >>');
    const object = await document.readObject(3);
    const text = first.text.slice(object?.range?.start, object?.range?.end);
    expect(text).to.equal('3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 200 100 ] >>\nendobj');
  });

  it('shows each revision with its octets, its form and what it changed', async () => {
    const document = await open(third.text);
    expect(document.revisions.map(({ index, start, end }) => [index, start, end])).to.deep.equal([
      [1, 0, first.text.length],
      [2, first.text.length, second.text.length],
      [3, second.text.length, third.text.length],
    ]);
    expect(document.revisions.map((revision) => revision.xrefForm)).to.deep.equal(['table', 'table', 'stream']);
    expect(document.revisions.map((revision) => revision.startxref)).to.deep.equal([first.startxref, second.startxref, third.startxref]);
    expect(document.revisions.map((revision) => revision.entries.map((entry) => `${entry.number} ${entry.kind}`))).to.deep.equal([
      ['0 free', '1 offset', '2 offset', '3 offset'],
      ['3 offset', '4 offset'],
      ['4 free', '5 offset'],
    ]);
    expect(document.revisions.every((revision) => revision.closed && revision.endOfLine === 'LF')).to.be.true;
  });

  it('reads as a reader of each revision does', async () => {
    const document = await open(third.text);
    expect(await spellOf(document, 4)).to.equal('null');
    expect(await spellOf(document.atRevision(2), 4)).to.equal('<666F7572>');
    expect(await spellOf(document.atRevision(1), 4)).to.equal('null');
    const widths = [1, 2, 3].map(async (index) => (await walkPages(document.atRevision(index)))[0]?.mediaBox?.[2].value);
    expect(await Promise.all(widths)).to.deep.equal([200, 300, 300]);
    expect(document.atRevision(2).revisions.length).to.equal(2);
    expect(document.atRevision(1).trailer).to.equal(document.revisions[0]?.trailer);
  });

  it('sees octets after the last end of the file, and every end of line', async () => {
    const base = first.text.slice(0, -1);
    for (const [tail, endOfLine, length] of [
      ['', 'none', 0],
      ['\r', 'CR', 1],
      ['\r\n', 'CRLF', 2],
      ['\n\n', 'LF', 1],
    ] as const) {
      const document = await open(base + tail);
      expect(document.revisions[0]?.endOfLine).to.equal(endOfLine);
      expect(document.revisions[0]?.end).to.equal(base.length + length);
    }
  });

  it('reads object streams, also through /Extends', async () => {
    const objects = {
      4: objectStreamText({ 2: PAGE_OBJECTS[2] ?? '' }),
      5: objectStreamText({ 3: PAGE_OBJECTS[3] ?? '' }, '/Extends 4 0 R '),
      1: PAGE_OBJECTS[1] ?? '',
    };
    const file = withStream('', objects, 6, { compressed: { 2: [5, 0], 3: [5, 0] } });
    const document = await open(file.text);
    expect((await document.readObject(3))?.container).to.equal(5);
    expect((await document.readObject(2))?.container).to.equal(4);
    expect((await walkPages(document)).length).to.equal(1);
  });

  it('prefers in a hybrid file the table, then its stream, then its free entries (§7.5.8.4)', async () => {
    const hidden = { 7: objectStreamText({ 4: '(hidden)', 3: '(not this)' }) };
    const stream = withStream('', { ...PAGE_OBJECTS, ...hidden }, 8, { compressed: { 4: [7, 0], 3: [7, 1] } });
    const offsets = [1, 2, 3].map((number) => stream.text.indexOf(`\n${number} 0 obj`) + 1);
    const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
    const body = stream.text.slice(0, stream.text.indexOf('startxref'));
    const table = `xref\n0 5\n0000000000 65535 f \n${rows}0000000000 00000 f \n`;
    const text = `${body}${table}trailer\n<< /Size 9 /Root 1 0 R /XRefStm ${stream.startxref} >>\nstartxref\n${body.length}\n%%EOF\n`;
    const document = await open(text);
    expect(document.revisions[0]?.xrefForm).to.equal('hybrid');
    expect(await spellOf(document, 4)).to.equal('<68696464656E>');
    expect((await walkPages(document)).length).to.equal(1);
  });

  it('takes lines of 19 and 21 octets, a short subsection and a shifted one, and calls the last two repaired', async () => {
    const short = first.text.replaceAll(' n \n', ' n\n').replaceAll(' f \n', ' f\n');
    expect((await open(short)).repaired).to.be.false;
    const long = first.text.replaceAll(' n \n', ' n \r\n').replaceAll(' f \n', ' f \r\n');
    expect((await open(long)).repaired).to.be.false;
    const counted = await open(first.text.replace(/3 1\n(.*\n)trailer/, '3 2\n$1trailer'));
    expect(counted.notices).to.deep.equal(['xref-subsection-short']);
    expect(counted.repaired).to.be.true;
    const lines = first.text.replace(/\n[123] 1\n/g, '\n').replace('xref\n0 1\n', 'xref\n1 4\n');
    const shifted = await open(lines);
    expect(shifted.notices).to.deep.equal(['xref-subsection-shifted']);
    expect(shifted.objectNumbers()).to.deep.equal([1, 2, 3]);
  });

  it('finds a header after other octets, with offsets from it or from the start of the file', async () => {
    const junk = 'HTTP/1.1 200 OK\r\n\r\n';
    const document = await open(junk + first.text);
    expect(document.headerOffset).to.equal(junk.length);
    expect(document.repaired).to.be.false;
    expect((await walkPages(document)).length).to.equal(1);
    expect(document.revisions[0]?.end).to.equal(junk.length + first.text.length);
    const absolute = withTable(`${junk}%PDF-1.4\n`, PAGE_OBJECTS);
    expect((await walkPages(await open(absolute.text))).length).to.equal(1);
  });

  it('rebuilds a cross-reference that leads nowhere, with the revisions of the file', async () => {
    const broken = third.text.replace(/startxref\n\d+\n%%EOF\n$/, 'startxref\n7\n%%EOF\n');
    const document = await open(broken);
    expect(document.repaired).to.be.true;
    expect(document.notices).to.deep.equal(['xref-rebuilt']);
    expect((await walkPages(document))[0]?.mediaBox?.[2].value).to.equal(300);
    expect((await walkPages(document.atRevision(1)))[0]?.mediaBox?.[2].value).to.equal(200);
    expect(document.revisions.map((revision) => revision.end)).to.deep.equal([first.text.length, second.text.length, broken.length]);
    expect(await codeOfAsync(() => open(broken, { xref: 'follow' }))).to.equal('PDF_XREF_MISMATCH');
    expect((await open(first.text, { xref: 'rebuild' })).repaired).to.be.true;
  });

  it('rebuilds from object streams too', async () => {
    const compressed = objectStreamText({ 1: PAGE_OBJECTS[1] ?? '', 2: PAGE_OBJECTS[2] ?? '', 3: PAGE_OBJECTS[3] ?? '' });
    const document = await open(`%PDF-1.5\n4 0 obj\n${compressed}\nendobj\n`);
    expect(document.repaired).to.be.true;
    expect((await walkPages(document)).length).to.equal(1);
  });

  it('does not take objects inside of streams for objects when it rebuilds', async () => {
    const inner = '1 0 obj\n<< /Type /Catalog /Pages 99 0 R >>\nendobj\n';
    const text = withTable('', { ...PAGE_OBJECTS, 4: `<< /Length ${inner.length} >>\nstream\n${inner}endstream` }).text;
    const document = await open(text, { xref: 'rebuild' });
    expect((await walkPages(document)).length).to.equal(1);
  });

  it('refuses sections that lead in a circle', async () => {
    const looped = withTable(first.text, {}, { previous: first.startxref });
    const text = looped.text.replace('/Size 4 /Root', `/Size 4 /Prev ${looped.startxref} /Root`);
    const shift = text.length - looped.text.length;
    const moved = text
      .replace(`/Prev ${looped.startxref}`, `/Prev ${looped.startxref + shift}`)
      .replace(/startxref\n\d+\n%%EOF\n$/, `startxref\n${looped.startxref + shift}\n%%EOF\n`);
    expect(await codeOfAsync(() => open(moved, { xref: 'follow' }))).to.equal('PDF_XREF_LOOP');
    expect((await open(moved)).repaired).to.be.true;
  });

  it('refuses what is no PDF, and a PDF without a catalog', async () => {
    expect(await codeOfAsync(() => open(''))).to.equal('PDF_HEADER_MISSING');
    expect(await codeOfAsync(() => open('hello'))).to.equal('PDF_HEADER_MISSING');
    expect(await codeOfAsync(() => open('%PDF-1.7\n'))).to.equal('PDF_CATALOG_MISSING');
    expect(await codeOfAsync(() => open(withTable('', { 1: '(no catalog)' }).text))).to.equal('PDF_CATALOG_MISSING');
  });

  it('refuses sections, entries and object numbers beyond the limits', async () => {
    expect(await codeOfAsync(() => open(third.text, { limits: { xrefSections: 2 } }))).to.equal('PDF_LIMIT_EXCEEDED');
    expect(await codeOfAsync(() => open(third.text, { limits: { xrefEntries: 5 } }))).to.equal('PDF_LIMIT_EXCEEDED');
    expect(await codeOfAsync(() => open(first.text.replace('\n3 1\n', '\n8388608 1\n')))).to.equal('PDF_LIMIT_EXCEEDED');
  });

  it('answers a reference to a freed, absent or other generation with null, and a circle of references with a refusal', async () => {
    const file = withTable('', { ...PAGE_OBJECTS, 4: '5 0 R', 5: '4 0 R', 6: '3 0 R' });
    const document = await open(file.text);
    expect(spellObject(await document.resolve(pdfRef(3, 1)))).to.equal('null');
    expect(spellObject(await document.resolve(pdfRef(77)))).to.equal('null');
    expect(dictOf(await document.resolve(pdfRef(6))) === undefined).to.be.false;
    expect(await codeOfAsync(() => document.resolve(pdfRef(4)))).to.equal('PDF_LIMIT_EXCEEDED');
  });

  it('refuses an object that is not where its entry says', async () => {
    const text = first.text.replace('3 0 obj\n<< /Type /Page', '9 0 obj\n<< /Type /Page');
    const document = await open(text);
    expect(await codeOfAsync(() => document.resolve(pdfRef(3)))).to.equal('PDF_XREF_MISMATCH');
  });

  it('reads the tail and what is asked for, not the file', async () => {
    const body = 'x'.repeat(4_000_000);
    const file = withTable('', { ...PAGE_OBJECTS, 4: `<< /Length ${body.length} >>\nstream\n${body}\nendstream` });
    const whole = memorySource(bytesOf(file.text));
    let octets = 0;
    const counting: ByteSource = {
      size: whole.size,
      read: (start, end, options) => {
        octets += end - start;
        return whole.read(start, end, options);
      },
    };
    const document = await openPdf(counting);
    expect((await walkPages(document)).length).to.equal(1);
    expect((await document.resolve(pdfRef(4))).kind).to.equal('stream');
    expect(octets < 100_000).to.be.true;
  });

  it('ends when its signal does', async () => {
    const controller = new AbortController();
    controller.abort();
    let name = '';
    try {
      await openPdf(memorySource(bytesOf(first.text)), { signal: controller.signal });
    } catch (error) {
      name = error instanceof Error ? error.name : '';
    }
    expect(name).to.equal('AbortError');
  });
});

describe('openPdf: streams (ISO 32000-2 §7.3.8)', () => {
  const streamFile = (dict: string, body: string, extra: Record<number, string> = {}): string =>
    withTable('', { ...PAGE_OBJECTS, ...extra, 4: `${dict}\nstream\n${body}\nendstream` }).text;
  const readStream = async (text: string): Promise<{ text: string; holds: boolean }> => {
    const document = await open(text);
    const stream = await document.resolve(pdfRef(4));
    if (stream.kind !== 'stream') throw new PdfError('PDF_STREAM_MALFORMED', 'expected a stream');
    return { text: new TextDecoder('latin1').decode(await document.streamBytes(stream)), holds: stream.lengthHolds };
  };

  it('takes a direct and an indirect length', async () => {
    expect(await readStream(streamFile('<< /Length 5 >>', 'abcde'))).to.deep.equal({ text: 'abcde', holds: true });
    expect(await readStream(streamFile('<< /Length 5 0 R >>', 'abcde', { 5: '5' }))).to.deep.equal({ text: 'abcde', holds: true });
  });

  it('searches the end where the length is wrong, absent or leads to the stream itself', async () => {
    const found = { text: 'abcde', holds: false };
    expect(await readStream(streamFile('<< /Length 3 >>', 'abcde'))).to.deep.equal(found);
    expect(await readStream(streamFile('<< /Length 99999 >>', 'abcde'))).to.deep.equal(found);
    expect(await readStream(streamFile('<< >>', 'abcde'))).to.deep.equal(found);
    expect(await readStream(streamFile('<< /Length 4 0 R >>', 'abcde'))).to.deep.equal(found);
    expect(await readStream(streamFile('<< /Length 5 0 R >>', 'abcde', { 5: '<< /Length 4 0 R >>\nstream\nx\nendstream' }))).to.deep.equal(
      found,
    );
  });

  it('resolves filters by reference', async () => {
    const text = streamFile('<< /Length 11 /Filter 5 0 R >>', '6162636465>', { 5: '[ 6 0 R ]', 6: '/ASCIIHexDecode' });
    expect((await readStream(text)).text).to.equal('abcde');
  });

  it('refuses a stream without an end and an unknown filter', async () => {
    const text = streamFile('<< /Length 5 >>', 'abcde').replace('endstream', 'endstreax');
    expect(await codeOfAsync(() => readStream(text))).to.equal('PDF_STREAM_MALFORMED');
    expect(await codeOfAsync(() => readStream(streamFile('<< /Length 1 /Filter /Magic >>', 'x')))).to.equal('PDF_FILTER_UNSUPPORTED');
  });

  it('does not wait for itself when an object stream states its length or filter within itself', async () => {
    const inner = { 1: PAGE_OBJECTS[1] ?? '', 2: PAGE_OBJECTS[2] ?? '', 3: PAGE_OBJECTS[3] ?? '', 8: '/FlateDecode', 9: '60' };
    for (const extra of ['/Filter 8 0 R ', '']) {
      const stream = objectStreamText(inner, extra).replace(/\/Length \d+/, '/Length 9 0 R');
      const compressed = { 1: [4, 0], 2: [4, 1], 3: [4, 2], 8: [4, 3], 9: [4, 4] } as const;
      const file = withStream('', { 4: stream }, 5, { compressed });
      const document = await open(file.text);
      expect(integerOf(await document.resolve(pdfRef(9)))).to.equal(60);
    }
  });
});

describe('openPdf: damaged files end in a typed refusal or a repaired document', () => {
  const compressed = withStream(
    '',
    { 4: objectStreamText({ 2: PAGE_OBJECTS[2] ?? '', 3: PAGE_OBJECTS[3] ?? '' }), 1: PAGE_OBJECTS[1] ?? '' },
    5,
    {
      compressed: { 2: [4, 0], 3: [4, 1] },
    },
  );
  const files = { 'three revisions': third.text, 'an object stream': compressed.text };

  const useAll = async (bytes: Uint8Array): Promise<void> => {
    try {
      const document = await openPdf(memorySource(bytes));
      for (const number of document.objectNumbers()) {
        const object = await document.readObject(number);
        if (object?.value.kind === 'stream') await document.streamBytes(object.value);
      }
      await walkPages(document);
      entryOf(document.trailer, 'Root');
    } catch (error) {
      if (!(error instanceof PdfError)) throw error;
    }
  };

  for (const [name, text] of Object.entries(files)) {
    const bytes = bytesOf(text);
    it(`cut at every octet: ${name}`, async () => {
      for (let end = 0; end < bytes.length; end += 1) await useAll(bytes.slice(0, end));
    });

    it(`with every octet changed: ${name}`, async () => {
      for (let at = 0; at < bytes.length; at += 1) for (const mask of [0x01, 0x10, 0x80]) await useAll(flipped(bytes, at, mask));
    });

    it(`with an octet left out or put in anywhere: ${name}`, async () => {
      for (let at = 0; at < bytes.length; at += 1) {
        await useAll(concatBytes(bytes.slice(0, at), bytes.slice(at + 1)));
        await useAll(concatBytes(bytes.slice(0, at), encodeLatin1('('), bytes.slice(at)));
      }
    });
  }
});
