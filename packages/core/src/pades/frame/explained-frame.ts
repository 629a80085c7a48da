import { decodeHex, decodeLatin1 } from '../../bytes/index.ts';
import { XREF_NEAR, type PdfDict, type PdfNumber, entryOf, integerOf, isNamed, sameRef, spellObject } from '../../pdf/index.ts';
import type { HashState } from '../../ports/index.ts';
import type { DocumentFrame, FramePage, FramePreparedField } from '../document-frame.ts';
import { PadesError } from '../pades-error.ts';
import { textOf } from '../reading/text-string.ts';
import { ACTIVE_CONTENT, activeContentOf, visitParts } from './active-content.ts';
import { type Box, effectiveBoxes } from './effective-box.ts';
import { frameArray, frameDict, frameRef } from './frame-object.ts';
import { structureReferences } from './structure-references.ts';

const END_OF_LINE: Readonly<Record<DocumentFrame['endOfLine'], string>> = { none: '', LF: '\n', CR: '\r', CRLF: '\r\n' };
/** Two strings in hexadecimal; writers use 16 octets each. */
const MAX_IDENTIFIER_DIGITS = 2 * 2 * 128;
const LARGEST_GENERATION = 65_535;
/** A header, one object and a section: no cross-reference starts before. */
const SHORTEST_HEADER = '%PDF-1.0'.length;

/**
 * Refuses a frame that no document has which {@link readDocumentFrame} takes for explained signing: each thing that can be
 * judged without the document, from the frame itself and from the last octets of the original that its hash state shows.
 * What only the document can tell (the entries inherited from page tree nodes, the form of its cross-reference) stays
 * attested, and a validator proves it from the signed file.
 *
 * @throws {@link PadesError} `PADES_FRAME_MALFORMED`; `PADES_XFA`, `PADES_NEED_APPEARANCES` for what this mode refuses.
 * @see explained signing, "The frame", rules 1 and 11
 */
export function assertExplainedFrame(frame: DocumentFrame, state: HashState): void {
  assertTail(frame, decodeLatin1(decodeHex(state.tail)));
  assertNumbers(frame);
  const pages = frame.pages.map((page) => ({ page, dict: frameDict(page.dictionary, 'page') }));
  assertRoles(frame);
  for (const { page, dict } of pages) assertPage(frame, page, dict);
  assertForm(frame);
  assertTagged(frame);
  assertClaim(frame);
  assertActiveContent(frame);
}

/** The end of the original as rule 1 wants it, as far as the octets behind the last whole block show it. */
function assertTail({ endOfLine, startxref }: DocumentFrame, tail: string): void {
  const end = `%%EOF${END_OF_LINE[endOfLine]}`;
  if (!(tail.length < end.length ? end.endsWith(tail) : tail.endsWith(end))) throw lie('endOfLine', 'how the original ends');
  if (endOfLine === 'LF' && tail.endsWith('\r\n')) throw lie('endOfLine', 'CRLF, as the original ends');
  const stated = /startxref[\s\0]+(\d+)[\s\0]+%%EOF[\r\n]*$/.exec(tail)?.[1];
  if (stated !== undefined && Math.abs(Number(stated) - startxref) > XREF_NEAR)
    throw lie('startxref', 'the offset that the original names');
}

function assertNumbers({ startxref, size, firstFree, pageCount, pages, id }: DocumentFrame): void {
  if (startxref < SHORTEST_HEADER) throw lie('startxref', 'an offset behind the header');
  if (size > firstFree) throw lie('size', 'at most the lowest free number');
  if (pages.some(({ index }) => index > pageCount)) throw lie('pageCount', 'room for the pages of the frame');
  const digits = id === undefined ? 0 : id[0].length + id[1].length;
  if (digits > MAX_IDENTIFIER_DIGITS) throw lie('id', 'identifiers of a readable length');
}

/** Objects of different parts are different objects, and of the generations that a section can hold. */
function assertRoles(frame: DocumentFrame): void {
  const { root, info, acroForm, fieldsArray, pages, preparedFields } = frame;
  const nodes = new Set(pages.flatMap(({ parents }) => parents));
  const parts = [root, info, acroForm?.ref, fieldsArray?.ref, ...pages.flatMap(({ ref, annots }) => [ref, annots?.ref])];
  const structure = frame.structure === undefined ? [] : structureReferences(frame.structure);
  const spelled = [...parts, ...preparedFields.map(({ ref }) => ref), ...nodes, ...structure].filter(
    (ref) => ref !== undefined && ref !== null,
  );
  const references = spelled.map((ref) => frameRef(ref, 'reference'));
  if (references.some(({ generation }) => generation > LARGEST_GENERATION)) throw lie('reference', 'a generation up to 65535');
  if (new Set(references.map(({ number }) => number)).size !== references.length) throw lie('reference', 'one part for each object');
}

function assertPage({ catalog, root }: DocumentFrame, page: FramePage, dict: PdfDict): void {
  const what = `page ${page.index}`;
  const tree = entryOf(frameDict(catalog, 'catalog'), 'Pages');
  const top = page.parents.at(-1);
  if (top === undefined || tree?.kind !== 'ref' || !sameRef(frameRef(top, 'parent'), tree)) throw lie(what, 'the page tree of the catalog');
  const parent = entryOf(dict, 'Parent');
  if (parent?.kind !== 'ref' || spellObject(parent) !== page.parents[0]) throw lie(what, 'the /Parent of its dictionary');
  const type = entryOf(dict, 'Type');
  if (type !== undefined && type.kind !== 'ref' && !isNamed(type, 'Page')) throw lie(what, 'the dictionary of a page');
  assertContents(dict, [root, page.ref, ...page.parents], what);
  assertGeometry(page, dict, what);
}

/** A page's content is no part of the page tree. */
function assertContents(dict: PdfDict, tree: readonly string[], what: string): void {
  const contents = entryOf(dict, 'Contents');
  if (contents === undefined) return;
  const numbers = new Set(tree.map((ref) => frameRef(ref, 'reference').number));
  const check = (number: number): void => {
    if (numbers.has(number)) throw lie(what, 'contents of its own');
  };
  visitParts(contents, () => undefined, check);
}

/** What the dictionary says itself counts; /MediaBox, /CropBox and /Rotate may be inherited, /UserUnit is not. */
function assertGeometry(page: FramePage, dict: PdfDict, what: string): void {
  const media = directBox(dict, 'MediaBox') ?? page.mediaBox;
  const crop = directBox(dict, 'CropBox') ?? page.cropBox;
  const { mediaBox, cropBox } = effectiveBoxes(media, crop);
  if (!sameTexts(mediaBox, page.mediaBox) || !sameTexts(cropBox, page.cropBox)) throw lie(what, 'the boxes of its dictionary');
  const rotate = entryOf(dict, 'Rotate');
  if (rotate?.kind === 'number' && turned(rotate) !== page.rotate) throw lie(what, 'the /Rotate of its dictionary');
  const unit = entryOf(dict, 'UserUnit');
  if (unit?.kind !== 'ref' && page.userUnit !== (unit?.kind === 'number' ? unit.text : '1'))
    throw lie(what, 'the /UserUnit of its dictionary');
}

function directBox(dict: PdfDict, key: string): Box | undefined {
  const box = entryOf(dict, key);
  if (box?.kind !== 'array' || box.items.length !== 4) return undefined;
  const [left, bottom, right, top] = box.items;
  if (left?.kind !== 'number' || bottom?.kind !== 'number' || right?.kind !== 'number' || top?.kind !== 'number') return undefined;
  return [left.text, bottom.text, right.text, top.text];
}

function turned(rotate: PdfNumber): number | undefined {
  const degrees = integerOf(rotate);
  return degrees === undefined ? undefined : ((degrees % 360) + 360) % 360;
}

function assertForm({ acroForm, preparedFields, pages, pageCount, docMdp, locks }: DocumentFrame): void {
  if (acroForm === undefined) {
    if (preparedFields.length > 0 || locks.length > 0) throw lie('acroForm', 'a form around the signature fields');
    return;
  }
  const form = frameDict(acroForm.dictionary, 'AcroForm');
  if (entryOf(form, 'XFA') !== undefined) throw new PadesError('PADES_XFA', 'expected a form without XFA');
  const need = entryOf(form, 'NeedAppearances');
  if (need?.kind === 'boolean' && need.value)
    throw new PadesError('PADES_NEED_APPEARANCES', 'expected a form whose appearances readers do not make themselves');
  if (docMdp === 1) throw new PadesError('PADES_CERTIFIED_NO_CHANGES', 'the document is certified and permits no change');
  for (const field of preparedFields) assertPreparedField(field, pages, pageCount);
}

/** A document is tagged or not as its catalog says, and its structure takes nothing once somebody has signed. */
function assertTagged({ catalog, structure, untagged, docMdp, locks }: DocumentFrame): void {
  const dict = frameDict(catalog, 'catalog');
  const mark = entryOf(dict, 'MarkInfo');
  const marked = mark?.kind === 'dict' ? entryOf(mark, 'Marked') : undefined;
  const told = structure !== undefined || untagged !== undefined;
  const stated = mark?.kind === 'ref' || marked?.kind === 'ref' ? told : marked?.kind === 'boolean' && marked.value;
  if (told !== (stated && entryOf(dict, 'StructTreeRoot') !== undefined)) throw lie('structure', 'what the catalog says of it');
  if (structure !== undefined && (docMdp !== null || locks.length > 0)) throw lie('structure', 'none that a signed document keeps');
}

/** PDF/A is claimed in metadata, and nowhere else (ISO 19005-1 §6.7.11). */
function assertClaim({ catalog, pdfa }: DocumentFrame): void {
  if (pdfa !== undefined && entryOf(frameDict(catalog, 'catalog'), 'Metadata') === undefined)
    throw lie('pdfa', 'none of a document without metadata');
}

function assertPreparedField(field: FramePreparedField, pages: readonly FramePage[], pageCount: number): void {
  const what = 'prepared field';
  const dict = frameDict(field.dictionary, what);
  const type = entryOf(dict, 'FT');
  // A type may be inherited: then the field has a parent.
  if (type === undefined ? entryOf(dict, 'Parent') === undefined : type.kind !== 'ref' && !isNamed(type, 'Sig'))
    throw lie(what, 'a signature field');
  if (entryOf(dict, 'V') !== undefined) throw lie(what, 'an empty field');
  const name = entryOf(dict, 'T');
  const partial = name === undefined ? undefined : textOf(name);
  if (partial !== undefined && field.name !== partial && !field.name.endsWith(`.${partial}`)) throw lie(what, 'the name of its dictionary');
  const rect = directBox(dict, 'Rect');
  if (rect !== undefined && !sameTexts(rect, field.rect)) throw lie(what, 'the /Rect of its dictionary');
  for (const [key, spelled] of [
    ['Lock', field.lock],
    ['SV', field.seedValue],
  ] as const)
    assertStructure(dict, key, spelled, what);
  if (field.page === null) return;
  if (field.page > pageCount) throw lie(what, 'a page of the document');
  const page = pages.find(({ index }) => index === field.page);
  if (page !== undefined && !annotations(page).includes(field.ref)) throw lie(what, 'its reference in the /Annots of its page');
}

/** A direct dictionary without references stands in the frame as it is; without the entry there is nothing. */
function assertStructure(dict: PdfDict, key: string, spelled: string | undefined, what: string): void {
  const entry = entryOf(dict, key);
  if (spelled !== undefined) frameDict(spelled, what);
  if (entry?.kind !== 'dict') {
    if (entry?.kind !== 'ref' && spelled !== undefined) throw lie(what, `the /${key} of its dictionary`);
    return;
  }
  let referring = false;
  visitParts(
    entry,
    () => undefined,
    () => (referring = true),
  );
  if (!referring && spelled !== spellObject(entry)) throw lie(what, `the /${key} of its dictionary`);
}

function annotations({ annots }: FramePage): readonly string[] {
  if (annots === null) return [];
  return frameArray(annots.array, 'Annots')
    .items.filter((item) => item.kind === 'ref')
    .map(spellObject);
}

/** Sorted names that exist, and among them what the dictionaries of the frame hold. */
function assertActiveContent(frame: DocumentFrame): void {
  const { activeContent, catalog, acroForm, pages, preparedFields } = frame;
  const known = activeContent.every((name) => ACTIVE_CONTENT.has(name));
  if (!known || !sameTexts([...new Set(activeContent)].sort(), activeContent))
    throw lie('activeContent', 'names of active content, sorted');
  const shown = [
    catalog,
    ...(acroForm === undefined ? [] : [acroForm.dictionary]),
    ...[...pages, ...preparedFields].map(({ dictionary }) => dictionary),
  ];
  const onDict = (dict: PdfDict): void => {
    if (!activeContentOf(dict).every((name) => activeContent.includes(name))) throw lie('activeContent', 'what its dictionaries hold');
  };
  for (const dictionary of shown) visitParts(frameDict(dictionary, 'dictionary'), onDict, () => undefined);
}

function sameTexts(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((text, index) => text === right[index]);
}

function lie(what: string, expectation: string): PadesError {
  return new PadesError('PADES_FRAME_MALFORMED', `${what}: expected ${expectation}`);
}
