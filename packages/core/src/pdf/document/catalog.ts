import type { CallOptions } from '../../bytes/index.ts';
import { type PdfDict, type PdfRef, entryOf } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import type { PdfDocument } from './pdf-document.ts';

export interface PdfCatalog {
  readonly ref: PdfRef;
  readonly dict: PdfDict;
}

/**
 * The catalog that the trailer names.
 *
 * @throws {@link PdfError} `PDF_CATALOG_MISSING`
 * @see ISO 32000-2 §7.7.2
 */
export async function documentCatalog(document: PdfDocument, options?: CallOptions): Promise<PdfCatalog> {
  const root = entryOf(document.trailer, 'Root');
  if (root?.kind !== 'ref') throw new PdfError('PDF_CATALOG_MISSING', 'expected a reference as /Root of the trailer');
  const dict = await document.resolve(root, options);
  if (dict.kind !== 'dict') throw new PdfError('PDF_CATALOG_MISSING', `expected a dictionary as object ${root.number}`);
  return { ref: root, dict };
}
