import { type ByteSource, type CallOptions, prefixSource } from '../bytes/index.ts';
import { type PdfDocument, PdfError, openPdf } from '../pdf/index.ts';
import { earlierDocuments } from './facts/earlier-documents.ts';
import { ValidationError } from './validation-error.ts';

/**
 * The document as it was at the end of a revision, counted from 1: what somebody signed. The octets are a prefix.
 *
 * @throws {@link ValidationError} `VALIDATION_REVISION_MISSING`; {@link PdfError} when the file is no PDF.
 */
export async function extractRevision(source: ByteSource, revision: number, options: CallOptions = {}): Promise<ByteSource> {
  const document = await openReadable(source, options);
  const found = document.revisions.find(({ index }) => index === revision);
  if (found === undefined) {
    throw new ValidationError(
      'VALIDATION_REVISION_MISSING',
      `expected a revision from 1 to ${document.revisions.length}, got ${revision}`,
      {
        facts: { revision, revisions: document.revisions.length },
      },
    );
  }
  return revision === document.revisions.length && document.size === source.size ? source : prefixSource(source, found.end);
}

/** The document, or the newest one that it was before and that reads. */
async function openReadable(source: ByteSource, options: CallOptions): Promise<PdfDocument> {
  try {
    return await openPdf(source, options);
  } catch (error) {
    if (!(error instanceof PdfError) || error.code === 'PDF_HEADER_MISSING') throw error;
    for await (const document of earlierDocuments(source, options)) return document;
    throw error;
  }
}
