import { type PdfDict, type PdfObject, type PdfRef, pdfArray, pdfDict, pdfInteger, pdfName, pdfNumber } from '../../pdf/index.ts';
import type { WidgetTag } from './structure-elements.ts';
import { pdfTextString } from './text-string.ts';

/** Print and Locked (ISO 32000-2 table 167). */
const WIDGET_FLAGS = 132;

/** What a merged field and widget of a new place refers to. */
export interface WidgetParts {
  readonly name: string;
  readonly rect: readonly string[];
  readonly page: PdfRef;
  /** Absent while the field waits to be signed. */
  readonly signature?: PdfRef;
  /** Absent for an invisible signature. */
  readonly form?: PdfRef;
  /** Absent unless the act locks fields. */
  readonly lock?: PdfRef;
  /** Absent where the structure tree does not hold the widget. */
  readonly tag?: WidgetTag;
}

/** One signature field merged with its one widget (ISO 32000-2 §12.7.5.5, §12.5.6.19). */
export function signatureWidget({ name, rect, page, signature, form, lock, tag }: WidgetParts): PdfDict {
  const entries = new Map<string, PdfObject>([
    ['Type', pdfName('Annot')],
    ['Subtype', pdfName('Widget')],
    ['FT', pdfName('Sig')],
    ['T', pdfTextString(name)],
    ['F', pdfInteger(WIDGET_FLAGS)],
    ['Rect', pdfArray(rect.map(pdfNumber))],
    ['P', page],
  ]);
  if (signature !== undefined) entries.set('V', signature);
  if (form !== undefined) entries.set('AP', pdfDict({ N: form }));
  if (lock !== undefined) entries.set('Lock', lock);
  if (tag !== undefined) {
    entries.set('StructParent', pdfInteger(tag.structParent));
    entries.set('TU', pdfTextString(tag.words));
  }
  return pdfDict(entries);
}
