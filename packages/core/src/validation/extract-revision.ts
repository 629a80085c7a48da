import { type ByteSource, type CallOptions, prefixSource } from '../bytes/index.ts';
import { openPdf } from '../pdf/index.ts';
import { ValidationError } from './validation-error.ts';

/**
 * The document as it was at the end of a revision, counted from 1: what somebody signed. The octets are a prefix.
 *
 * @throws {@link ValidationError} `VALIDATION_REVISION_MISSING`; {@link PdfError} when the file is no PDF.
 */
export async function extractRevision(source: ByteSource, revision: number, options: CallOptions = {}): Promise<ByteSource> {
  const document = await openPdf(source, options);
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
  return revision === document.revisions.length ? source : prefixSource(source, found.end);
}
