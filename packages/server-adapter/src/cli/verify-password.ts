import type { ByteSource, CallOptions } from '@sealkit/core/bytes';
import { PadesError } from '@sealkit/core/pades';
import { entryOf, openPdf, PdfError } from '@sealkit/core/pdf';
import type { ValidationReport } from '@sealkit/core/validation';

export interface VerifiedDocument extends CallOptions {
  readonly source: ByteSource;
  readonly password: string | undefined;
}

/**
 * Whether the report on an encrypted document says what it seems to. A password that opens nothing is said. Without one a
 * string that was encrypted again looks changed, with a new initialization vector: that is no verdict on the document.
 *
 * @throws {@link PadesError} `PADES_PASSWORD_WRONG`; {@link PdfError} `PDF_PASSWORD_NEEDED`
 */
export async function assertJudgedOpen(report: ValidationReport, { source, password, signal }: VerifiedDocument): Promise<void> {
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
