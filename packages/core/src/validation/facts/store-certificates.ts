import type { Bytes, CallOptions } from '../../bytes/index.ts';
import { type PdfDict, type PdfDocument, PdfError, type PdfObject, documentCatalog } from '../../pdf/index.ts';

const CERTIFICATES_LIMIT = 256;
const SIZE_LIMIT = 64 * 1024;

/** Certificates of the document security store, DER: material for paths, trusted for nothing. @see ISO 32000-2 §12.8.4.3 */
export async function readStoreCertificates(document: PdfDocument, options: CallOptions): Promise<readonly Bytes[]> {
  try {
    const catalog = await documentCatalog(document, options);
    const store = await document.lookup(catalog.dict, 'DSS', options);
    const certificates = store?.kind === 'dict' ? await itemsAt(document, store, options) : [];
    const found: Bytes[] = [];
    for (const item of certificates.slice(0, CERTIFICATES_LIMIT)) {
      const stream = await document.resolve(item, options);
      if (stream.kind === 'stream' && stream.rawRange.end - stream.rawRange.start <= SIZE_LIMIT)
        found.push(await document.streamBytes(stream, options));
    }
    return found;
  } catch (error) {
    if (error instanceof PdfError) return [];
    throw error;
  }
}

async function itemsAt(document: PdfDocument, store: PdfDict, options: CallOptions): Promise<readonly PdfObject[]> {
  const value = await document.lookup(store, 'Certs', options);
  return value?.kind === 'array' ? value.items : [];
}
