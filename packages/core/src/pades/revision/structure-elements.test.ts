import { codeOf } from '../../../test/pades/refusal.ts';
import { TAGGED_OBJECTS, taggedPdf } from '../../../test/pades/tagged-pdf.ts';
import { concatBytes, decodeLatin1, memorySource } from '../../bytes/index.ts';
import {
  documentCatalog,
  entryOf,
  integerOf,
  openPdf,
  type PdfDict,
  type PdfDocument,
  type PdfObject,
  spellObject,
  walkPages,
} from '../../pdf/index.ts';
import type { DocumentFrame, FrameStructure, UntaggedReason } from '../document-frame.ts';
import { prepareEnvelope } from '../envelope/prepare-envelope.ts';
import { assertExplainedFrame } from '../frame/explained-frame.ts';
import { digestOriginal } from '../frame/original-digest.ts';
import { readDocumentFrame } from '../frame/read-document-frame.ts';
import { findSignatureFields } from '../reading/signature-fields.ts';
import type { SigningAct } from '../signing-act.ts';
import { pdfTextString } from './text-string.ts';
import { writeSigningRevision } from './write-signing-revision.ts';

const TIME = new Date('2026-11-22T10:00:00Z');
const SVG = '<svg width="10mm" height="10mm" viewBox="0 0 10 10"><path d="M 0 0 L 10 0 L 10 10 Z" fill="#CF111B"/></svg>';
const at = (page: number, x: number) => ({ page, x, y: 10_000, width: 10_000, height: 10_000, rotation: 0 });
const ACT: SigningAct = {
  places: [1, 1, 2].map((page, k) => ({ placement: at(page, 20_000 * (k + 1)), field: { kind: 'new', name: `seal-${k + 1}` } })),
  face: { kind: 'vector', svg: SVG },
  fileIdentifier: '00112233445566778899aabbccddeeff',
};
const HIDDEN: SigningAct = { ...ACT, places: [], face: null, invisibleField: { kind: 'new', name: 'hidden' } };

async function frameOf(original: Uint8Array): Promise<DocumentFrame> {
  return readDocumentFrame(memorySource(original), { algorithm: 'SHA-256', pages: [1, 2] });
}

async function signed(original: Uint8Array, act = ACT): Promise<PdfDocument> {
  const frame = await frameOf(original);
  const { state } = await digestOriginal(memorySource(original), 'SHA-256');
  assertExplainedFrame(frame, state);
  const { bytes } = writeSigningRevision(JSON.parse(JSON.stringify(frame)), act, TIME, 64);
  return openPdf(memorySource(concatBytes(original, bytes)), { xref: 'follow' });
}

async function dictOf(document: PdfDocument, object: PdfObject | undefined): Promise<PdfDict> {
  const value = await document.resolve(object ?? { kind: 'null' });
  if (value.kind !== 'dict') throw new TypeError(`expected a dictionary, got ${value.kind}`);
  return value;
}

async function itemsOf(document: PdfDocument, dict: PdfDict, key: string): Promise<readonly PdfObject[]> {
  const value = await document.lookup(dict, key);
  return value?.kind === 'array' ? value.items : [];
}

/** A number tree read as a reader does, by its limits (ISO 32000-2 §7.9.7). */
async function findInTree(document: PdfDocument, node: PdfDict, key: number): Promise<PdfObject | undefined> {
  const nums = await itemsOf(document, node, 'Nums');
  for (let index = 0; index < nums.length; index += 2) if (integerOf(nums[index]) === key) return nums[index + 1];
  for (const kid of await itemsOf(document, node, 'Kids')) {
    const child = await dictOf(document, kid);
    const [low, high] = (await itemsOf(document, child, 'Limits')).map(integerOf);
    if (low !== undefined && high !== undefined && low <= key && key <= high) return findInTree(document, child, key);
  }
  return undefined;
}

/** The structure element of a field, by the parent tree. */
async function elementOf(document: PdfDocument, field: PdfDict | undefined): Promise<PdfDict> {
  const root = await dictOf(document, entryOf((await documentCatalog(document)).dict, 'StructTreeRoot'));
  const key = integerOf(field && entryOf(field, 'StructParent')) ?? -1;
  return dictOf(document, await findInTree(document, await dictOf(document, entryOf(root, 'ParentTree')), key));
}

const spelled = (objects: readonly PdfObject[]): readonly string[] => objects.map(spellObject);

describe('a visible signature in a tagged document (ISO 32000-2 §14.7, §14.8; ISO 14289-1 §7.18)', () => {
  const document = TAGGED_OBJECTS[21] ?? '';
  const variants: readonly (readonly [string, Readonly<Record<number, string>>, number])[] = [
    ['entries of the parent tree in its node', {}, 1],
    ['the parent tree in the root', { 20: '<< /Type /StructTreeRoot /K [21 0 R] /ParentTree << /Nums [0 [22 0 R] 4 22 0 R] >> >>' }, 5],
    ['entries in an array of their own', { 23: '<< /Nums 24 0 R >>', 24: '[0 [22 0 R] 3 22 0 R]' }, 4],
    ['an empty parent tree', { 23: '<< >>' }, 0],
    [
      'a parent tree of several nodes',
      {
        23: '<< /Kids [24 0 R 25 0 R] >>',
        24: '<< /Limits [0 0] /Nums [0 [22 0 R]] >>',
        25: '<< /Limits [8 9] /Nums [8 22 0 R 9 22 0 R] >>',
      },
      10,
    ],
    [
      'kids of the parent tree in an array of their own',
      { 23: '<< /Kids 25 0 R >>', 24: '<< /Limits [0 0] /Nums [0 [22 0 R]] >>', 25: '[24 0 R]' },
      1,
    ],
    ['a next key', { 20: '<< /Type /StructTreeRoot /K 21 0 R /ParentTree 23 0 R /ParentTreeNextKey 7 >>' }, 7],
    ['a next key that is taken', { 20: '<< /Type /StructTreeRoot /K 21 0 R /ParentTree 23 0 R /ParentTreeNextKey 0 >>' }, 1],
    ['one kid without an array', { 21: document.replace('[22 0 R]', '22 0 R') }, 1],
    ['no kids', { 21: document.replace('/K [22 0 R]', '') }, 1],
    ['kids in an array of their own', { 21: document.replace('[22 0 R]', '24 0 R'), 24: '[22 0 R]' }, 1],
    ['the document element in an array of its own', { 20: '<< /Type /StructTreeRoot /K 24 0 R /ParentTree 23 0 R >>', 24: '[21 0 R]' }, 1],
    [
      'a document element of another name',
      {
        20: '<< /Type /StructTreeRoot /K 21 0 R /ParentTree 23 0 R /RoleMap << /Vertrag /Document >> >>',
        21: document.replace('/Document', '/Vertrag'),
      },
      1,
    ],
    ['no document element', { 21: document.replace('/Document', '/Sect') }, 1],
    [
      'elements beside each other below the root',
      { 20: '<< /Type /StructTreeRoot /K [21 0 R 25 0 R] /ParentTree 23 0 R >>', 25: '<< /Type /StructElem /S /P /P 20 0 R >>' },
      1,
    ],
    ['a root without elements', { 20: '<< /Type /StructTreeRoot /ParentTree 23 0 R >>' }, 1],
  ];
  for (const [name, objects, firstKey] of variants) {
    it(`has an element /Form for each place, in the order of the keys: ${name}`, async () => {
      const original = taggedPdf(objects);
      const before = await openPdf(memorySource(original));
      const after = await signed(original);
      const root = await dictOf(after, entryOf((await documentCatalog(after)).dict, 'StructTreeRoot'));
      const tree = await dictOf(after, entryOf(root, 'ParentTree'));
      const elements: PdfObject[] = [];
      const pages = (await walkPages(after)).map(({ ref }) => ref);
      for (const [index, { ref, dict, widgets }] of (await findSignatureFields(after)).entries()) {
        const key = integerOf(entryOf(dict, 'StructParent'));
        expect(key).to.equal(firstKey + index);
        const entry = await findInTree(after, tree, firstKey + index);
        if (entry?.kind !== 'ref') throw new TypeError('expected a reference in the parent tree');
        elements.push(entry);
        const element = await dictOf(after, entry);
        const kid = await dictOf(after, entryOf(element, 'K'));
        const page = pages[(widgets[0]?.page ?? 0) - 1];
        expect([entryOf(kid, 'Type'), entryOf(kid, 'Obj'), entryOf(kid, 'Pg')]).to.deep.equal([{ kind: 'name', value: 'OBJR' }, ref, page]);
        expect(spellObject(element)).to.match(/^<< \/Alt <5369676E6174757265> .*\/Lang <656E> .*\/S \/Form \/Type \/StructElem >>$/);
        expect(spellObject(dict)).to.include('/TU <5369676E6174757265>');
      }
      expect(elements.length).to.equal(3);
      expect(integerOf(entryOf(root, 'ParentTreeNextKey'))).to.equal(firstKey + 3);

      const parent = await dictOf(after, entryOf(await dictOf(after, elements[0]), 'P'));
      const parentRef = entryOf(await dictOf(after, elements[0]), 'P');
      const old = entryOf(await dictOf(before, parentRef), 'K');
      const had = old === undefined ? undefined : await before.resolve(old);
      const kept = had?.kind === 'array' ? had.items : old === undefined ? [] : [old];
      expect(spelled(await itemsOf(after, parent, 'K'))).to.deep.equal(spelled([...kept, ...elements]));
      for (const { dict } of await walkPages(after)) expect(entryOf(dict, 'Tabs')).to.deep.equal({ kind: 'name', value: 'S' });
      expect(await findInTree(after, tree, 0)).to.not.equal(undefined);
    });
  }

  it('says what the act says of it, and leaves the order of annotations that an author chose', async () => {
    const original = taggedPdf({ 24: '[]' }, '/MediaBox [0 0 595 842] /Tabs /R /Annots 24 0 R', 'stream');
    const after = await signed(original, { ...ACT, description: 'Siegel der Bank' });
    const [field] = await findSignatureFields(after);
    const words = pdfTextString('Siegel der Bank');
    expect(field && entryOf(field.dict, 'TU')).to.have.deep.property('bytes', words.bytes);
    const element = await elementOf(after, field?.dict);
    expect(entryOf(element, 'Alt')).to.have.deep.property('bytes', words.bytes);
    expect(entryOf(element, 'Lang')).to.equal(undefined);
    const tabs = (await walkPages(after)).map(({ dict }) => entryOf(dict, 'Tabs'));
    expect(tabs).to.deep.equal([
      { kind: 'name', value: 'R' },
      { kind: 'name', value: 'S' },
    ]);
  });

  it('names the language of what it says where the act does', async () => {
    const after = await signed(taggedPdf(), { ...ACT, description: '电子印章', language: 'zh-CN' });
    const [field] = await findSignatureFields(after);
    const element = await elementOf(after, field?.dict);
    expect(entryOf(element, 'Alt')).to.have.deep.property('bytes', pdfTextString('电子印章').bytes);
    expect(entryOf(element, 'Lang')).to.have.deep.property('bytes', pdfTextString('zh-CN').bytes);
  });

  it('writes the order of annotations where they are an object of their own, and for a hidden field, which has no element', async () => {
    const original = taggedPdf({ 24: '[]' }, '/MediaBox [0 0 595 842] /Annots 24 0 R');
    const after = await signed(original, HIDDEN);
    const [field] = await findSignatureFields(after);
    expect(field && entryOf(field.dict, 'StructParent')).to.equal(undefined);
    const [page] = await walkPages(after);
    expect(page && entryOf(page.dict, 'Tabs')).to.deep.equal({ kind: 'name', value: 'S' });
    const root = await dictOf(after, entryOf((await documentCatalog(after)).dict, 'StructTreeRoot'));
    expect(entryOf(root, 'ParentTreeNextKey')).to.equal(undefined);
  });

  it('leaves the structure to an envelope that does not ask for it', async () => {
    const original = taggedPdf();
    const added = await prepareEnvelope(memorySource(original), { fields: [{ name: 'seal-1', placement: at(1, 20_000) }] });
    expect(decodeLatin1(added)).to.not.match(/StructElem|\/StructParent \d/);
  });

  it('finds the fields of an envelope in the structure, and fills them without a change of it', async () => {
    const original = taggedPdf();
    const fields = [{ name: 'seal-1', placement: at(1, 20_000), description: 'Seller' }, { name: 'hidden' }];
    const envelope = concatBytes(original, await prepareEnvelope(memorySource(original), { fields, tagged: true }));
    const [shown] = await findSignatureFields(await openPdf(memorySource(envelope)));
    expect(shown && integerOf(entryOf(shown.dict, 'StructParent'))).to.equal(1);
    const places = [{ placement: at(1, 20_000), field: { kind: 'prepared', name: 'seal-1' } }] as const;
    const { bytes, notices } = writeSigningRevision(await frameOf(envelope), { ...ACT, places }, TIME, 64);
    expect(notices).to.deep.equal([]);
    expect(decodeLatin1(bytes)).to.not.match(/StructElem|StructTreeRoot|ParentTreeNextKey/);
    const element = await elementOf(await openPdf(memorySource(envelope)), shown?.dict);
    expect(entryOf(element, 'Alt')).to.have.deep.property('bytes', pdfTextString('Seller').bytes);
  });
});

describe('a tagged document whose structure is left as it is', () => {
  const root = TAGGED_OBJECTS[20] ?? '';
  const catalog = TAGGED_OBJECTS[1] ?? '';
  const odd: readonly (readonly [string, UntaggedReason, Readonly<Record<number, string>>])[] = [
    ['no parent tree', 'malformed', { 20: root.replace('/ParentTree 23 0 R', '') }],
    ['a parent tree that is an array', 'malformed', { 23: '[0 22 0 R]' }],
    ['a parent tree that is nothing', 'malformed', { 23: 'null' }],
    ['a key without a value', 'malformed', { 23: '<< /Nums [0] >>' }],
    ['a key that is a name', 'malformed', { 23: '<< /Nums [/A 22 0 R] >>' }],
    ['a negative key', 'malformed', { 23: '<< /Nums [-1 22 0 R] >>' }],
    ['entries and kids in one node', 'malformed', { 23: '<< /Nums [] /Kids [] >>' }],
    ['kids that are a dictionary', 'malformed', { 23: '<< /Kids << >> >>' }],
    [
      'a parent tree within itself',
      'malformed',
      { 23: '<< /Kids [24 0 R] >>', 24: '<< /Limits [0 1] /Kids [25 0 R] >>', 25: '<< /Limits [0 1] /Kids [24 0 R] >>' },
    ],
    ['a kid of the parent tree that is nothing', 'malformed', { 23: '<< /Kids [29 0 R] >>' }],
    ['a key that no reader holds', 'malformed', { 23: '<< /Nums [2147483647 22 0 R] >>' }],
    ['a root without its type', 'malformed', { 20: root.replace('/Type /StructTreeRoot', '') }],
    ['a root in the catalog', 'malformed', { 1: catalog.replace('20 0 R', root) }],
    ['a root that is a page', 'malformed', { 1: catalog.replace('20 0 R', '4 0 R') }],
    ['a root that is nothing', 'malformed', { 1: catalog.replace('20 0 R', '29 0 R') }],
    ['a key twice in the root', 'malformed', { 20: root.replace('/K 21 0 R', '/K 21 0 R /K 21 0 R') }],
    ['a root that is its own element', 'malformed', { 20: root.replace('/K 21 0 R', '/K 20 0 R') }],
    ['an element of another parent', 'malformed', { 21: '<< /Type /StructElem /S /Document /P 22 0 R >>' }],
    ['a page as the document element', 'malformed', { 20: root.replace('/K 21 0 R', '/K 4 0 R') }],
    ['kids that are a text', 'malformed', { 21: '<< /Type /StructElem /S /Document /P 20 0 R /K (x) >>' }],
    ['kids that are nothing', 'malformed', { 21: '<< /Type /StructElem /S /Document /P 20 0 R /K 29 0 R >>' }],
    [
      'a parent tree that is the form',
      'shared',
      { 1: catalog.replace('>> /Struct', '>> /AcroForm 23 0 R /Struct'), 23: '<< /Fields [] /Nums [] >>' },
    ],
    [
      'kids that two elements share',
      'shared',
      { 21: '<< /Type /StructElem /S /Document /P 20 0 R /K 24 0 R >>', 22: '<< /S /P /P 21 0 R /K 24 0 R >>', 24: '[]' },
    ],
    ['a parent tree that page labels share', 'shared', { 1: catalog.replace('/Lang', '/PageLabels 23 0 R /Lang') }],
    [
      'a parent tree that is a field of the form',
      'shared',
      {
        1: catalog.replace('/Lang', '/AcroForm << /Fields [23 0 R] >> /Lang'),
        23: '<< /T (a) /FT /Tx /Kids [24 0 R] >>',
        24: '<< /Subtype /Widget /Parent 23 0 R /Rect [0 0 9 9] >>',
      },
    ],
    ['a document element that sets how an image is decoded', 'malformed', { 21: '<< /S /Document /P 20 0 R /K -1 >>' }],
    ['a root that sets how an image is decoded', 'malformed', { 20: root.replace('/K 21 0 R', '/K -1') }],
    [
      'a parent tree larger than a frame',
      'too-large',
      { 23: `<< /Nums [${Array.from({ length: 100_000 }, (_, key) => `${key} 22 0 R`).join(' ')}] >>` },
    ],
  ];
  for (const [name, reason, objects] of odd) {
    it(`is signed, and the reason told: ${name}`, async () => {
      const original = taggedPdf(objects);
      const frame = await frameOf(original);
      expect([frame.structure, frame.untagged]).to.deep.equal([undefined, reason]);
      assertExplainedFrame(frame, (await digestOriginal(memorySource(original), 'SHA-256')).state);
      const { bytes, notices } = writeSigningRevision(frame, ACT, TIME, 64);
      expect(notices).to.deep.equal([{ code: 'FIELD_UNTAGGED', reason }]);
      expect(decodeLatin1(bytes)).to.not.match(/\/StructParent \d|StructElem|\/Tabs/);
      expect(writeSigningRevision(frame, HIDDEN, TIME, 64).notices).to.deep.equal([]);
    });
  }

  it('is one that somebody has signed: validators refuse a later change of the structure', async () => {
    const original = taggedPdf();
    const { bytes } = writeSigningRevision(await frameOf(original), ACT, TIME, 64);
    const once = concatBytes(original, bytes);
    const frame = await frameOf(once);
    expect([frame.structure, frame.untagged]).to.deep.equal([undefined, 'signed']);
    const place = { placement: at(1, 90_000), field: { kind: 'new', name: 'second' } } as const;
    const second = writeSigningRevision(frame, { ...ACT, places: [place] }, TIME, 64);
    expect(second.notices).to.deep.equal([{ code: 'FIELD_UNTAGGED', reason: 'signed' }]);
  });

  it('is not tagged at all without its mark, and nothing is told of it', async () => {
    for (const mark of ['', '/MarkInfo << /Marked false >>', '/MarkInfo (x)', '/MarkInfo 29 0 R']) {
      const frame = await frameOf(taggedPdf({ 1: catalog.replace('/MarkInfo << /Marked true >>', mark) }));
      expect([frame.structure, frame.untagged], mark).to.deep.equal([undefined, undefined]);
      expect(writeSigningRevision(frame, ACT, TIME, 64).notices).to.deep.equal([]);
    }
  });
});

describe('a structure that a page sends to be signed', () => {
  const ORIGINAL = taggedPdf({
    21: '<< /Type /StructElem /S /Document /P 20 0 R /K 24 0 R >>',
    23: '<< /Nums 25 0 R >>',
    24: '[22 0 R]',
    25: '[0 [22 0 R]]',
  });
  const lies: readonly (readonly [string, (structure: FrameStructure, frame: DocumentFrame) => Partial<DocumentFrame>])[] = [
    ['none where the catalog has one', () => ({ structure: undefined }) as object],
    ['a reason as well', () => ({ untagged: 'shared' })],
    ['a document that is not marked', (_, { catalog }) => ({ catalog: catalog.replace('true', 'false') })],
    ['a signed document', () => ({ docMdp: 2, acroForm: { ref: null, dictionary: '<< >>' } })],
    ['another root', (structure) => ({ structure: { ...structure, root: { ...structure.root, ref: '22 0 R' } } })],
    [
      'a root of no type',
      (structure) => ({ structure: { ...structure, root: { ...structure.root, dictionary: '<< /K 21 0 R /ParentTree 23 0 R >>' } } }),
    ],
    [
      'the page content as the document element',
      (structure) => ({ structure: { ...structure, document: { ref: '5 0 R', dictionary: '<< /P 20 0 R >>' } } }),
    ],
    [
      'a document element of another parent',
      (structure) => ({ structure: { ...structure, document: { ref: '21 0 R', dictionary: '<< /P 2 0 R /S /Document >>' } } }),
    ],
    [
      'a page as the document element',
      (structure) => ({ structure: { ...structure, document: { ref: '4 0 R', dictionary: '<< /P 20 0 R /S /Document >>' } } }),
    ],
    [
      'a document element that sets how an image is decoded',
      ({ root, parentTree, nextKey }) => ({
        structure: { root, parentTree, nextKey, document: { ref: '21 0 R', dictionary: '<< /K -1 /P 20 0 R /S /Document >>' } },
      }),
    ],
    ['kids elsewhere', (structure) => ({ structure: { ...structure, kids: { ref: '5 0 R', array: '[ 22 0 R ]' } } })],
    ['kids beyond the first free number', (structure) => ({ structure: { ...structure, kids: { ref: '24 0 R', array: '[ 99 0 R ]' } } })],
    [
      'another parent tree',
      (structure) => ({ structure: { ...structure, parentTree: { ref: '5 0 R', dictionary: '<< /Nums 25 0 R >>' } } }),
    ],
    ['entries elsewhere', (structure) => ({ structure: { ...structure, parentTreeEntries: { ref: '5 0 R', array: '[ ]' } } })],
    [
      'entries of a tree that has kids too',
      (structure) => ({ structure: { ...structure, parentTree: { ref: '23 0 R', dictionary: '<< /Kids [ ] /Nums 25 0 R >>' } } }),
    ],
    ['a key that is taken', (structure) => ({ structure: { ...structure, nextKey: 0 } })],
    ['a key that no reader holds', (structure) => ({ structure: { ...structure, nextKey: 2 ** 31 } })],
    ['one object in two roles', (structure) => ({ structure: { ...structure, parentTree: { ref: '21 0 R', dictionary: '<< >>' } } })],
  ];
  for (const [name, change] of lies) {
    it(`is refused: ${name}`, async () => {
      const honest = await frameOf(ORIGINAL);
      const { state } = await digestOriginal(memorySource(ORIGINAL), 'SHA-256');
      if (honest.structure === undefined) throw new TypeError('expected a structure');
      expect(
        codeOf(() => {
          assertExplainedFrame(honest, state);
          writeSigningRevision(honest, ACT, TIME, 64);
        }),
      ).to.equal('');
      const frame = { ...honest, ...change(honest.structure, honest) };
      expect(
        codeOf(() => {
          assertExplainedFrame(frame, state);
          writeSigningRevision(frame, ACT, TIME, 64);
        }),
      ).to.equal('PADES_FRAME_MALFORMED');
    });
  }
});
