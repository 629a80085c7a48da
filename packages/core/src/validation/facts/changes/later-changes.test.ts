import { buildClassicPdf, plainRevision, streamObject } from '@sealkit/testkit';
import { memorySource } from '../../../bytes/index.ts';
import type { RequestedAct } from '../../../pades/index.ts';
import { appendUpdate, objectText, startxrefOf, type UpdateOptions } from '../../../../test/validation/append-update.ts';
import { contract, INVISIBLE, placeOn, FACE, sign, testPki, trusting } from '../../../../test/validation/sealed-document.ts';
import type { LaterChanges, ValidationReport } from '../../report/report.ts';
import { validateDocument } from '../../validate-document.ts';

async function reportOf(bytes: Uint8Array): Promise<ValidationReport> {
  return validateDocument(memorySource(bytes), await trusting());
}

/** What came after the first signature. */
async function changesOf(bytes: Uint8Array): Promise<LaterChanges> {
  const changes = (await reportOf(bytes)).signatures[0]?.laterChanges;
  if (changes === null || changes === undefined) throw new Error('expected later changes');
  return changes;
}

function codesOf(changes: LaterChanges): readonly string[] {
  return changes.findings.map(({ code }) => code);
}

/** A signed file, changed by an update of its objects; `$3` in a text is the object's own text so far. */
async function updated(
  objects: Readonly<Record<number, string | null>>,
  options: UpdateOptions = {},
  original = contract(),
): Promise<Uint8Array> {
  const signed = await sign(original);
  const filled = Object.entries(objects).map(([number, text]) => [
    number,
    text === null ? null : text.replace(/\$(\d+)/g, (_, own: string) => objectText(signed, Number(own))),
  ]);
  return appendUpdate(signed, Object.fromEntries(filled) as Record<number, string | null>, options);
}

/** A signed file, changed by an update that sees the objects as they are signed. */
async function signedThen(
  original: Uint8Array,
  change: (own: (number: number) => string) => Readonly<Record<number, string | null>>,
  options: UpdateOptions = {},
): Promise<Uint8Array> {
  const signed = await sign(original);
  return appendUpdate(
    signed,
    change((number) => objectText(signed, number)),
    options,
  );
}

/** A page with a text field and an empty signature field, objects 6 to 8. */
function form(catalog = '', entries = '/DA (/Helv 0 Tf 0 g)'): Uint8Array<ArrayBuffer> {
  const revision = plainRevision({ catalog: `/AcroForm 6 0 R ${catalog}`, page: '/Annots [7 0 R 8 0 R] ' });
  return buildClassicPdf([
    {
      objects: {
        ...revision.objects,
        6: `<< /Fields [7 0 R 8 0 R] ${entries} >>`,
        7: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (Name) /F 4 /Rect [50 50 200 70] /P 3 0 R /AP << /N 9 0 R >> >>',
        8: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Prepared) /F 132 /Rect [250 50 400 120] /P 3 0 R >>',
        9: streamObject('/Tx BMC EMC', '/Type /XObject /Subtype /Form /BBox [0 0 150 20]'),
      },
    },
  ]);
}

const PAID = streamObject('BT /F1 14 Tf 72 700 Td (Pay 900) Tj ET');
const PAGE = '/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >>';

describe('changes after a signature (ISO 32000-2 §12.8.2.2)', () => {
  it('names changes of what a page shows, with object and page', async () => {
    const cases: readonly (readonly [string, Readonly<Record<number, string | null>>])[] = [
      ['PAGE_CONTENT_CHANGED', { 4: PAID }],
      ['FONT_CHANGED', { 5: '<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>' }],
      ['PAGE_CONTENT_CHANGED', { 3: `<< ${PAGE} /Contents 20 0 R >>`, 20: PAID }],
      ['PAGE_BOX_CHANGED', { 3: `<< ${PAGE} /Contents 4 0 R /Rotate 180 >>` }],
      ['ACTION_ADDED', { 3: `<< ${PAGE} /Contents 4 0 R /AA << /O << /S /JavaScript /JS (1) >> >> >>` }],
    ];
    for (const [code, objects] of cases) {
      const changes = await changesOf(await updated(objects));
      const finding = changes.findings.find((each) => each.code === code);
      expect(finding?.page, code).to.equal(1);
      expect(finding?.object, code).to.match(/^\d+ 0$/);
      expect([changes.level, changes.permitted], code).to.deep.equal(['forbidden', false]);
    }
  });

  it('names added, removed and exchanged pages', async () => {
    const page = `<< ${PAGE} /Contents 4 0 R >>`;
    const added = await changesOf(await updated({ 2: '<< /Type /Pages /Kids [3 0 R 20 0 R] /Count 2 >>', 20: page }));
    expect(codesOf(added)).to.include('PAGE_ADDED');
    expect(added.findings.find(({ code }) => code === 'PAGE_ADDED')?.page).to.equal(2);
    const exchanged = await changesOf(await updated({ 2: '<< /Type /Pages /Kids [20 0 R] /Count 1 >>', 20: page }));
    expect(codesOf(exchanged)).to.include('PAGE_ADDED').and.include('PAGE_REMOVED');
    const twice = await changesOf(await updated({ 2: '<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>' }));
    expect(twice.permitted).to.equal(false);
  });

  it('names changes of the catalog', async () => {
    const cases: readonly (readonly [string, string])[] = [
      ['ACTION_ADDED', '/OpenAction << /S /JavaScript /JS (1) >>'],
      ['NAMES_CHANGED', '/Names << /JavaScript << /Names [] >> >>'],
      ['OPTIONAL_CONTENT_CHANGED', '/OCProperties << /OCGs [] /D << >> >>'],
      ['OUTLINES_CHANGED', '/Outlines << >>'],
      ['PERMISSIONS_CHANGED', '/Perms << >>'],
      ['CATALOG_CHANGED', '/Anything true'],
    ];
    for (const [code, entry] of cases) {
      const signed = await sign(contract());
      const catalog = objectText(signed, 1).replace(/>>$/, `${entry} >>`);
      const changes = await changesOf(appendUpdate(signed, { 1: catalog }));
      expect(codesOf(changes), code).to.include(code);
      expect(changes.permitted, code).to.equal(false);
    }
  });

  it('names document information: what programs note of themselves is material, a title that readers show is not', async () => {
    const xmp = (title: string, tool: string): string =>
      streamObject(
        `<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:title><b>${title}</b></dc:title><tool>${tool}</tool></x:xmpmeta>`,
        '/Type /Metadata /Subtype /XML ',
      );
    const withMetadata = async (before: string, after: string): Promise<LaterChanges> => {
      const described = appendUpdate(contract(), { 1: `${objectText(contract(), 1).slice(0, -2)} /Metadata 40 0 R >>`, 40: before });
      return changesOf(await updated({ 40: after }, {}, described as Uint8Array<ArrayBuffer>));
    };
    const withInfo = async (before: string, after: string): Promise<LaterChanges> => {
      const described = appendUpdate(contract(), { 41: before }, { trailer: '/Info 41 0 R ' });
      return changesOf(await updated({ 41: after }, { trailer: '/Info 41 0 R ' }, described as Uint8Array<ArrayBuffer>));
    };
    const levels = [
      await withMetadata(xmp('Lease', 'one'), xmp('Lease', 'two')),
      await withMetadata(xmp('Lease', 'one'), xmp('Sale', 'one')),
      await withMetadata(xmp('Lease', 'one'), streamObject('<!DOCTYPE x><x/>')),
      await withInfo('<< /Title (Lease) /ModDate (D:1) >>', '<< /Title (Lease) /ModDate (D:2) /Producer (another) >>'),
      await withInfo('<< /Title (Lease) >>', '<< /Title (Sale) >>'),
      await withInfo('<< /Title (Lease) >>', '[]'),
    ].map(({ level, findings }) => [level, ...new Set(findings.map(({ code }) => code))]);
    expect(levels).to.deep.equal([
      ['validation-material', 'METADATA_CHANGED'],
      ['form-filling', 'METADATA_CHANGED'],
      ['forbidden', 'METADATA_CHANGED'],
      ['validation-material', 'METADATA_CHANGED'],
      ['form-filling', 'METADATA_CHANGED'],
      ['forbidden', 'METADATA_CHANGED', 'UNEXPLAINED_OBJECT'],
    ]);
  });

  it('names a trailer with another identifier', async () => {
    const changes = await changesOf(await updated({ 30: '<< /A 1 >>' }, { trailer: '/ID [<01> <02>] ' }));
    expect(codesOf(changes)).to.include('IDENTIFIER_CHANGED');
    expect(changes.permitted).to.equal(true);
  });

  it('names a catalog that lay in the file before, with its page tree', async () => {
    const latent = buildClassicPdf([
      {
        objects: {
          ...plainRevision().objects,
          10: '<< /Type /Catalog /Pages 11 0 R >>',
          11: '<< /Type /Pages /Kids [12 0 R] /Count 1 >>',
          12: `<< /Type /Page /Parent 11 0 R /MediaBox [0 0 595 842] /Contents 13 0 R >>`,
          13: PAID,
        },
      },
    ]);
    const report = await reportOf(await updated({}, { root: '10 0 R' }, latent));
    expect(report.signatures.length).to.equal(0);
    expect(report.document.indication).to.equal(null);
    expect(report.document.checks.find(({ id }) => id === 'document.signatures-kept')?.reason).to.equal('SIGNATURE_REMOVED');
    const withForm = await signedThen(
      latent,
      (own) => ({ 10: `<< /Type /Catalog /Pages 11 0 R /AcroForm ${/\/AcroForm (<<[\s\S]*?>>|\d+ 0 R)/.exec(own(1))?.[1] ?? ''} >>` }),
      { root: '10 0 R' },
    );
    const changes = await changesOf(withForm);
    expect(codesOf(changes)).to.include('CATALOG_REPLACED').and.include('PAGE_ADDED').and.include('PAGE_REMOVED');
    expect(changes.permitted).to.equal(false);
  });

  it('names a dangling reference that an update brings to life', async () => {
    const dangling = buildClassicPdf([plainRevision({ page: '/Group 30 0 R ' })]);
    const changes = await changesOf(await updated({ 30: '<< /S /Transparency >>' }, {}, dangling));
    expect(changes.findings[0]?.object).to.equal('30 0');
    expect(changes.permitted).to.equal(false);
  });

  it('names an entry that pointed behind the signed octets all along', async () => {
    const original = contract();
    const probe = await sign(original);
    // The signed revision has an entry for object 30 at an offset where an update will later put something.
    const promised = appendUpdate(original, {}, { offsets: { 30: probe.length + 400 } });
    const withReference = appendUpdate(promised, { 3: `<< ${PAGE} /Contents [4 0 R 30 0 R] >>` });
    const signed = await sign(withReference);
    const target = probe.length + 400;
    const filler = target > signed.length ? '%'.padEnd(target - signed.length - 1, 'x') : '';
    const text = `${filler}\n30 0 obj\n${PAID}\nendobj\n`;
    const bytes = new Uint8Array(signed.length + text.length);
    bytes.set(signed);
    bytes.set(
      Uint8Array.from(text, (character) => character.charCodeAt(0)),
      signed.length,
    );
    const report = await reportOf(bytes);
    expect(report.document.integrity).to.not.equal('intact');
  });

  it('names objects that are freed', async () => {
    expect((await changesOf(await updated({ 5: null }))).permitted).to.equal(false);
  });

  it('lets objects be written again as they were, and updates be empty, and says that there was one', async () => {
    for (const objects of [{ 4: '$4', 5: '$5' }, {}]) {
      const changes = await changesOf(await updated(objects));
      expect(codesOf(changes)).to.deep.equal(['UPDATED_WITHOUT_CHANGE']);
      expect([changes.level, changes.permitted]).to.deep.equal(['none', true]);
    }
  });

  it('names annotations by kind: comments are annotations, what covers or acts is forbidden', async () => {
    const withAnnotation = (text: string) =>
      signedThen(contract(), (own) => ({ 3: own(3).replace(/\/Annots \[/, '/Annots [ 40 0 R '), 40: text }));
    const note = await changesOf(await withAnnotation('<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /Contents (note) >>'));
    expect(codesOf(note)).to.include('ANNOTATION_ADDED');
    expect([note.level, note.permitted]).to.deep.equal(['annotations', false]);
    const cover = await changesOf(
      await withAnnotation('<< /Type /Annot /Subtype /FreeText /Rect [60 690 300 720] /DA (/F1 12 Tf) /Contents (Pay 1) >>'),
    );
    expect(cover.level).to.equal('forbidden');
    const link = await changesOf(await withAnnotation('<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /A << /S /URI /URI (x) >> >>'));
    expect(codesOf(link)).to.include('ACTION_ADDED');
  });

  it('permits filling a field, and names the field', async () => {
    const filled = objectText(form(), 7).replace('/AP', '/V (Ada) /AP');
    const changes = await changesOf(await updated({ 7: filled }, {}, form()));
    expect(changes.findings.map(({ code, subject }) => [code, subject])).to.deep.equal([['FIELD_VALUE_CHANGED', 'Name']]);
    expect([changes.level, changes.permitted]).to.deep.equal(['form-filling', true]);
  });

  it('refuses what filling a field is not: moving it, renaming it, taking it out, making it act', async () => {
    type Change = (own: (number: number) => string) => Readonly<Record<number, string | null>>;
    const cases: readonly (readonly [string, Change])[] = [
      ['FIELD_CHANGED', (own) => ({ 7: own(7).replace('[50 50 200 70]', '[50 650 500 770]') })],
      ['FIELD_STRUCTURE_CHANGED', (own) => ({ 7: own(7).replace('(Name)', '(Other)') })],
      ['ACTION_ADDED', (own) => ({ 7: own(7).replace('/AP', '/A << /S /JavaScript /JS (1) >> /AP') })],
      ['FIELD_REMOVED', (own) => ({ 6: own(6).replace('7 0 R ', '') })],
      ['ANNOTATION_REMOVED', (own) => ({ 3: own(3).replace('7 0 R ', '') })],
      ['FIELD_ADDED', (own) => ({ 6: own(6).replace(/\/Fields \[/, '/Fields [ 50 0 R '), 50: '<< /FT /Tx /T (New) >>' })],
    ];
    for (const [code, change] of cases) {
      const changes = await changesOf(await signedThen(form(), change));
      expect(codesOf(changes), code).to.include(code);
      expect(changes.permitted, code).to.equal(false);
    }
  });

  it('refuses an appearance that is also page content, by whatever path it is reached', async () => {
    const shared = buildClassicPdf([
      {
        objects: {
          ...plainRevision({ catalog: '/AcroForm 6 0 R ', page: '/Annots [7 0 R] ' }).objects,
          3: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /X 9 0 R >> >> /Contents 4 0 R /Annots [7 0 R] >>`,
          6: '<< /Fields [7 0 R] >>',
          7: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (Name) /F 4 /Rect [50 50 200 70] /P 3 0 R /AP << /N 9 0 R >> >>',
          9: streamObject('0 g', '/Type /XObject /Subtype /Form /BBox [0 0 9 9]'),
        },
      },
    ]);
    const changes = await changesOf(await updated({ 9: streamObject('1 g', '/Type /XObject /Subtype /Form /BBox [0 0 9 9]') }, {}, shared));
    expect(codesOf(changes)).to.include('PAGE_CONTENT_CHANGED');
    expect(changes.permitted).to.equal(false);
  });

  it('permits a second signature with new fields on several places, as form filling', async () => {
    const { signers } = await testPki();
    const places = [placeOn(1), placeOn(1, 20_000, 20_000)].map((placement, index) => ({
      placement,
      field: { kind: 'new' as const, name: `B-${index}` },
    }));
    const twice = await sign(await sign(contract()), {
      act: { places, face: { kind: 'vector', svg: FACE } },
      identity: signers.otherCompany,
    });
    const report = await reportOf(twice);
    expect(report.document.integrity).to.equal('intact');
    expect(report.signatures.map(({ fields }) => fields.length)).to.deep.equal([1, 2]);
    expect(report.signatures[0]?.laterChanges?.level).to.equal('form-filling');
    expect(report.signatures.map(({ coverage, revision }) => [coverage, revision])).to.deep.equal([
      ['revision', 2],
      ['whole-file', 3],
    ]);
  });

  it('after a certification lets prepared fields be signed', async () => {
    const { signers } = await testPki();
    const certified = await sign(form(), { act: { ...INVISIBLE, certify: 2 } });
    expect((await reportOf(certified)).signatures[0]?.kind).to.equal('certification');
    const act: RequestedAct = { places: [], invisibleField: { kind: 'prepared', name: 'Prepared' }, face: null };
    const filled = await reportOf(await sign(certified, { act, identity: signers.otherCompany }));
    expect(filled.signatures.find(({ kind }) => kind === 'certification')?.laterChanges?.permitted).to.equal(true);
    expect(filled.document.integrity).to.equal('intact');
  });

  it('obeys locks on fields, and DocMDP 1', async () => {
    const filled = objectText(form(), 7).replace('/AP', '/V (Ada) /AP');
    const cases: readonly (readonly [RequestedAct, boolean])[] = [
      [{ ...INVISIBLE, lock: { action: 'Include', fields: ['Name'] } }, false],
      [{ ...INVISIBLE, lock: { action: 'Include', fields: ['Nam'] } }, true],
      [{ ...INVISIBLE, lock: { action: 'Exclude', fields: ['Other'] } }, false],
      [{ ...INVISIBLE, lock: { action: 'Exclude', fields: ['Name'] } }, true],
      [{ ...INVISIBLE, lock: { action: 'All', fields: [] } }, false],
      [{ ...INVISIBLE, certify: 1 }, false],
    ];
    for (const [act, permitted] of cases) {
      const changes = await changesOf(appendUpdate(await sign(form(), { act }), { 7: filled }));
      expect(changes.permitted, JSON.stringify(act)).to.equal(permitted);
    }
  });

  it('names a signature that is taken out', async () => {
    const { signers } = await testPki();
    const twice = await sign(await sign(contract()), {
      act: { ...INVISIBLE, invisibleField: { kind: 'new', name: 'Second' } },
      identity: signers.otherCompany,
    });
    const text = new TextDecoder('latin1').decode(twice);
    const holder = Number(/\/AcroForm (\d+) 0 R/.exec(text)?.[1] ?? 1);
    const fields = /\/Fields \[ ?(\d+ 0 R) (\d+ 0 R) ?\]/.exec(objectText(twice, holder));
    const without = appendUpdate(twice, {
      [holder]: objectText(twice, holder).replace(fields?.[0] ?? '', `/Fields [ ${fields?.[1] ?? ''} ]`),
    });
    const report = await reportOf(without);
    expect(report.signatures.length).to.equal(1);
    expect(report.signatures[0]?.laterChanges?.findings.map(({ code }) => code)).to.include('SIGNATURE_REMOVED');
    expect(report.document.checks.find(({ id }) => id === 'document.signatures-kept')?.status).to.equal('failed');
  });

  it('lets a security store be added, and refuses anything else in it', async () => {
    const certificate = streamObject('DER', '');
    const store = (entries: string): Promise<Uint8Array> =>
      sign(contract()).then((signed) =>
        appendUpdate(signed, { 1: objectText(signed, 1).replace(/>>$/, '/DSS 60 0 R >>'), 60: `<< ${entries} >>`, 61: certificate }),
      );
    const added = await changesOf(await store('/Certs [61 0 R]'));
    expect([added.level, added.permitted, codesOf(added)]).to.deep.equal(['validation-material', true, ['DSS_ADDED']]);
    expect(codesOf(await changesOf(await store('/Certs [61 0 R] /Other 61 0 R')))).to.include('DSS_CHANGED');
    for (const digits of [40, 64, 96, 128]) {
      const named = await changesOf(await store(`/VRI << /${'1F'.repeat(digits / 2)} << /Cert [61 0 R] >> >>`));
      expect([named.permitted, codesOf(named)], String(digits)).to.deep.equal([true, ['DSS_ADDED']]);
    }
    for (const name of ['1F'.repeat(16), 'Page', `${'1F'.repeat(20)}0`, `${'1F'.repeat(31)}GG`])
      expect(codesOf(await changesOf(await store(`/VRI << /${name} << /Cert [61 0 R] >> >>`))), name).to.include('DSS_CHANGED');
  });

  it('lets a writer put its version on the page tree, and nothing else', async () => {
    const marked = await changesOf(await updated({ 2: '<< /ITXT (5.0.0) /Type /Pages /Kids [3 0 R] /Count 1 >>' }));
    expect([marked.level, marked.permitted, codesOf(marked)]).to.deep.equal(['validation-material', true, ['WRITER_NAMED']]);
    for (const entry of ['/ITXT 3 0 R', '/ITXT << /S /JavaScript >>', '/Other (5.0.0)', '/ITXT (5.0.0) /Rotate 90']) {
      const changes = await changesOf(await updated({ 2: `<< ${entry} /Type /Pages /Kids [3 0 R] /Count 1 >>` }));
      expect([changes.level, changes.permitted], entry).to.deep.equal(['forbidden', false]);
    }
  });
});

/** The page's content once more, where the cross-reference does not lead to it. */
const FORGED = '4 0 obj\n<< /Length 0 >>\nstream\n\nendstream';
const HIDDEN: Readonly<Record<string, string>> = {
  'between two objects': `<< /A 1 >>\nendobj\n${FORGED}`,
  'in a stream': `<< /Length ${FORGED.length + 8} >>\nstream\n${FORGED}\nendobj\nendstream`,
  'in a string': `(\n${FORGED}\nendobj)`,
  'in a comment': `<< /A 1 >> %\r${FORGED.replaceAll('\n', ' ')}\n`,
};

describe('what an update hides or hangs in front of the document', () => {
  it('refuses an object that its cross-reference does not name: a reader that rebuilds would show it', async () => {
    for (const [where, text] of Object.entries(HIDDEN)) {
      const { document, signatures } = await reportOf(await updated({ 9: text }));
      expect([document.indication, document.integrity], where).to.deep.equal(['TOTAL-FAILED', 'modified']);
      expect(
        signatures[0]?.laterChanges?.findings.map(({ code }) => code),
        where,
      ).to.deep.equal(['OBJECT_HIDDEN']);
    }
  });

  it('refuses what hides behind a cross-reference that readers cannot follow: each rebuilds it in its own way', async () => {
    const signed = await sign(contract());
    const prev = startxrefOf(signed);
    const faults: Readonly<Record<string, UpdateOptions>> = {
      'the section before is near': { previous: prev + 2 },
      'the section before is beyond the end': { previous: 9_000_000 },
      'the section before is another object': { previous: 500 },
      'the hybrid section is a name': { trailer: '/XRefStm /x ' },
      'the hybrid section is another object': { trailer: '/XRefStm 500 ' },
      'the hybrid section is before the file': { trailer: '/XRefStm -1 ' },
      'a number leads nowhere': { offsets: { 33: 500 } },
      'fewer objects are stated': { size: 7 },
    };
    const codes: Record<string, readonly (string | undefined)[]> = {};
    for (const [fault, options] of Object.entries(faults)) {
      const { document, signatures } = await reportOf(appendUpdate(signed, { 30: HIDDEN['in a stream'] ?? '' }, options));
      expect([document.indication, document.integrity], fault).to.deep.equal(['TOTAL-FAILED', 'modified']);
      codes[fault] = signatures[0]?.laterChanges?.findings.map(({ code }) => code) ?? [];
    }
    expect(codes).to.deep.equal({
      'the section before is near': ['CROSS_REFERENCE_REPAIRED'],
      'the section before is beyond the end': ['OBJECT_HIDDEN'],
      'the section before is another object': ['OBJECT_HIDDEN'],
      'the hybrid section is a name': ['CROSS_REFERENCE_REPAIRED'],
      'the hybrid section is another object': ['OBJECT_HIDDEN'],
      'the hybrid section is before the file': ['OBJECT_HIDDEN'],
      'a number leads nowhere': ['OBJECT_UNREADABLE'],
      'fewer objects are stated': ['SIZE_TOO_SMALL'],
    });
  });

  it('refuses an unsigned signature field that draws over the page', async () => {
    const picture = streamObject('0 0 200 200 re f', '/Type /XObject /Subtype /Form /BBox [0 0 200 200] ');
    const changes = await changesOf(
      await signedThen(form(), (own) => ({
        6: own(6).replace('/Fields [', '/Fields [30 0 R '),
        3: own(3).replace('/Annots [', '/Annots [30 0 R '),
        30: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Later) /F 4 /Rect [0 0 200 200] /P 3 0 R /AP << /N 31 0 R >> >>',
        31: picture,
      })),
    );
    expect(changes.permitted).to.equal(false);
    expect(codesOf(changes)).to.include('FIELD_ADDED');
  });

  it('refuses a filled field that is hidden afterwards (ISO 32000-2 table 167)', async () => {
    for (const flags of [2, 6, 36]) {
      const changes = await changesOf(await signedThen(form(), (own) => ({ 7: own(7).replace('/F 4', `/F ${flags}`) })));
      expect([changes.permitted, codesOf(changes).includes('FIELD_CHANGED')], `/F ${flags}`).to.deep.equal([false, true]);
    }
  });

  it('names what asks readers to draw fields anew', async () => {
    const changes = await changesOf(await signedThen(form(), (own) => ({ 6: own(6).replace('<<', '<< /NeedAppearances true') })));
    expect(changes.findings).to.deep.include({ code: 'FORM_CHANGED', level: 'form-filling', subject: 'NeedAppearances', revision: 3 });
  });

  it('lets a form gain what it is drawn with, and keeps the fonts that its fields are drawn with (§12.7.4.3)', async () => {
    const resources = (font: string): string => `/DR << /Font << /Helv ${font} >> >>`;
    const plain = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>';
    const encoded = plain.replace('/WinAnsiEncoding', '<< /Type /Encoding /Differences [49 /nine] >>');
    const own = '<< /Type /Font /Subtype /Type3 /CharProcs << >> /FontMatrix [1 0 0 1 0 0] /FontBBox [0 0 1 1] >>';
    const da = '/DA (/Helv 0 Tf 0 g)';
    const permittedAfter = async (before: string, after: string): Promise<boolean> =>
      (await changesOf(await signedThen(form('', before), () => ({ 6: `<< /Fields [7 0 R 8 0 R 11 0 R] /SigFlags 3 ${after} >>` }))))
        .permitted;
    expect(await permittedAfter(da, `${da} ${resources(plain)}`), 'a plain font is added').to.equal(true);
    expect(await permittedAfter(da, `${da} ${resources(encoded)}`), 'a font with other glyphs is added').to.equal(false);
    expect(await permittedAfter(da, `${da} ${resources(own)}`), 'a font with own glyphs is added').to.equal(false);
    expect(
      await permittedAfter(`${da} ${resources(plain)}`, `${da} ${resources(plain.replace('/Helvetica', '/Symbol'))}`),
      'exchanged',
    ).to.equal(false);
    expect(await permittedAfter(`${da} ${resources(plain)}`, da), 'taken out').to.equal(false);
    expect(await permittedAfter(da, da.replace('0 g', '1 g')), 'white letters').to.equal(false);
    expect(await permittedAfter('/Q 0', '/Q 2'), 'other alignment').to.equal(false);
    expect(await permittedAfter(da, `${da} /Q 2`), 'alignment of a form that had none').to.equal(true);
  });

  it('compares arrays of any length', async () => {
    const numbers = `[${'0 '.repeat(200_000)}]`;
    const changes = await changesOf(
      await signedThen(contract(), (own) => ({ 3: own(3).replace('<<', '<< /PieceInfo 30 0 R'), 30: `<< /A ${numbers} >>` })),
    );
    expect(changes.permitted).to.equal(false);
  });
});
