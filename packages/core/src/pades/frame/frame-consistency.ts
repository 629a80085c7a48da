import { entryOf, type PdfDict, type PdfObject, spellObject } from '../../pdf/index.ts';
import type { DocumentFrame, FramePage, FrameStructure } from '../document-frame.ts';
import { PadesError } from '../pades-error.ts';
import { visitParts } from './active-content.ts';
import { frameArray, frameDict, frameRef } from './frame-object.ts';
import { assertStructureConsistent, structureParts } from './structure-consistency.ts';
import { structureReferences } from './structure-references.ts';

/**
 * Refuses a frame that contradicts itself: no document has it, whoever attests it. What only the document can tell is left to
 * those who hold it.
 *
 * @throws {@link PadesError} `PADES_FRAME_MALFORMED`
 * @see explained signing, "The frame"
 */
export function assertFrameConsistent(frame: DocumentFrame): void {
  if (frame.startxref >= frame.n) throw contradiction('startxref', 'an offset in the original');
  const catalog = frameDict(frame.catalog, 'catalog');
  if (entryOf(catalog, 'Pages')?.kind !== 'ref') throw contradiction('catalog', 'a reference as /Pages');
  assertForm(frame, catalog);
  for (const page of frame.pages) assertAnnots(page);
  assertStructureConsistent(frame, catalog);
  for (const [what, object] of objectsOf(frame, catalog)) assertBelowFirstFree(frame, what, object);
}

function assertForm({ acroForm, fieldsArray }: DocumentFrame, catalog: PdfDict): void {
  if (acroForm === undefined) {
    if (fieldsArray !== undefined) throw contradiction('fieldsArray', 'a form around it');
    return;
  }
  assertLies('acroForm', entryOf(catalog, 'AcroForm'), acroForm.ref, acroForm.dictionary);
  if (fieldsArray === undefined) return;
  assertLies('fieldsArray', entryOf(frameDict(acroForm.dictionary, 'AcroForm'), 'Fields'), fieldsArray.ref, fieldsArray.array);
}

function assertAnnots({ index, dictionary, annots }: FramePage): void {
  const entry = entryOf(frameDict(dictionary, 'page'), 'Annots');
  if (annots !== null) assertLies(`annots of page ${index}`, entry, annots.ref, annots.array);
  else if (entry?.kind === 'array') throw contradiction(`annots of page ${index}`, 'the array of its page');
}

/** What a dictionary holds under a key: the reference that the frame gives, or the very object. */
function assertLies(what: string, entry: PdfObject | undefined, ref: string | null, spelled: string): void {
  if (entry === undefined || spellObject(entry) !== (ref ?? spelled)) throw contradiction(what, 'what its dictionary says');
}

/** A number from `firstFree` on belongs to the revision: nothing in the original may refer to it (rule 2). */
function assertBelowFirstFree({ firstFree }: DocumentFrame, what: string, object: PdfObject): void {
  const check = (number: number): void => {
    if (number >= firstFree) throw contradiction(what, 'references below firstFree');
  };
  visitParts(object, () => undefined, check);
}

function objectsOf(frame: DocumentFrame, catalog: PdfDict): readonly (readonly [string, PdfObject])[] {
  const { root, info, acroForm, fieldsArray, pages, preparedFields, structure } = frame;
  const refs = [root, ...(info === undefined ? [] : [info]), ...pages.flatMap(({ ref, parents }) => [ref, ...parents])];
  return [
    ['catalog', catalog],
    ...[...refs, ...preparedFields.map(({ ref }) => ref)].map((ref) => ['reference', frameRef(ref, 'reference')] as const),
    ...(acroForm === undefined ? [] : [['AcroForm', frameDict(acroForm.dictionary, 'AcroForm')] as const]),
    ...(fieldsArray === undefined ? [] : [['Fields', frameArray(fieldsArray.array, 'Fields')] as const]),
    ...pages.map(({ dictionary }) => ['page', frameDict(dictionary, 'page')] as const),
    ...pages.flatMap(({ annots }) => (annots === null ? [] : [['Annots', frameArray(annots.array, 'Annots')] as const])),
    ...preparedFields.map(({ dictionary }) => ['field', frameDict(dictionary, 'field')] as const),
    ...(structure === undefined ? [] : structureObjects(structure)),
  ];
}

function structureObjects(structure: FrameStructure): readonly (readonly [string, PdfObject])[] {
  const { root, document, parentTree, kids = [], parentTreeEntries = [] } = structureParts(structure);
  const references = structureReferences(structure).map((ref) => frameRef(ref, 'structure'));
  const objects = [root, ...(document === undefined ? [] : [document]), parentTree, ...kids, ...parentTreeEntries];
  return [...references, ...objects].map((object) => ['structure', object] as const);
}

function contradiction(what: string, expectation: string): PadesError {
  return new PadesError('PADES_FRAME_MALFORMED', `${what}: expected ${expectation}`);
}
