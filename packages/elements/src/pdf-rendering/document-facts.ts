import type { ByteSource } from '@sealkit/core/bytes';
import { SealkitError } from '@sealkit/core/errors';
import { findSignatureFields, readPermissions } from '@sealkit/core/pades';
import { openPdf } from '@sealkit/core/pdf';
import type { PDFDocumentProxy } from 'pdfjs-dist';

/** What is known of a document as a whole. */
export interface DocumentFacts {
  /** Whether one of the first pages has text; a scan has none. */
  readonly textLayer: boolean;
  readonly signed: boolean;
  /** Why nothing may be added: encryption, or a certification that permits no change. Null when it may. */
  readonly locked: 'encrypted' | 'certified' | null;
}

/** How many pages are looked at for text before a document counts as a scan. */
const TEXT_SAMPLE = 5;

/**
 * Gathers the facts of a document. Signatures and permissions are read by core, by the same code that signs, so that what is
 * offered here is what can be done.
 */
export async function readDocumentFacts(source: ByteSource, proxy: PDFDocumentProxy, signal: AbortSignal): Promise<DocumentFacts> {
  const [textLayer, protection] = await Promise.all([hasText(proxy), readProtection(source, signal)]);
  return { textLayer, ...protection };
}

async function readProtection(source: ByteSource, signal: AbortSignal): Promise<Omit<DocumentFacts, 'textLayer'>> {
  try {
    const pdf = await openPdf(source, { signal });
    if (pdf.encrypted) return { signed: false, locked: 'encrypted' };
    const fields = await findSignatureFields(pdf, { signal });
    const { docMdp } = await readPermissions(pdf, fields, { signal });
    return { signed: fields.some((field) => field.value !== undefined), locked: docMdp === 1 ? 'certified' : null };
  } catch (error) {
    // What pdf.js mends and core does not read can be looked at; signing refuses it by name.
    if (error instanceof SealkitError && !signal.aborted) return { signed: false, locked: null };
    throw error;
  }
}

async function hasText(proxy: PDFDocumentProxy): Promise<boolean> {
  for (let page = 1; page <= Math.min(proxy.numPages, TEXT_SAMPLE); page += 1) {
    const { items } = await (await proxy.getPage(page)).getTextContent();
    if (items.some((item) => 'str' in item && item.str.trim() !== '')) return true;
  }
  return false;
}
