import { buildAccessiblePdf } from '@sealkit/testkit';
import { type Bytes, concatBytes, memorySource } from '../../../bytes/index.ts';
import { prepareEnvelope } from '../../../pades/index.ts';
import { appendUpdate, objectText } from '../../../../test/validation/append-update.ts';
import { FACE, placeOn, sign, trusting } from '../../../../test/validation/sealed-document.ts';
import type { LaterChanges } from '../../report/report.ts';
import { validateDocument } from '../../validate-document.ts';

/** What came after the first signature. */
async function changesOf(bytes: Uint8Array): Promise<LaterChanges> {
  const changes = (await validateDocument(memorySource(bytes), await trusting())).signatures[0]?.laterChanges;
  if (changes === null || changes === undefined) throw new Error('expected later changes');
  return changes;
}

const codesOf = (changes: LaterChanges): readonly string[] => changes.findings.map(({ code }) => code);

/** Objects of the document: pages 3 and 5, structure root 7, `/Document` 8, parent tree 9, figures 10 and 11. */
const FIELD = '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Later) /F 132 /Rect [50 50 150 150] /P 5 0 R /StructParent 2 /TU (Seal) >>';
const ELEMENT = '<< /Type /StructElem /S /Form /P 8 0 R /Pg 5 0 R /K << /Type /OBJR /Obj 20 0 R /Pg 5 0 R >> /Alt (Seal) /Lang (en) >>';
const EXTENDED: Readonly<Record<number, string>> = {
  7: '<< /Type /StructTreeRoot /K 8 0 R /ParentTree 9 0 R /ParentTreeNextKey 3 >>',
  8: '<< /Type /StructElem /S /Document /P 7 0 R /K [10 0 R 11 0 R 21 0 R] >>',
  9: '<< /Nums [0 [10 0 R] 1 [11 0 R] 2 21 0 R] >>',
  20: FIELD,
  21: ELEMENT,
};

/** The signed document with a further, empty field on page 2 and what else an update brings. */
async function extended(objects: Readonly<Record<number, string>> = {}, page = '/Tabs /S'): Promise<Bytes> {
  const signed = await sign(buildAccessiblePdf());
  const withField = {
    1: objectText(signed, 1).replace(/\/Fields \[/, '/Fields [ 20 0 R '),
    5: objectText(signed, 5).replace(/>>$/, `/Annots [20 0 R] ${page} >>`),
    ...EXTENDED,
  };
  return appendUpdate(signed, { ...withField, ...objects });
}

describe('later signature fields in the structure tree (ISO 32000-2 §12.8.2.2, §14.7)', () => {
  it('are a change that a signature permits, named with the order of the annotations of their page', async () => {
    const changes = await changesOf(await extended());
    expect(codesOf(changes)).to.include.members(['FIELD_ADDED', 'STRUCTURE_EXTENDED', 'TAB_ORDER_SET']);
    expect([changes.level, changes.permitted]).to.deep.equal(['form-filling', true]);
  });

  it('may hang on the root, lie in arrays of their own, and in a further node of the parent tree', async () => {
    const shapes: readonly Readonly<Record<number, string>>[] = [
      {
        7: '<< /Type /StructTreeRoot /K [8 0 R 21 0 R] /ParentTree 9 0 R >>',
        8: '<< /Type /StructElem /S /Document /P 7 0 R /K [10 0 R 11 0 R] >>',
        21: ELEMENT.replace('/P 8 0 R', '/P 7 0 R'),
      },
      { 8: '<< /Type /StructElem /S /Document /P 7 0 R /K 22 0 R >>', 22: '[10 0 R 11 0 R 21 0 R]' },
      { 9: '<< /Nums 22 0 R >>', 22: '[0 [10 0 R] 1 [11 0 R] 2 21 0 R]' },
      {
        9: '<< /Kids [22 0 R 23 0 R] >>',
        22: '<< /Limits [0 1] /Nums [0 [10 0 R] 1 [11 0 R]] >>',
        23: '<< /Limits [2 2] /Nums [2 21 0 R] >>',
      },
      { 21: ELEMENT.replace('/K <<', '/K [<<').replace('5 0 R >> /Alt', '5 0 R >>] /Alt') },
    ];
    for (const shape of shapes) {
      const changes = await changesOf(await extended(shape));
      expect([codesOf(changes).includes('STRUCTURE_EXTENDED'), changes.level], JSON.stringify(shape)).to.deep.equal([true, 'form-filling']);
    }
  });

  const forbidden: readonly (readonly [string, Readonly<Record<number, string>>])[] = [
    ['other words for a figure', { 10: '<< /Type /StructElem /S /Figure /P 8 0 R /Pg 3 0 R /K 0 /Alt (A circle) >>' }],
    ['a figure taken out', { 8: '<< /Type /StructElem /S /Document /P 7 0 R /K [11 0 R 21 0 R] >>' }],
    ['figures in another order', { 8: '<< /Type /StructElem /S /Document /P 7 0 R /K [11 0 R 10 0 R 21 0 R] >>' }],
    ['the new element before the figures', { 8: '<< /Type /StructElem /S /Document /P 7 0 R /K [21 0 R 10 0 R 11 0 R] >>' }],
    ['an element more than the parent tree has', { 8: EXTENDED[8]?.replace('21 0 R', '21 0 R 22 0 R') ?? '', 22: ELEMENT }],
    ['an element that its parent has not', { 8: EXTENDED[8]?.replace('21 0 R', '') ?? '' }],
    ['words for the whole document', { 8: EXTENDED[8]?.replace('/P 7', '/Alt (Other) /P 7') ?? '' }],
    ['a role map', { 7: EXTENDED[7]?.replace('/K', '/RoleMap << /Figure /Artifact >> /K') ?? '' }],
    ['another element for old content', { 9: '<< /Nums [0 [21 0 R] 1 [11 0 R] 2 21 0 R] >>' }],
    ['a key taken out', { 9: '<< /Nums [0 [10 0 R] 2 21 0 R] >>' }],
    ['a key twice', { 9: '<< /Nums [0 [10 0 R] 1 [11 0 R] 2 21 0 R 1 21 0 R] >>' }],
    ['a key that is no number', { 9: '<< /Nums [0 [10 0 R] 1 [11 0 R] /A 21 0 R] >>' }],
    ['a parent tree that is a stranger', { 7: EXTENDED[7]?.replace('9 0 R', '11 0 R') ?? '' }],
    ['a node of the parent tree within itself', { 9: '<< /Kids [9 0 R] >>' }],
    ['an old figure as the new element', { 9: '<< /Nums [0 [10 0 R] 1 [11 0 R] 2 10 0 R] >>' }],
    ['a paragraph as the new element', { 21: ELEMENT.replace('/Form', '/P') }],
    ['an element with an attribute', { 21: ELEMENT.replace('/Alt', '/A << /O /Layout >> /Alt') }],
    ['words from elsewhere', { 21: ELEMENT.replace('(Seal)', '22 0 R'), 22: '(Seal)' }],
    ['an element with two kids', { 21: ELEMENT.replace('/K <<', '/K [0 <<').replace('5 0 R >> /Alt', '5 0 R >>] /Alt') }],
    ['an element around marked content', { 21: ELEMENT.replace('/Type /OBJR /Obj 20 0 R', '/Type /MCR /MCID 0') }],
    ['an element around an old field', { 21: ELEMENT.replace('20 0 R', '14 0 R') }],
    ['an element below a page', { 21: ELEMENT.replace('/P 8 0 R', '/P 5 0 R') }],
    ['a field of another key', { 20: FIELD.replace('/StructParent 2', '/StructParent 0') }],
    ['a page put into the place of the root', { 7: '<< /Type /Page /K 8 0 R /ParentTree 9 0 R >>' }],
  ];
  for (const [name, objects] of forbidden) {
    it(`are no cover for another change: ${name}`, async () => {
      const changes = await changesOf(await extended(objects));
      expect(changes.permitted).to.equal(false);
      expect(codesOf(changes)).to.include('STRUCTURE_CHANGED');
    });
  }

  it('do not let a transparency group be changed as if it were an element', async () => {
    const original = buildAccessiblePdf();
    const signed = await sign(original);
    const group = '<< /S /Transparency /K true /P 7 0 R >>';
    const first = await sign(appendUpdate(original, { 5: objectText(signed, 5).replace(/>>$/, '/Group 19 0 R >>'), 19: group }));
    const changes = await changesOf(
      appendUpdate(first, {
        1: objectText(first, 1).replace(/\/Fields \[/, '/Fields [ 40 0 R '),
        5: objectText(first, 5).replace(/>>$/, '/Annots [40 0 R] >>'),
        9: EXTENDED[9]?.replace('21 0 R', '41 0 R') ?? '',
        19: '<< /S /Transparency /K [true 41 0 R] /P 7 0 R >>',
        40: FIELD,
        41: ELEMENT.replace('/P 8 0 R', '/P 19 0 R').replace('20 0 R', '40 0 R'),
      }),
    );
    expect([codesOf(changes).includes('PAGE_CHANGED'), changes.permitted]).to.deep.equal([true, false]);
  });

  it('let another order of annotations, or one without a new field, be a change of the page', async () => {
    for (const page of ['/Tabs /R', '/Tabs /S /Rotate 90']) {
      const changes = await changesOf(await extended({}, page));
      expect(changes.permitted, page).to.equal(false);
    }
    const signed = await sign(buildAccessiblePdf());
    const changes = await changesOf(appendUpdate(signed, { 5: objectText(signed, 5).replace(/>>$/, '/Tabs /S >>') }));
    expect([codesOf(changes).includes('PAGE_CHANGED'), changes.permitted]).to.deep.equal([true, false]);
  });

  it('of an envelope are filled after a certification that permits no more than that', async () => {
    const original = buildAccessiblePdf();
    const fields = [{ name: 'author' }, { name: 'seal', placement: placeOn(1) }];
    const envelope = concatBytes(original, await prepareEnvelope(memorySource(original), { fields, tagged: true }));
    const author = { places: [], face: null, invisibleField: { kind: 'prepared', name: 'author' }, certify: 2 } as const;
    const certified = await sign(envelope, { act: author });
    const act = {
      places: [{ placement: placeOn(1), field: { kind: 'prepared', name: 'seal' } }],
      face: { kind: 'vector', svg: FACE },
    } as const;
    const report = await validateDocument(memorySource(await sign(certified, { act })), await trusting());
    expect(report.document.integrity).to.equal('intact');
    const changes = report.signatures[0]?.laterChanges;
    expect([changes?.level, changes?.permitted]).to.deep.equal(['form-filling', true]);
  });

  it('are refused after a certification, as every visible field is', async () => {
    const hidden = { places: [], face: null, invisibleField: { kind: 'new', name: 'author' }, certify: 2 } as const;
    const certified = await sign(buildAccessiblePdf(), { act: hidden });
    const changes = await changesOf(
      appendUpdate(certified, {
        ...EXTENDED,
        1: objectText(certified, 1).replace(/\/Fields \[/, '/Fields [ 20 0 R '),
        5: objectText(certified, 5).replace(/>>$/, '/Annots [20 0 R] /Tabs /S >>'),
      }),
    );
    expect([codesOf(changes).includes('STRUCTURE_EXTENDED'), changes.permitted]).to.deep.equal([true, false]);
  });
});
