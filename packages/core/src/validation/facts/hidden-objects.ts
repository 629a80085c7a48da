import { decodeLatin1 } from '../../bytes/index.ts';
import type { CallOptions } from '../../bytes/index.ts';
import { coverRevision, type PdfDocument, type PdfRange } from '../../pdf/index.ts';

/** What a reader that rebuilds a cross-reference takes for the beginning of an object (ISO 32000-2 §7.3.10). */
const OBJECT_HEADER = /(?<!\d)\d{1,10}\s{1,16}\d{1,5}\s{1,16}obj/;
const PIECE = 256 * 1024;
/** A header may lie across two pieces. */
const OVERLAP = 64;

/**
 * Whether a revision after `first` holds an object that its own cross-reference does not name. Such an object shows nothing until
 * a reader rebuilds the cross-reference, and then that reader shows something else than what was compared here.
 *
 * @throws PdfError `PDF_LIMIT_EXCEEDED`
 */
export async function hasHiddenObjects(document: PdfDocument, first: number, options: CallOptions): Promise<boolean> {
  for (const { index } of document.revisions.slice(first)) {
    const { unexplained } = await coverRevision(document, index, options);
    for (const range of unexplained) if (await holdsObjectHeader(document, range, options)) return true;
  }
  return false;
}

async function holdsObjectHeader({ source }: PdfDocument, range: PdfRange, options: CallOptions): Promise<boolean> {
  for (let from = range.start; from < range.end; from += PIECE) {
    const to = Math.min(from + PIECE + OVERLAP, range.end);
    if (OBJECT_HEADER.test(decodeLatin1(await source.read(from, to, options)))) return true;
  }
  return false;
}
