import type { ByteSource } from '../bytes/index.ts';
import { PadesError } from '../pades/index.ts';
import { entryOf, openPdf, PdfError } from '../pdf/index.ts';
import type { GatherOptions } from './facts/gather-context.ts';
import type { ValidationReport } from './report/report.ts';

/**
 * Whether the report on an encrypted document says what it seems to. A password that opens nothing is said. Without one a
 * string that was encrypted again looks changed, with a new initialization vector: that is no verdict on the document.
 *
 * @throws {@link PadesError} `PADES_PASSWORD_WRONG`; {@link PdfError} `PDF_PASSWORD_NEEDED`
 */
export async function assertJudgedOpen(report: ValidationReport, source: ByteSource, { password, signal }: GatherOptions): Promise<void> {
  if (!report.document.encrypted) return;
  const document = await openPdf(source, { ...(signal === undefined ? {} : { signal }), ...(password === undefined ? {} : { password }) });
  // What somebody encrypted after the fact is a change, and was judged as one.
  const [first] = document.revisions;
  if (first === undefined || entryOf(first.trailer, 'Encrypt') === undefined) return;
  const access = document.encryption?.access;
  if (access === 'password-wrong')
    throw new PadesError('PADES_PASSWORD_WRONG', 'expected the user or owner password of the document, got one that is neither');
  if (access === 'password-needed' && report.signatures.some(({ laterChanges }) => laterChanges?.level === 'forbidden'))
    throw new PdfError('PDF_PASSWORD_NEEDED', 'expected the password of the document: without it changes after a signature cannot be told');
}
