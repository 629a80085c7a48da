import { codeOfAsync } from '../../../test/pades/refusal.ts';
import { type SmallPdf, pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import { type Bytes, concatBytes, decodeLatin1, encodeLatin1, memorySource } from '../../bytes/index.ts';
import type { DocumentFrame } from '../document-frame.ts';
import { type DocumentFrameOptions, readDocumentFrame } from './read-document-frame.ts';

const A4 = '/MediaBox [0 0 595 842]';
const frameOf = (bytes: Uint8Array, options: Partial<DocumentFrameOptions> = {}): Promise<DocumentFrame> =>
  readDocumentFrame(memorySource(bytes), { algorithm: 'SHA-256', pages: [1], ...options });
const build = (pages: readonly string[], more: Partial<SmallPdf> = {}): Bytes => smallPdf(pagesPdf(pages, more)).bytes;
/** Replaces within the text; the lengths stay equal, so the offsets hold. */
const replaced = (bytes: Bytes, from: string, to: string): Bytes => {
  if (from.length !== to.length || !decodeLatin1(bytes).includes(from)) throw new RangeError('expected texts of one length');
  return encodeLatin1(decodeLatin1(bytes).replace(from, () => to));
};

describe('numbers that new objects take', () => {
  it("lie above whatever an object refers to: an author's dangling /Annots and /V stay dangling", async () => {
    const bytes = build([`${A4} /Annots [21 0 R]`], { objects: { 3: '<< /V 20 0 R >>' } });
    expect((await frameOf(bytes)).firstFree).to.equal(22);
  });

  it('lie above what an earlier revision refers to and a later one no longer does', async () => {
    const first = smallPdf(pagesPdf([A4], { objects: { 3: '<< /Old 77 0 R >>' } }));
    const second = smallPdf({ objects: { 3: '<< >>' }, trailer: '/Root 1 0 R', size: 6 }, first);
    expect((await frameOf(second.bytes)).firstFree).to.equal(78);
  });

  it('lie above every /Size and every trailer reference', async () => {
    expect((await frameOf(build([A4], { size: 500 }))).firstFree).to.equal(500);
    expect((await frameOf(build([A4], { trailer: '/Root 1 0 R /Other 90 0 R' }))).firstFree).to.equal(91);
  });

  it('are refused where none is left', async () => {
    expect(await codeOfAsync(() => frameOf(build([`${A4} /X 8388607 0 R`])))).to.equal('PADES_OBJECT_NUMBERS_EXHAUSTED');
    expect(await codeOfAsync(() => frameOf(build([`${A4} /X 99999999 0 R`])))).to.equal('PADES_OBJECT_NUMBERS_EXHAUSTED');
  });
});

describe('what a frame says of a page', () => {
  it('takes page 1 where no page is named', async () => {
    expect((await frameOf(build([A4, A4]), { pages: [] })).pages.map(({ index }) => index)).to.deep.equal([1]);
  });

  it('gives a page with a dangling /Annots an array of its own', async () => {
    expect((await frameOf(build([`${A4} /Annots 21 0 R`]))).pages[0]?.annots).to.equal(null);
  });

  it('cuts the CropBox to the MediaBox, and shows the MediaBox where they do not meet', async () => {
    const frame = await frameOf(build([`${A4} /CropBox [-10 100 300.5 900]`, `${A4} /CropBox [700 0 800 10]`, '/CropBox [0 0 10 10]']), {
      pages: [1, 2, 3],
    });
    expect(frame.pages.map(({ cropBox }) => cropBox)).to.deep.equal([
      ['0', '100', '300.5', '842'],
      ['0', '0', '595', '842'],
      ['0', '0', '10', '10'],
    ]);
    expect(frame.pages[2]?.mediaBox).to.deep.equal(['0', '0', '612', '792']);
  });

  const faults: readonly (readonly [string, string])[] = [
    ['a rotation of 45 degrees', `${A4} /Rotate 45`],
    ['a user unit of zero', `${A4} /UserUnit 0`],
    ['a negative user unit', `${A4} /UserUnit -1`],
    ['a box number of forty digits', `/MediaBox [0 0 ${'1'.repeat(40)} 10]`],
  ];
  for (const [what, page] of faults) {
    it(`refuses ${what}`, async () => {
      expect(await codeOfAsync(() => frameOf(build([page])))).to.equal('PADES_PAGE_GEOMETRY');
    });
  }

  it('refuses a page that is not there', async () => {
    expect(await codeOfAsync(() => frameOf(build([A4]), { pages: [2] }))).to.equal('PADES_PAGE_MISSING');
    expect(await codeOfAsync(() => frameOf(build([A4]), { pages: [0] }))).to.equal('PADES_PAGE_MISSING');
  });
});

describe('documents that explained signing refuses by name (rule 11)', () => {
  const FORM = '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [] ';
  const signed = (parameters: string, more = ''): Partial<SmallPdf> => ({
    objects: {
      1: `<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [30 0 R] /SigFlags 3 >> ${more} >>`,
      30: '<< /FT /Sig /T (Old) /V 31 0 R >>',
      31: `<< /Type /Sig /Reference [<< /Type /SigRef ${parameters} >>] >>`,
    },
  });
  const refused: readonly (readonly [string, string, Bytes, 'direct too' | 'direct takes it'])[] = [
    ['octets before the header', 'PADES_JUNK_BEFORE_HEADER', concatBytes(encodeLatin1('junk\n'), build([A4])), 'direct takes it'],
    ['octets behind the end', 'PADES_TRAILING_BYTES', concatBytes(build([A4]), encodeLatin1('\n')), 'direct takes it'],
    ['a cross-reference that leads nowhere', 'PADES_XREF_REPAIRED', replaced(build([A4]), 'startxref', 'startxxxx'), 'direct takes it'],
    [
      'an object where the cross-reference has another',
      'PADES_XREF_UNUSABLE',
      replaced(build([A4]), '3 0 obj', '9 0 obj'),
      'direct takes it',
    ],
    ['a page twice in the tree', 'PADES_PAGE_TWICE_IN_TREE', replaced(build([A4, A4]), '[4 0 R 6 0 R]', '[4 0 R 4 0 R]'), 'direct too'],
    ['a tree that names itself', 'PADES_PAGE_TWICE_IN_TREE', replaced(build([A4, A4]), '[4 0 R 6 0 R]', '[4 0 R 2 0 R]'), 'direct too'],
    [
      'a latent page behind a wrong count',
      'PADES_PAGE_TREE_UNUSABLE',
      replaced(build([A4, A4]), '/Count 2', '/Count 1'),
      'direct takes it',
    ],
    ['no pages', 'PADES_NO_PAGES', build([]), 'direct too'],
    ['pages without kids', 'PADES_NO_PAGES', build([], { objects: { 2: '<< /Type /Pages /Count 0 >>' } }), 'direct too'],
    ['a page of another parent', 'PADES_PAGE_TREE_UNUSABLE', replaced(build([A4]), '/Parent 2 0 R', '/Parent 3 0 R'), 'direct takes it'],
    [
      'an /Annots array of two pages',
      'PADES_SHARED_ANNOTS',
      build([`${A4} /Annots 20 0 R`, `${A4} /Annots 20 0 R`], { objects: { 20: '[]' } }),
      'direct too',
    ],
    [
      'an array that is /Fields and /Annots',
      'PADES_SHARED_FIELDS',
      build([`${A4} /Annots 20 0 R`], { objects: { 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields 20 0 R >> >>', 20: '[]' } }),
      'direct too',
    ],
    [
      'a form that is no dictionary',
      'PADES_CATALOG_UNUSABLE',
      build([A4], { objects: { 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm [] >>' } }),
      'direct too',
    ],
    ['XFA', 'PADES_XFA', build([A4], { objects: { 1: `${FORM} /XFA (x) >> >>` } }), 'direct takes it'],
    [
      '/NeedAppearances',
      'PADES_NEED_APPEARANCES',
      build([A4], { objects: { 1: `${FORM} /NeedAppearances true >> >>` } }),
      'direct takes it',
    ],
    [
      'a field that is twice in the tree',
      'PADES_FIELD_TREE_UNUSABLE',
      build([A4], { objects: { 1: `${FORM.replace('[]', '[3 0 R 3 0 R]')} >> >>` } }),
      'direct takes it',
    ],
    [
      'a key twice in the catalog',
      'PADES_OBJECT_UNSPELLABLE',
      build([A4], { objects: { 1: '<< /Type /Catalog /Pages 2 0 R /X 1 /X 2 >>' } }),
      'direct too',
    ],
    [
      'a catalog deeper than 32 levels',
      'PADES_OBJECT_UNSPELLABLE',
      build([A4], { objects: { 1: `<< /Type /Catalog /Pages 2 0 R /X ${'['.repeat(33)}${']'.repeat(33)} >>` } }),
      'direct too',
    ],
    [
      'a certification that permits nothing',
      'PADES_CERTIFIED_NO_CHANGES',
      build([A4], signed('/TransformMethod /DocMDP /TransformParams << /P 1 >>', '/Perms << /DocMDP 31 0 R >>')),
      'direct too',
    ],
    [
      'a certification known by its reference alone',
      'PADES_CERTIFIED_NO_CHANGES',
      build([A4], signed('/TransformMethod /DocMDP /TransformParams << /P 1 >>')),
      'direct too',
    ],
    [
      'a lock that permits nothing',
      'PADES_CERTIFIED_NO_CHANGES',
      build([A4], signed('/TransformMethod /FieldMDP /TransformParams << /Action /All /P 1 >>')),
      'direct too',
    ],
  ];
  for (const [what, code, bytes, direct] of refused) {
    it(`refuses ${what}`, async () => {
      expect(await codeOfAsync(() => frameOf(bytes, { pages: [1] }))).to.equal(code);
      expect(await codeOfAsync(() => frameOf(bytes, { pages: [1], mode: 'direct' }))).to.equal(direct === 'direct too' ? code : '');
    });
  }

  it('refuses encryption; in the mode direct security handlers that are not known, by their name (ISO 32000-2 §7.6.5)', async () => {
    const recipients = '/SubFilter /adbe.pkcs7.s5 /V 4 /CF << /DefaultCryptFilter << /CFM /AESV2 /Recipients [<00>] >> >>';
    const handlers = {
      'Adobe.PubSec': `<< /Filter /Adobe.PubSec ${recipients} /StmF /DefaultCryptFilter /StrF /DefaultCryptFilter >>`,
      Other: '<< /Filter /Other >>',
      Standard: '<< /Filter /Standard /V 3 /R 3 >>',
    };
    for (const [handler, encrypt] of Object.entries(handlers)) {
      const bytes = build([A4], { trailer: `/Root 1 0 R /Encrypt ${encrypt}` });
      expect(await codeOfAsync(() => frameOf(bytes))).to.equal('PADES_ENCRYPTED');
      const error = await frameOf(bytes, { mode: 'direct', password: 'any' }).catch((refusal: unknown) => refusal);
      expect(error).to.include({ code: 'PADES_SECURITY_HANDLER_UNSUPPORTED' }).and.to.have.deep.property('facts', { handler });
    }
  });

  it('takes one end of line of each kind at the end, and none', async () => {
    const bytes = build([A4]);
    const bare = bytes.subarray(0, bytes.length - 1);
    const ends = [
      ['', 'none'],
      ['\n', 'LF'],
      ['\r', 'CR'],
      ['\r\n', 'CRLF'],
    ] as const;
    for (const [end, name] of ends) expect((await frameOf(concatBytes(bare, encodeLatin1(end)))).endOfLine).to.equal(name);
    expect(await codeOfAsync(() => frameOf(concatBytes(bare, encodeLatin1('\r\r'))))).to.equal('PADES_TRAILING_BYTES');
  });

  it('tells level and locks of signatures that permit more', async () => {
    const certified = await frameOf(build([A4], signed('/TransformMethod /DocMDP', '/Perms << /DocMDP 31 0 R >>')));
    expect(certified.docMdp).to.equal(2);
    const locked = await frameOf(
      build([A4], signed('/TransformMethod /FieldMDP /TransformParams << /Action /Include /Fields [(a) (b.c)] >>')),
    );
    expect(locked.docMdp).to.equal(null);
    expect(locked.locks).to.deep.equal([{ source: 'Old', action: 'Include', fields: ['a', 'b.c'] }]);
  });
});

describe('a form that a frame finds nowhere', () => {
  it('counts as absent when its reference dangles', async () => {
    const frame = await frameOf(build([A4], { objects: { 1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 40 0 R >>' } }));
    expect([frame.acroForm, frame.fieldsArray, frame.firstFree]).to.deep.equal([undefined, undefined, 41]);
  });
});

describe('active content in a frame', () => {
  it('is named, sorted, wherever it lies', async () => {
    const bytes = build([`${A4} /AA << /O << /S /SetOCGState >> >>`], {
      objects: {
        1: '<< /Type /Catalog /Pages 2 0 R /OCProperties << >> /OpenAction << /S /JavaScript /JS (x) >> >>',
        3: '<< /Subtype /RichMedia >>',
      },
    });
    const names = ['AdditionalActions', 'JavaScript', 'OpenAction', 'OptionalContent', 'RichMedia', 'SetOCGState'];
    expect((await frameOf(bytes)).activeContent).to.deep.equal(names);
    expect((await frameOf(build([A4]))).activeContent).to.deep.equal([]);
  });
});
