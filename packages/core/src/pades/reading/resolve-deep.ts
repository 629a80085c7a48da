import type { CallOptions } from '../../bytes/index.ts';
import { type PdfDocument, type PdfObject, PDF_NULL, pdfArray, pdfDict } from '../../pdf/index.ts';
import { PadesError } from '../pades-error.ts';

/** Deep and large enough for locks, seed values and signature references. */
const MAX_DEPTH = 8;
const MAX_VALUES = 20_000;
/** Keys whose references lead out of the structure: up the tree, to a page, to the catalog. */
const OUTWARD = new Set(['Parent', 'P', 'Data']);

/**
 * An object with the references in it replaced by what they lead to; streams become null, references outwards are left out.
 *
 * @throws {@link PadesError} `PADES_OBJECT_UNSPELLABLE` when it goes deeper or is larger than such a structure is.
 */
export async function resolveDeep(document: PdfDocument, object: PdfObject, options?: CallOptions): Promise<PdfObject> {
  let values = 0;
  const visit = async (current: PdfObject, depth: number): Promise<PdfObject> => {
    values += 1;
    if (depth > MAX_DEPTH || values > MAX_VALUES)
      throw new PadesError('PADES_OBJECT_UNSPELLABLE', 'expected a small structure, got a deep or large one');
    const value = await document.resolve(current, options);
    if (value.kind === 'stream') return PDF_NULL;
    if (value.kind === 'array') {
      const items: PdfObject[] = [];
      for (const item of value.items) items.push(await visit(item, depth + 1));
      return pdfArray(items);
    }
    if (value.kind !== 'dict') return value;
    const entries: [string, PdfObject][] = [];
    for (const [key, entry] of value.entries)
      if (entry.kind !== 'ref' || !OUTWARD.has(key)) entries.push([key, await visit(entry, depth + 1)]);
    return pdfDict(entries);
  };
  return visit(object, 0);
}
