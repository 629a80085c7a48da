import { type ByteSource, decodeLatin1 } from '../../bytes/index.ts';
import { openPdf, type PdfDocument, PdfError } from '../../pdf/index.ts';
import type { DocumentFrame } from '../document-frame.ts';
import { PadesError } from '../pades-error.ts';
import { type DocumentFrameOptions, frameOfDocument } from './read-document-frame.ts';

/** The frame of a document that whoever signs it holds, and the mode in which it was read. */
export interface HeldFrame {
  readonly frame: DocumentFrame;
  readonly mode: NonNullable<DocumentFrameOptions['mode']>;
}

/**
 * Reads the frame of a document that a server holds as well as the page: as in explained signing where that takes the document, else in
 * the mode `direct`, which takes forms whose appearances readers make, XFA and odd page trees. A function of the file alone. What is
 * encrypted, has a cross-reference that does not hold, or octets around it stays refused: of it, a validator could not say from the
 * signed file what a permit allowed, or does not read it at all.
 *
 * @throws {@link PadesError} with the refusal of explained signing where the mode `direct` does not take the document either;
 * `PdfError` for what is no PDF.
 */
export async function readHeldFrame(
  source: ByteSource,
  options: Omit<DocumentFrameOptions, 'mode' | 'purpose' | 'password'>,
): Promise<HeldFrame> {
  const document = await openPdf(source, options);
  try {
    return { frame: await frameOfDocument(document, { ...options, mode: 'explained' }), mode: 'explained' };
  } catch (refusal) {
    if (!(refusal instanceof PadesError) || refusal.code === 'PADES_XREF_REPAIRED' || !(await isReplayable(document))) throw refusal;
    return directFrame(document, options, refusal);
  }
}

async function directFrame(document: PdfDocument, options: Omit<DocumentFrameOptions, 'mode'>, refusal: PadesError): Promise<HeldFrame> {
  try {
    return { frame: await frameOfDocument(document, { ...options, mode: 'direct' }), mode: 'direct' };
  } catch (error) {
    throw error instanceof PadesError || error instanceof PdfError ? refusal : error;
  }
}

/** What may stand behind %%EOF. */
const ENDS_OF_LINE: ReadonlySet<string> = new Set(['', '\n', '\r', '\r\n']);

/** Whether a validator finds the document again in front of the revision that is appended. */
async function isReplayable({ encrypted, repaired, headerOffset, revisions, size, source }: PdfDocument): Promise<boolean> {
  const end = revisions.at(-1)?.end;
  if (encrypted || repaired || headerOffset !== 0 || end === undefined || size - end > 2) return false;
  return ENDS_OF_LINE.has(decodeLatin1(await source.read(end, size)));
}
