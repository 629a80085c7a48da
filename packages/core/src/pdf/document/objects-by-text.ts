import type { CallOptions } from '../../bytes/index.ts';
import type { PdfDocument } from './pdf-document.ts';
import type { ObjectsByText } from './unambiguous-objects.ts';

/**
 * Compares the objects in use with what a reader finds that searches the file for them. Loaded when first asked for: only
 * documents whose cross-reference is in doubt need it.
 *
 * @throws {@link PdfError} `PDF_LIMIT_EXCEEDED`
 */
export async function objectsByText(document: PdfDocument, options: CallOptions = {}): Promise<ObjectsByText> {
  const { searchObjects } = await import('./unambiguous-objects.ts');
  return searchObjects(document, options);
}
