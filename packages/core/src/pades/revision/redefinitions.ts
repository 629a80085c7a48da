import {
  type PdfArray,
  type PdfDict,
  type PdfObject,
  type PdfRef,
  dictOf,
  entryOf,
  integerOf,
  pdfArray,
  pdfDict,
  pdfInteger,
} from '../../pdf/index.ts';
import type { DocumentFrame, FramePage, FramePreparedField } from '../document-frame.ts';
import { frameArray, frameDict, frameRef } from '../frame/frame-object.ts';
import { PadesError } from '../pades-error.ts';
import type { RevisionObject } from './revision-object.ts';
import { withTabOrder } from './structure-elements.ts';

/** A widget that its page lists anew. */
export interface NewWidget {
  readonly ref: PdfRef;
  readonly page: FramePage;
}

/** What an act changes in objects that exist. */
export interface Redefinition {
  readonly newWidgets: readonly NewWidget[];
  readonly filledFields: readonly { readonly field: FramePreparedField; readonly signature: PdfRef; readonly form?: PdfRef }[];
  /** The signature that certifies the document. */
  readonly certification?: PdfRef;
  /** The parts of the structure tree that take new elements, as they are then. */
  readonly structure?: readonly RevisionObject[];
  /** Entries of the catalog beside those of the form, `/Extensions` for instance. */
  readonly catalogEntries?: ReadonlyMap<string, PdfObject>;
}

/** SignaturesExist and AppendOnly (ISO 32000-2 table 225). */
const SIGNATURE_FLAGS = 3;

/**
 * The objects of the document that an act defines anew, each exactly as the frame has it but for what rules 3 to 5 of
 * explained signing name: catalog, AcroForm, `/Fields`, pages, `/Annots`, prepared fields, structure tree.
 *
 * @throws {@link PadesError} `PADES_FRAME_MALFORMED`, `PADES_ALREADY_CERTIFIED`.
 */
export function redefineObjects(frame: DocumentFrame, change: Redefinition): readonly RevisionObject[] {
  const objects = [
    ...redefineForm(frame, change),
    ...redefinePages(frame, change),
    ...change.filledFields.map(fillField),
    ...(change.structure ?? []),
  ];
  if (new Set(objects.map(({ number }) => number)).size !== objects.length)
    throw new PadesError('PADES_FRAME_MALFORMED', 'expected each redefined object in one role');
  return objects;
}

function redefineForm(frame: DocumentFrame, { newWidgets, certification, catalogEntries }: Redefinition): readonly RevisionObject[] {
  const objects: RevisionObject[] = [];
  const oldForm = frame.acroForm === undefined ? undefined : frameDict(frame.acroForm.dictionary, 'AcroForm');
  let form = withFlags(oldForm ?? pdfDict({}));
  const added = newWidgets.map(({ ref }) => ref);
  const fieldsRef = frame.fieldsArray?.ref ?? null;
  const fields = append(frame.fieldsArray === undefined ? undefined : frameArray(frame.fieldsArray.array, 'Fields'), added);
  if (fieldsRef === null && (added.length > 0 || entryOf(form, 'Fields') === undefined)) form = withEntry(form, 'Fields', fields);
  else if (fieldsRef !== null && added.length > 0) objects.push(redefined(fieldsRef, fields, 'Fields'));

  const formRef = frame.acroForm?.ref ?? null;
  const formChanged = form !== oldForm;
  if (formRef !== null && formChanged) objects.push(redefined(formRef, form, 'AcroForm'));
  const oldCatalog = frameDict(frame.catalog, 'catalog');
  let catalog = oldCatalog;
  if (certification !== undefined) catalog = withEntry(catalog, 'Perms', certificationPermissions(catalog, certification));
  if (formRef === null && formChanged) catalog = withEntry(catalog, 'AcroForm', form);
  for (const [key, value] of catalogEntries ?? []) catalog = withEntry(catalog, key, value);
  if (catalog !== oldCatalog) objects.push(redefined(frame.root, catalog, 'catalog'));
  return objects;
}

/** The same dictionary when the flags stand already, so that nothing is redefined without need. */
function withFlags(form: PdfDict): PdfDict {
  const flags = integerOf(entryOf(form, 'SigFlags')) ?? 0;
  return (flags & SIGNATURE_FLAGS) === SIGNATURE_FLAGS ? form : withEntry(form, 'SigFlags', pdfInteger(flags | SIGNATURE_FLAGS));
}

function certificationPermissions(catalog: PdfDict, certification: PdfRef): PdfDict {
  const permissions = entryOf(catalog, 'Perms');
  if (permissions === undefined) return pdfDict({ DocMDP: certification });
  const dict = dictOf(permissions);
  if (dict === undefined || entryOf(dict, 'DocMDP') !== undefined)
    throw new PadesError('PADES_ALREADY_CERTIFIED', 'expected a document without permissions in its catalog');
  return withEntry(dict, 'DocMDP', certification);
}

function redefinePages({ structure }: DocumentFrame, { newWidgets }: Redefinition): readonly RevisionObject[] {
  const byPage = new Map<FramePage, PdfRef[]>();
  for (const { ref, page } of newWidgets) byPage.set(page, [...(byPage.get(page) ?? []), ref]);
  return [...byPage].flatMap(([page, added]) => redefinePage(page, added, structure !== undefined));
}

/** A tagged page tells the order of its annotations, of hidden ones too. */
function redefinePage(page: FramePage, added: readonly PdfRef[], tagged: boolean): readonly RevisionObject[] {
  const annots = append(page.annots === null ? undefined : frameArray(page.annots.array, 'Annots'), added);
  const old = frameDict(page.dictionary, 'page');
  const ordered = tagged ? withTabOrder(old) : old;
  if (page.annots === null || page.annots.ref === null) return [redefined(page.ref, withEntry(ordered, 'Annots', annots), 'page')];
  const array = redefined(page.annots.ref, annots, 'Annots');
  return ordered === old ? [array] : [array, redefined(page.ref, ordered, 'page')];
}

function fillField({ field, signature, form }: Redefinition['filledFields'][number]): RevisionObject {
  const old = frameDict(field.dictionary, `field ${field.name}`);
  if (entryOf(old, 'V') !== undefined) throw new PadesError('PADES_FRAME_MALFORMED', `field ${field.name}: expected an empty field`);
  const signed = withEntry(old, 'V', signature);
  return redefined(field.ref, form === undefined ? signed : withEntry(signed, 'AP', pdfDict({ N: form })), 'field');
}

function redefined(ref: string, object: PdfObject, what: string): RevisionObject {
  const { number, generation } = frameRef(ref, what);
  return { number, generation, body: { kind: 'object', object } };
}

function append(array: PdfArray | undefined, added: readonly PdfObject[]): PdfArray {
  return pdfArray([...(array?.items ?? []), ...added]);
}

function withEntry(dict: PdfDict, key: string, value: PdfObject): PdfDict {
  return pdfDict(new Map([...dict.entries, [key, value]]));
}
