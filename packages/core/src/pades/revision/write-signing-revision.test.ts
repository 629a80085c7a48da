import { codeOf } from '../../../test/pades/refusal.ts';
import { type SmallPdf, pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import { type Bytes, concatBytes, decodeLatin1, memorySource } from '../../bytes/index.ts';
import { type PdfDict, type PdfDocument, documentCatalog, entryOf, openPdf, spellObject } from '../../pdf/index.ts';
import type { DocumentFrame } from '../document-frame.ts';
import { readDocumentFrame } from '../frame/read-document-frame.ts';
import type { SigningAct, SigningRevision } from '../signing-act.ts';
import { writeSigningRevision } from './write-signing-revision.ts';

const TIME = new Date('2026-11-22T10:00:00.987Z');
const A4 = '/MediaBox [0 0 595 842]';
const IDENTIFIER = '00112233445566778899aabbccddeeff';
const SVG = '<svg width="40mm" height="40mm" viewBox="0 0 40 40"><path d="M 0 0 L 40 0 L 40 40 Z" fill="#CF111B"/></svg>';

const invisible: SigningAct = { places: [], face: null, invisibleField: { kind: 'new', name: 'seal-p-1' }, fileIdentifier: IDENTIFIER };
const place = (page: number, k: number, kind: 'new' | 'prepared' = 'new', name = `seal-p-${k}`): SigningAct['places'][number] => ({
  placement: { page, x: 10_000, y: 20_000, width: 40_000, height: 40_000, rotation: 0 },
  field: { kind, name },
});
const sealed = (...places: SigningAct['places']): SigningAct => ({
  places,
  face: { kind: 'vector', svg: SVG },
  fileIdentifier: IDENTIFIER,
});

interface Written {
  readonly frame: DocumentFrame;
  readonly revision: SigningRevision;
  readonly text: string;
  readonly document: PdfDocument;
  readonly original: Bytes;
}

async function write(pdf: SmallPdf, act: SigningAct, holeSize = 32): Promise<Written> {
  const original = smallPdf(pdf).bytes;
  const pages = act.places.map(({ placement }) => placement.page);
  const frame = await readDocumentFrame(memorySource(original), { algorithm: 'SHA-256', pages });
  const revision = writeSigningRevision(frame, act, TIME, holeSize);
  const document = await openPdf(memorySource(concatBytes(original, revision.bytes)), { xref: 'follow' });
  return { frame, revision, text: decodeLatin1(revision.bytes), document, original };
}

async function dictAt(document: PdfDocument, number: number): Promise<PdfDict> {
  const object = await document.resolve({ kind: 'ref', number, generation: 0 });
  if (object.kind !== 'dict') throw new TypeError(`object ${number}: expected a dictionary`);
  return object;
}

describe('the revision of a signing act, octet for octet', () => {
  /** A frame of a document that need not exist: 600 octets, catalog 1, page 3. */
  const frame: DocumentFrame = {
    n: 600,
    algorithm: 'SHA-256',
    digest: `sha256:${'0'.repeat(64)}`,
    headerAt: 0,
    endOfLine: 'LF',
    startxref: 480,
    xrefForm: 'table',
    size: 4,
    firstFree: 4,
    root: '1 0 R',
    id: ['ab', 'cd'],
    encrypted: false,
    pageCount: 1,
    catalog: '<< /Pages 2 0 R /Type /Catalog >>',
    pages: [
      {
        index: 1,
        ref: '3 0 R',
        dictionary: '<< /Parent 2 0 R /Type /Page >>',
        annots: null,
        mediaBox: ['0', '0', '595', '842'],
        cropBox: ['0', '0', '595', '842'],
        rotate: 0,
        userUnit: '1',
        parents: ['2 0 R'],
      },
    ],
    preparedFields: [],
    docMdp: null,
    locks: [],
    activeContent: [],
  };

  it('is what a hand writes for an invisible signature (rules 1, 4, 6, 7, 8, 9, 12)', () => {
    const revision = writeSigningRevision(frame, invisible, TIME, 8);
    // Offsets counted from the lengths of the lines, by another program.
    const expected = [
      '',
      '1 0 obj',
      '<< /AcroForm << /Fields [ 5 0 R ] /SigFlags 3 >> /Pages 2 0 R /Type /Catalog >>',
      'endobj',
      '3 0 obj',
      '<< /Annots [ 5 0 R ] /Parent 2 0 R /Type /Page >>',
      'endobj',
      '4 0 obj',
      '<< /ByteRange [ 0 811 829 448 ] /Contents <0000000000000000> /Filter /Adobe.PPKLite /M <443A32303236313132323130303030305A> /SubFilter /ETSI.CAdES.detached /Type /Sig >>',
      'endobj',
      '5 0 obj',
      '<< /F 132 /FT /Sig /P 3 0 R /Rect [ 0 0 0 0 ] /Subtype /Widget /T <7365616C2D702D31> /Type /Annot /V 4 0 R >>',
      'endobj',
      'xref',
      '1 1',
      '0000000601 00000 n ',
      '3 3',
      '0000000696 00000 n ',
      '0000000761 00000 n ',
      '0000000946 00000 n ',
      'trailer',
      `<< /ID [ <AB> <${IDENTIFIER.toUpperCase()}> ] /Prev 480 /Root 1 0 R /Size 6 >>`,
      'startxref',
      '1071',
      '%%EOF',
      '',
    ].join('\n');
    expect(decodeLatin1(revision.bytes)).to.equal(expected);
    expect([revision.holeStart, revision.holeEnd]).to.deep.equal([211, 229]);
    expect(revision.byteRange).to.deep.equal([0, 811, 829, 448]);
    expect(revision.fields).to.deep.equal(['seal-p-1']);
  });

  it('is the same every time, and of the time only the second counts', () => {
    const act = sealed(place(1, 1));
    const first = writeSigningRevision(frame, act, TIME, 100);
    expect(
      writeSigningRevision(JSON.parse(JSON.stringify(frame)), JSON.parse(JSON.stringify(act)), new Date('2026-11-22T10:00:00Z'), 100),
    ).to.deep.equal(first);
    expect(writeSigningRevision(frame, act, new Date('2026-11-22T10:00:01Z'), 100)).to.not.deep.equal(first);
  });

  it('has a byte range around its hole whatever the number of digits (rule 8)', () => {
    for (const n of [9, 90, 99, 600, 769, 770, 788, 999, 9_700, 99_790, 9_999_000]) {
      for (const holeSize of [1, 2, 40, 4_000, 40_000]) {
        const { bytes, holeStart, holeEnd, byteRange } = writeSigningRevision({ ...frame, n, startxref: n - 1 }, invisible, TIME, holeSize);
        expect(byteRange).to.deep.equal([0, n + holeStart, n + holeEnd, bytes.length - holeEnd]);
        const text = decodeLatin1(bytes);
        expect(text.slice(holeStart, holeEnd)).to.equal(`<${'0'.repeat(2 * holeSize)}>`);
        expect(text).to.include(`/ByteRange [ ${byteRange.join(' ')} ] /Contents <`);
        expect(text.slice(0, holeStart).includes('xref')).to.be.false;
      }
    }
  });

  const malformed: readonly (readonly [string, Partial<DocumentFrame>])[] = [
    ['a catalog in another spelling', { catalog: '<</Pages 2 0 R>>' }],
    ['a catalog that is no dictionary', { catalog: '[ ]' }],
    ['a catalog with a key twice', { catalog: '<< /A 1 /A 2 >>' }],
    ['a catalog of 33 levels', { catalog: `<< /A ${'[ '.repeat(32)}${'] '.repeat(32)}>>` }],
    ['a root that is no reference', { root: '1' }],
    ['a root that is object 0', { root: '0 0 R' }],
    [
      "a form that lies in the catalog's object",
      { acroForm: { ref: '1 0 R', dictionary: '<< >>' }, fieldsArray: { ref: '1 0 R', array: '[ ]' } },
    ],
    ['a cross-reference behind its end', { startxref: 600 }],
    ['a catalog without pages', { catalog: '<< /Type /Catalog >>' }],
    ['a reference to an object that the revision would bring', { catalog: '<< /Names 4 0 R /Pages 2 0 R /Type /Catalog >>' }],
    ['a catalog among the new objects', { root: '9 0 R' }],
    ['a form that its catalog does not have', { acroForm: { ref: null, dictionary: '<< >>' } }],
    ['fields without a form', { fieldsArray: { ref: null, array: '[ ]' } }],
    [
      'another form than its catalog has',
      { catalog: '<< /AcroForm 2 0 R /Pages 2 0 R >>', acroForm: { ref: '3 0 R', dictionary: '<< >>' } },
    ],
    ['annotations that its page does not have', { pages: frame.pages.map((page) => ({ ...page, annots: { ref: null, array: '[ ]' } })) }],
    [
      'a page whose annotations are left out',
      { pages: frame.pages.map((page) => ({ ...page, dictionary: '<< /Annots [ ] /Parent 2 0 R /Type /Page >>' })) },
    ],
    ['a page that is the catalog', { pages: frame.pages.map((page) => ({ ...page, ref: '1 0 R' })) }],
  ];
  for (const [what, change] of malformed) {
    it(`refuses a frame with ${what}`, () => {
      expect(codeOf(() => writeSigningRevision({ ...frame, ...change }, invisible, TIME, 8))).to.equal('PADES_FRAME_MALFORMED');
    });
  }

  const acts: readonly (readonly [string, string, SigningAct])[] = [
    ['places without a face', 'PADES_ACT_MALFORMED', { ...sealed(place(1, 1)), face: null }],
    ['a face without places', 'PADES_ACT_MALFORMED', { ...invisible, face: { kind: 'vector', svg: SVG } }],
    ['neither place nor field', 'PADES_ACT_MALFORMED', { places: [], face: null, fileIdentifier: IDENTIFIER }],
    ['a name with a period', 'PADES_ACT_MALFORMED', { ...invisible, invisibleField: { kind: 'new', name: 'a.b' } }],
    ['a field without a name', 'PADES_ACT_MALFORMED', { ...invisible, invisibleField: { kind: 'new', name: '' } }],
    ['a file identifier that is none', 'PADES_ACT_MALFORMED', { ...invisible, fileIdentifier: 'xyz' }],
    ['two places on one field', 'PADES_FIELD_NAME_TAKEN', sealed(place(1, 1), place(1, 1))],
    ['a page that is not in the frame', 'PADES_PLACE_NOT_IN_FRAME', sealed(place(2, 1))],
    ['a prepared field that is not there', 'PADES_PREPARED_FIELD_MISSING', sealed(place(1, 1, 'prepared'))],
    ['a face outside the profile', 'PADES_FACE_SVG_OUTSIDE_PROFILE', { ...sealed(place(1, 1)), face: { kind: 'vector', svg: '<svg/>' } }],
    ['too many places', 'PADES_TOO_MANY_PLACES', sealed(...Array.from({ length: 2_001 }, (_, k) => place(1, k)))],
    ['a lock that names no fields', 'PADES_ACT_MALFORMED', { ...invisible, lock: { action: 'Include', fields: [] } }],
  ];
  for (const [what, code, act] of acts) {
    it(`refuses an act with ${what}`, () => {
      expect(codeOf(() => writeSigningRevision(frame, act, TIME, 8))).to.equal(code);
    });
  }

  it('refuses what an earlier signature forbids (rule 11)', () => {
    const refusal = (change: Partial<DocumentFrame>): string =>
      codeOf(() => writeSigningRevision({ ...frame, ...change }, invisible, TIME, 8));
    expect(refusal({ docMdp: 1 })).to.equal('PADES_CERTIFIED_NO_CHANGES');
    expect(refusal({ docMdp: 2 })).to.equal('PADES_NEW_FIELD_AFTER_CERTIFICATION');
    expect(refusal({ locks: [{ source: 'x', action: 'All', fields: [] }] })).to.equal('PADES_LOCKED');
    expect(refusal({ locks: [{ source: 'x', action: 'Include', fields: ['seal-p-1'] }] })).to.equal('PADES_LOCKED');
    expect(refusal({ locks: [{ source: 'x', action: 'Exclude', fields: ['other'] }] })).to.equal('PADES_LOCKED');
    expect(refusal({ locks: [{ source: 'x', action: 'Include', fields: ['seal-p'] }] })).to.equal('');
    expect(refusal({ locks: [{ source: 'x', action: 'Exclude', fields: ['seal-p-1'] }] })).to.equal('');
  });

  it('refuses holes, numbers and sizes beyond their bounds', () => {
    for (const holeSize of [0, -1, 1.5, 3_000_000])
      expect(() => writeSigningRevision(frame, invisible, TIME, holeSize)).to.throw(RangeError);
    expect(codeOf(() => writeSigningRevision({ ...frame, firstFree: 8_388_607 }, invisible, TIME, 8))).to.equal(
      'PADES_OBJECT_NUMBERS_EXHAUSTED',
    );
    expect(codeOf(() => writeSigningRevision({ ...frame, n: 9_999_999_999 }, invisible, TIME, 8))).to.equal('PADES_DOCUMENT_TOO_LARGE');
    expect(codeOf(() => writeSigningRevision({ ...frame, n: 4_294_967_000, xrefForm: 'stream' }, invisible, TIME, 8))).to.equal(
      'PADES_DOCUMENT_TOO_LARGE',
    );
  });
});

describe('the revision of a signing act, read again', () => {
  for (const form of ['table', 'stream'] as const) {
    it(`continues a file with a cross-reference ${form} in its own form, in-use entries alone (rules 1, 2, 9)`, async () => {
      const { document, frame, original, text } = await write(pagesPdf([A4, A4], { form }), sealed(place(1, 1), place(2, 2)));
      const last = document.revisions.at(-1);
      expect(document.revisions.length).to.equal(2);
      expect(last?.xrefForm).to.equal(form);
      expect([last?.start, last?.end, last?.closed]).to.deep.equal([original.length, original.length + text.length, true]);
      expect(text.startsWith('\n1 0 obj\n')).to.be.true;
      expect(text.endsWith('%%EOF\n')).to.be.true;
      const first = frame.firstFree;
      // Signature, face, then form and widget of both places, and the stream of references itself.
      const added = Array.from({ length: form === 'stream' ? 7 : 6 }, (_, index) => first + index);
      expect(last?.entries.map(({ number }) => number)).to.deep.equal([1, 4, 6, ...added]);
      expect(last?.entries.every((entry) => entry.kind === 'offset' && entry.generation === 0 && entry.offset > original.length)).to.be
        .true;
      const keys = ['Prev', 'Root', 'Size', ...(form === 'stream' ? ['Type', 'W', 'Index', 'Length'] : [])];
      expect([...(last?.trailer.entries.keys() ?? [])].sort()).to.deep.equal(keys.sort());
      const offsets = last?.entries.map((entry) => (entry.kind === 'offset' ? entry.offset : -1)) ?? [];
      expect(offsets).to.deep.equal([...offsets].sort((left, right) => left - right));
      for (const number of added) expect((await document.readObject(number))?.closed).to.be.true;
    });
  }

  it('writes one field and widget for each place, one signature and one face for all (rules 2, 6)', async () => {
    const { document, frame } = await write(pagesPdf([A4, `${A4} /Rotate 90`]), sealed(place(1, 1), place(2, 2)));
    const [signature, face] = [frame.firstFree, frame.firstFree + 1];
    const widgets = [await dictAt(document, signature + 3), await dictAt(document, signature + 5)];
    expect(widgets.map((widget) => spellObject(widget))).to.deep.equal([
      `<< /AP << /N ${face + 1} 0 R >> /F 132 /FT /Sig /P 4 0 R /Rect [ 28.3465 671.9213 141.7323 785.3071 ] /Subtype /Widget /T <7365616C2D702D31> /Type /Annot /V ${signature} 0 R >>`,
      `<< /AP << /N ${face + 3} 0 R >> /F 132 /FT /Sig /P 6 0 R /Rect [ 56.6929 28.3465 170.0787 141.7323 ] /Subtype /Widget /T <7365616C2D702D32> /Type /Annot /V ${signature} 0 R >>`,
    ]);
    const form = await document.resolve({ kind: 'ref', number: face + 3, generation: 0 });
    if (form.kind !== 'stream') throw new TypeError('expected a form');
    expect(spellObject(entryOf(form.dict, 'Matrix') ?? form.dict)).to.equal('[ 0 1 -1 0 0 0 ]');
    expect(decodeLatin1(await document.streamBytes(form))).to.equal('/Multiply gs\n1 0 0 1 0 0 cm\n/Face Do\n');
    expect(spellObject(entryOf(form.dict, 'Resources') ?? form.dict)).to.equal(
      `<< /ExtGState << /Multiply << /BM /Multiply /Type /ExtGState >> >> /XObject << /Face ${face} 0 R >> >>`,
    );
  });

  it('redefines form, fields and annotations where they lie, all else equal (rules 3, 4)', async () => {
    const pdf = pagesPdf([`${A4} /Annots [20 0 R] /Tabs /S`, `${A4} /Annots 21 0 R`], {
      objects: {
        1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 22 0 R /Lang (zh) >>',
        20: '<< /Type /Annot /Subtype /Text /Rect [0 0 1 1] >>',
        21: '[20 0 R]',
        22: '<< /Fields 23 0 R /SigFlags 1 /DA (x) >>',
        23: '[]',
      },
    });
    const { document, frame } = await write(pdf, sealed(place(1, 1), place(2, 2)));
    const [first, second] = [`${frame.firstFree + 3} 0 R`, `${frame.firstFree + 5} 0 R`];
    const numbers = document.revisions.at(-1)?.entries.map(({ number }) => number) ?? [];
    expect(numbers.filter((number) => number < frame.firstFree)).to.deep.equal([4, 21, 22, 23]);
    const array = async (number: number): Promise<string> => spellObject(await document.resolve({ kind: 'ref', number, generation: 0 }));
    expect(await array(21)).to.equal(`[ 20 0 R ${second} ]`);
    expect(await array(22)).to.equal('<< /DA <78> /Fields 23 0 R /SigFlags 3 >>');
    expect(await array(23)).to.equal(`[ ${first} ${second} ]`);
    const page = await dictAt(document, 4);
    expect(spellObject(entryOf(page, 'Annots') ?? page)).to.equal(`[ 20 0 R ${first} ]`);
    const old = await dictAt(document.atRevision(1), 4);
    expect([...page.entries.keys()].sort()).to.deep.equal([...old.entries.keys()].sort());
    const catalog = await documentCatalog(document);
    expect(spellObject(catalog.dict)).to.equal(frame.catalog);
  });

  it('leaves a form alone whose flags stand already, but for its direct fields', async () => {
    const objects = { 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 22 0 R >>', 22: '<< /Fields 23 0 R /SigFlags 7 >>', 23: '[]' };
    const { document, frame } = await write(pagesPdf([A4], { objects }), invisible);
    const numbers = document.revisions.at(-1)?.entries.map(({ number }) => number) ?? [];
    expect(numbers.filter((number) => number < frame.firstFree)).to.deep.equal([4, 23]);
  });

  const preparedForm = (more: string): SmallPdf =>
    pagesPdf([`${A4} /Annots [20 0 R]`], {
      objects: {
        1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [20 0 R] /SigFlags 3 >> >>',
        20: `<< /Type /Annot /Subtype /Widget /FT /Sig /T (here) /P 4 0 R /Rect [28.35 671.92 141.73 785.31] ${more} >>`,
      },
    });
  const fill = sealed(place(1, 1, 'prepared', 'here'));

  it('fills a prepared field with value and appearance and touches nothing else (rule 5)', async () => {
    const { document, frame } = await write(preparedForm('/F 4 /MK << >>'), fill);
    const numbers = document.revisions.at(-1)?.entries.map(({ number }) => number) ?? [];
    expect(numbers).to.deep.equal([20, frame.firstFree, frame.firstFree + 1, frame.firstFree + 2]);
    expect(spellObject(await dictAt(document, 20))).to.equal(
      `<< /AP << /N ${frame.firstFree + 2} 0 R >> /F 4 /FT /Sig /MK << >> /P 4 0 R /Rect [ 28.35 671.92 141.73 785.31 ] /Subtype /Widget /T <68657265> /Type /Annot /V ${frame.firstFree} 0 R >>`,
    );
  });

  it('puts the lock of a prepared field into force in the signature (rules 5, 7)', async () => {
    const { document, frame } = await write(preparedForm('/Lock << /Type /SigFieldLock /Action /Include /Fields [(a)] /P 2 >>'), fill);
    const signature = await dictAt(document, frame.firstFree);
    expect(spellObject(entryOf(signature, 'Reference') ?? signature)).to.equal(
      '[ << /Data 1 0 R /TransformMethod /FieldMDP /TransformParams << /Action /Include /Fields [ <61> ] /P 2 /Type /TransformParams /V /1.2 >> /Type /SigRef >> ]',
    );
  });

  const refusedFields: readonly (readonly [string, string, string, SigningAct])[] = [
    [
      'a place that is not its rectangle',
      '',
      'PADES_PREPARED_FIELD_ELSEWHERE',
      { ...fill, places: fill.places.map((one) => ({ ...one, placement: { ...one.placement, x: 10_100 } })) },
    ],
    ['a field that is hidden', '/F 2', 'PADES_PREPARED_FIELD_HIDDEN', fill],
    ['a field that is not viewed', '/F 36', 'PADES_PREPARED_FIELD_HIDDEN', fill],
    ['a field of optional content', '/OC << >>', 'PADES_PREPARED_FIELD_HIDDEN', fill],
    ['a field with a value', '/V 20 0 R', 'PADES_PREPARED_FIELD_MISSING', fill],
    ['another format of signature', '/SV << /Ff 2 /SubFilter [/adbe.pkcs7.detached] >>', 'PADES_SEED_VALUE_UNMET', fill],
    ['another handler', '/SV << /Ff 1 /Filter /Other >>', 'PADES_SEED_VALUE_UNMET', fill],
    ['another digest', '/SV << /Ff 64 /DigestMethod [/SHA512] >>', 'PADES_SEED_VALUE_UNMET', fill],
    ['a reason of a list', '/SV << /Ff 8 /Reasons [(I agree)] >>', 'PADES_SEED_VALUE_UNMET', fill],
    ['revocation data', '/SV << /Ff 32 /AddRevInfo true >>', 'PADES_SEED_VALUE_UNMET', fill],
    ['certain certificates', '/SV << /Cert << /Ff 1 /Subject [(x)] >> >>', 'PADES_SEED_VALUE_UNMET', fill],
    ['a time-stamp', '/SV << /TimeStamp << /Ff 1 /URL (http://x) >> >>', 'PADES_SEED_VALUE_UNMET', fill],
    ['a certification', '/SV << /MDP << /P 2 >> >>', 'PADES_SEED_VALUE_UNMET', fill],
  ];
  for (const [what, more, code, act] of refusedFields) {
    it(`refuses a prepared field that asks for ${what}`, async () => {
      const bytes = smallPdf(preparedForm(more)).bytes;
      const frame = await readDocumentFrame(memorySource(bytes), { algorithm: 'SHA-256', pages: [1] });
      expect(codeOf(() => writeSigningRevision(frame, act, TIME, 8))).to.equal(code);
    });
  }

  it('takes seed values that are met or do not bind', async () => {
    for (const more of [
      '/SV << /Ff 66 /SubFilter [/adbe.pkcs7.detached /ETSI.CAdES.detached] /DigestMethod [/SHA256] >>',
      '/SV << /Filter /Other /Reasons [(x)] /MDP << /P 0 >> >>',
    ]) {
      const { revision } = await write(preparedForm(more), fill);
      expect(revision.fields).to.deep.equal(['here']);
    }
  });

  it("fills a certified document's prepared field and never adds one", async () => {
    const { frame } = await write(preparedForm(''), fill);
    const certified = { ...frame, docMdp: 2 } as const;
    expect(codeOf(() => writeSigningRevision(certified, fill, TIME, 8))).to.equal('');
    expect(codeOf(() => writeSigningRevision(certified, sealed(place(1, 1)), TIME, 8))).to.equal('PADES_NEW_FIELD_AFTER_CERTIFICATION');
    expect(codeOf(() => writeSigningRevision({ ...frame, locks: [{ source: 'x', action: 'All', fields: [] }] }, fill, TIME, 8))).to.equal(
      'PADES_LOCKED',
    );
  });

  it('writes what the command line asks for: words, certification, lock', async () => {
    const act: SigningAct = {
      ...invisible,
      reason: '同意',
      location: 'A',
      contactInfo: 'c',
      name: 'é',
      certify: 2,
      lock: { action: 'Exclude', fields: ['a'] },
    };
    const { document, frame } = await write(pagesPdf([A4]), act);
    const signature = await dictAt(document, frame.firstFree);
    expect(spellObject(entryOf(signature, 'Reason') ?? signature)).to.equal('<FEFF540C610F>');
    expect(spellObject(entryOf(signature, 'Name') ?? signature)).to.equal('<FEFF00E9>');
    expect(spellObject(entryOf(signature, 'ContactInfo') ?? signature)).to.equal('<63>');
    expect(spellObject(entryOf(signature, 'Reference') ?? signature)).to.equal(
      '[ << /TransformMethod /DocMDP /TransformParams << /P 2 /Type /TransformParams /V /1.2 >> /Type /SigRef >> << /Data 1 0 R /TransformMethod /FieldMDP /TransformParams << /Action /Exclude /Fields [ <61> ] /Type /TransformParams /V /1.2 >> /Type /SigRef >> ]',
    );
    const catalog = await documentCatalog(document);
    expect(spellObject(entryOf(catalog.dict, 'Perms') ?? catalog.dict)).to.equal(`<< /DocMDP ${frame.firstFree} 0 R >>`);
    expect(spellObject(await dictAt(document, frame.firstFree + 1))).to.equal(
      '<< /Action /Exclude /Fields [ <61> ] /Type /SigFieldLock >>',
    );
    expect(codeOf(() => writeSigningRevision({ ...frame, docMdp: 3 }, { ...fill, certify: 2 }, TIME, 8))).to.match(/^PADES_/);
  });
});
