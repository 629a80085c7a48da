import type { CallOptions } from '../../bytes/index.ts';
import { type PdfDict, type PdfDocument, type PdfObject, type PdfRef, entryOf, walkPages } from '../../pdf/index.ts';
import { type FieldTree, type TerminalField, walkFieldTree } from './field-tree.ts';

/** Where a signature field shows. */
export interface SignatureWidget {
  readonly ref?: PdfRef;
  readonly dict: PdfDict;
  /** Page whose `/Annots` lists it, from 1; null when none does. */
  readonly page: number | null;
  /** `/Rect` in the one spelling; null when it is not four numbers. */
  readonly rect: readonly [string, string, string, string] | null;
}

/** A signature field, signed or empty (ISO 32000-2 §12.7.5.5). */
export interface SignatureField {
  readonly name: string;
  readonly ref?: PdfRef;
  readonly dict: PdfDict;
  /** The value as the field has it: mostly a reference, shared by all places of one act; undefined while it is empty. */
  readonly value?: PdfObject;
  /** False when the value is inherited from a parent field. */
  readonly ownValue: boolean;
  /** Whether field and its only widget are one dictionary. */
  readonly merged: boolean;
  readonly widgets: readonly SignatureWidget[];
}

/** All signature fields in the order of `/Fields`. */
export async function findSignatureFields(document: PdfDocument, options?: CallOptions): Promise<readonly SignatureField[]> {
  return signatureFieldsOf(document, await walkFieldTree(document, options), options);
}

export interface SignatureFieldOptions extends CallOptions {
  /** `empty`: the pages of signed fields are not looked for, and null; it spares walking the page tree. All by default. */
  readonly placesOf?: 'all' | 'empty';
}

export async function signatureFieldsOf(
  document: PdfDocument,
  tree: FieldTree,
  options: SignatureFieldOptions = {},
): Promise<readonly SignatureField[]> {
  const fields = tree.fields.filter(({ type }) => type === 'Sig');
  const isPlaced = options.placesOf === 'empty' ? fields.some(({ value }) => value === undefined) : fields.length > 0;
  const pages = isPlaced ? await pagesByAnnotation(document, options) : new Map<number, number>();
  const found: SignatureField[] = [];
  for (const field of fields) found.push(await describe(document, field, pages, options));
  return found;
}

async function describe(
  document: PdfDocument,
  field: TerminalField,
  pages: ReadonlyMap<number, number>,
  options?: CallOptions,
): Promise<SignatureField> {
  const widgets: SignatureWidget[] = [];
  for (const { ref, dict } of field.widgets) {
    const page = ref === undefined ? null : (pages.get(ref.number) ?? null);
    widgets.push({ ...(ref === undefined ? {} : { ref }), dict, page, rect: await rectangle(document, dict, options) });
  }
  const value = field.value === undefined ? undefined : await document.resolve(field.value, options);
  return {
    name: field.name,
    ...(field.ref === undefined ? {} : { ref: field.ref }),
    dict: field.dict,
    ...(field.value === undefined || value?.kind === 'null' ? {} : { value: field.value }),
    ownValue: field.ownValue,
    merged: field.merged,
    widgets,
  };
}

/** The first page that lists an annotation; a direct annotation has no number and is on no list. */
async function pagesByAnnotation(document: PdfDocument, options?: CallOptions): Promise<ReadonlyMap<number, number>> {
  const found = new Map<number, number>();
  for (const page of await walkPages(document, options)) {
    const annots = await document.lookup(page.dict, 'Annots', options);
    if (annots?.kind !== 'array') continue;
    for (const annot of annots.items) if (annot.kind === 'ref' && !found.has(annot.number)) found.set(annot.number, page.index);
  }
  return found;
}

async function rectangle(document: PdfDocument, dict: PdfDict, options?: CallOptions): Promise<SignatureWidget['rect']> {
  const rect = await document.resolve(entryOf(dict, 'Rect') ?? { kind: 'null' }, options);
  if (rect.kind !== 'array' || rect.items.length !== 4) return null;
  const numbers: string[] = [];
  for (const item of rect.items) {
    const number = await document.resolve(item, options);
    if (number.kind === 'number') numbers.push(number.text);
  }
  const [left, bottom, right, top] = numbers;
  if (left === undefined || bottom === undefined || right === undefined || top === undefined) return null;
  return [left, bottom, right, top];
}
