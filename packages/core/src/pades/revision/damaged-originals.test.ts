import { codeOfAsync } from '../../../test/pades/refusal.ts';
import { signDocument } from '../../../test/pades/sign-document.ts';
import { pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import { testSigner } from '../../../test/pades/test-signer.ts';
import { PAGE_OBJECTS, bytesOf, objectStreamText, withStream, withTable } from '../../../test/pdf/pdf-builder.ts';
import { type Bytes, type ByteSource, concatBytes, concatSources, encodeLatin1, memorySource } from '../../bytes/index.ts';
import { type PdfDocument, openPdf } from '../../pdf/index.ts';
import { readDocumentFrame } from '../frame/read-document-frame.ts';
import type { PadesError } from '../pades-error.ts';
import { writeSigningRevision } from './write-signing-revision.ts';

const signer = testSigner();
const sign = (original: Uint8Array, name = 'Signature1'): Promise<Bytes> =>
  signDocument(original, signer, { act: { places: [], face: null, invisibleField: { kind: 'new', name } } });

/** The signed document, when nothing in it has to be read around. */
async function soundly(original: Uint8Array, signed: Uint8Array): Promise<PdfDocument> {
  expect(signed.subarray(0, original.length)).to.deep.equal(original);
  const document = await openPdf(memorySource(signed), { xref: 'follow' });
  expect(document.repaired).to.equal(false);
  for (const number of document.objectNumbers()) expect(await document.readObject(number)).not.to.equal(undefined);
  return document;
}

const sound = smallPdf(pagesPdf(['/MediaBox [0 0 595 842]'])).bytes;
const PARTS = { 2: PAGE_OBJECTS[2] ?? '', 3: PAGE_OBJECTS[3] ?? '' };
const compressed = withStream('', { 1: PAGE_OBJECTS[1] ?? '', 4: objectStreamText(PARTS) }, 5, {
  compressed: { 2: [4, 0], 3: [4, 1] },
}).text;
const brokenText = (text: string): Bytes => encodeLatin1(text.replace(/startxref\n\d+/, 'startxref\n3'));

describe('signing behind octets before the header', () => {
  const junk = 'HTTP/1.1 200 OK\r\n\r\n';

  it('counts from the header as the file does', async () => {
    const original = concatBytes(encodeLatin1(junk), sound);
    const signed = await sign(original);
    expect((await soundly(original, signed)).offsetBase).to.equal(junk.length);
    expect((await soundly(signed, await sign(signed, 'Signature2'))).revisions).to.have.length(3);
  });

  it('counts from the first octet as the file does', async () => {
    const original = bytesOf(withTable(junk + '%PDF-1.7\n', PAGE_OBJECTS).text.replace(/%PDF-1.7\n$/, ''));
    const signed = await sign(original);
    expect((await soundly(original, signed)).offsetBase).to.equal(0);
    expect((await soundly(signed, await sign(signed, 'Signature2'))).revisions).to.have.length(3);
  });
});

describe('signing behind a cross-reference that does not hold', () => {
  it('lists all objects in a table without /Prev', async () => {
    const original = brokenText(withTable('', PAGE_OBJECTS, { trailer: '/Root 1 0 R /ID [<00> <01>]' }).text);
    const signed = await sign(original);
    const document = await soundly(original, signed);
    expect(document.revisions.map(({ xrefForm, trailer }) => [xrefForm, [...trailer.entries.keys()].sort()])).to.deep.equal([
      ['table', ['ID', 'Root', 'Size']],
    ]);
    expect(document.xrefEntry(0)).to.deep.equal({ kind: 'free', number: 0, generation: 65_535 });
    expect((await soundly(signed, await sign(signed, 'Signature2'))).revisions).to.have.length(2);
  });

  it('lists objects of object streams in a stream', async () => {
    const original = brokenText(compressed);
    const document = await soundly(original, await sign(original));
    expect(document.revisions.map(({ xrefForm }) => xrefForm)).to.deep.equal(['stream']);
    // The page got its widget.
    expect([2, 3].map((number) => document.xrefEntry(number)?.kind)).to.deep.equal(['compressed', 'offset']);
  });

  it('takes a table that is followed with its faults read around', async () => {
    const original = encodeLatin1(
      withTable('', PAGE_OBJECTS).text.replace(/startxref\n(\d+)/, (_, at: string) => `startxref\n${Number(at) - 4}`),
    );
    expect((await openPdf(memorySource(original))).notices).to.deep.equal(['xref-offset-imprecise']);
    await soundly(original, await sign(original));
  });

  it('searches the file where single entries lead elsewhere', async () => {
    const original = encodeLatin1(withTable('', PAGE_OBJECTS).text.replace(/3 1\n\d{10}/, '3 1\n0000000007'));
    await soundly(original, await sign(original));
  });

  it('refuses objects that are in two places, and names them', async () => {
    const original = brokenText(withTable('', PAGE_OBJECTS).text.replace('xref\n', '3 0 obj\n<< /Type /Page >>\nendobj\nxref\n'));
    const refused = await sign(original).catch((error: PadesError) => error);
    expect(refused).to.deep.include({ code: 'PADES_XREF_REPAIRED', facts: { objects: [3], count: 1, doubts: [] } });
  });

  it('refuses a generation that no section can list', async () => {
    const original = brokenText(withTable('', PAGE_OBJECTS).text.replace('xref\n', '7 65536 obj\n[]\nendobj\nxref\n'));
    expect(await codeOfAsync(() => sign(original))).to.equal('PADES_XREF_REPAIRED');
  });

  it('refuses a document that was signed before', async () => {
    const signed = await sign(sound);
    const original = brokenText(new TextDecoder('latin1').decode(signed));
    expect(await codeOfAsync(() => sign(original))).to.equal('PADES_XREF_REPAIRED');
  });
});

describe('signing beyond 4 GiB', () => {
  const BODY = 5 * 1024 ** 3;

  /** A file of which all but the head and the tail is a stream of zeros that is nowhere held. */
  function sparse(form: 'table' | 'stream'): ByteSource {
    const head = `%PDF-1.7\n9 0 obj\n<< /Length ${BODY} >>\nstream\n`;
    const zeros: ByteSource = { size: BODY, read: (start, end) => Promise.resolve(new Uint8Array(end - start)) };
    const lead = head.length + BODY;
    let text = '\nendstream\nendobj\n';
    const offsets = new Map([[9, 9]]);
    for (const [number, body] of Object.entries(PAGE_OBJECTS)) {
      offsets.set(Number(number), lead + text.length);
      text += `${number} 0 obj\n${body}\nendobj\n`;
    }
    const startxref = lead + text.length;
    if (form === 'table') {
      const rows = [...offsets].map(([number, offset]) => `${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`);
      text += `xref\n0 1\n0000000000 65535 f \n${rows.join('')}trailer\n<< /Root 1 0 R /Size 10 >>\n`;
    } else {
      const rows = [...offsets.set(8, startxref)].map(([, offset]) => `01${offset.toString(16).padStart(10, '0')}0000`).join('');
      const index = [...offsets.keys()].map((number) => `${number} 1`).join(' ');
      text += `8 0 obj\n<< /Type /XRef /W [ 1 5 2 ] /Index [ ${index} ] /Root 1 0 R /Size 10 /Filter /ASCIIHexDecode /Length ${rows.length + 1} >>\nstream\n${rows}>\nendstream\nendobj\n`;
    }
    return concatSources(
      concatSources(memorySource(encodeLatin1(head)), zeros),
      memorySource(encodeLatin1(`${text}startxref\n${startxref}\n%%EOF\n`)),
    );
  }

  const frameIn = (source: ByteSource, mode: 'direct' | 'explained') =>
    readDocumentFrame(source, { algorithm: 'SHA-256', pages: [], digest: 'sha256:', mode });
  const act = {
    places: [],
    face: null,
    invisibleField: { kind: 'new', name: 'Signature1' },
    fileIdentifier: '00'.repeat(16),
  } as const;

  for (const form of ['table', 'stream'] as const) {
    it(`writes a ${form}`, async () => {
      const source = sparse(form);
      const revision = writeSigningRevision(await frameIn(source, 'direct'), act, new Date(0), 100);
      const document = await openPdf(concatSources(source, memorySource(revision.bytes)), { xref: 'follow' });
      expect(document.revisions.map(({ xrefForm }) => xrefForm)).to.deep.equal([form, form]);
      for (const number of document.objectNumbers()) expect((await document.readObject(number))?.ref.number).to.equal(number);
      expect(revision.byteRange[1]).to.be.greaterThan(BODY);
    });
  }

  it('is refused in the explained mode with a stream, whose offsets have four octets there', async () => {
    const frame = await frameIn(sparse('stream'), 'explained');
    expect(() => writeSigningRevision(frame, act, new Date(0), 100))
      .to.throw()
      .with.property('code', 'PADES_DOCUMENT_TOO_LARGE');
  });
});
