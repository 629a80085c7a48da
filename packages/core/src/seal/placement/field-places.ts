import type { CallOptions } from '../../bytes/index.ts';
import { rectToPlacement, type SealPlacement, walkFieldTree } from '../../pades/index.ts';
import { type PdfDict, type PdfDocument, walkPages } from '../../pdf/index.ts';
import { pageBox } from './document-pages.ts';

/** Where one widget of a form field shows. */
export interface FieldPlace {
  /** Fully qualified name. */
  readonly field: string;
  /** `/FT`, for instance `Tx` or `Sig`; null where the file gives none. */
  readonly type: string | null;
  /** Whether it is a signature field with a signature. */
  readonly isSigned: boolean;
  /** Its rectangle as displayed, unturned; null where no page lists the widget or the rectangle covers nothing. */
  readonly place: SealPlacement | null;
}

/**
 * The places of all form fields, widget by widget, in the order of `/Fields` (ISO 32000-2 §12.7).
 *
 * @throws `PdfError` for what cannot be read; `PadesError` `PADES_PAGE_GEOMETRY` for boxes that are no numbers.
 */
export async function readFieldPlaces(document: PdfDocument, options?: CallOptions): Promise<readonly FieldPlace[]> {
  const { fields } = await walkFieldTree(document, options);
  const pages = await walkPages(document, options);
  const pageOf = new Map<number, number>();
  for (const page of pages) {
    const annots = await document.lookup(page.dict, 'Annots', options);
    if (annots?.kind !== 'array') continue;
    for (const annot of annots.items) if (annot.kind === 'ref' && !pageOf.has(annot.number)) pageOf.set(annot.number, page.index);
  }
  const places: FieldPlace[] = [];
  for (const field of fields) {
    const value = field.value === undefined ? undefined : await document.resolve(field.value, options);
    const isSigned = field.type === 'Sig' && value !== undefined && value.kind !== 'null';
    for (const { ref, dict } of field.widgets) {
      const page = ref === undefined ? undefined : pages[(pageOf.get(ref.number) ?? 0) - 1];
      const rect = page === undefined ? undefined : await readRectangle(document, dict, options);
      const place = page === undefined || rect === undefined ? null : rectToPlacement(rect, page.index, pageBox(page));
      const hasArea = place !== null && place.width > 0 && place.height > 0;
      places.push({ field: field.name, type: field.type ?? null, isSigned, place: hasArea ? place : null });
    }
  }
  return places;
}

async function readRectangle(
  document: PdfDocument,
  dict: PdfDict,
  options?: CallOptions,
): Promise<readonly [string, string, string, string] | undefined> {
  const rect = await document.lookup(dict, 'Rect', options);
  if (rect?.kind !== 'array' || rect.items.length !== 4) return undefined;
  const numbers: string[] = [];
  for (const item of rect.items) {
    const number = await document.resolve(item, options);
    if (number.kind === 'number') numbers.push(number.text);
  }
  const [left, bottom, right, top] = numbers;
  return left === undefined || bottom === undefined || right === undefined || top === undefined ? undefined : [left, bottom, right, top];
}
