import { type ByteSource, type CallOptions, decodeLatin1, prefixSource } from '../../bytes/index.ts';
import { type OpenPdfOptions, type PdfDocument, PdfError, openPdf } from '../../pdf/index.ts';

/** Ends of revisions that are tried; a file with more after its last readable one is refused as a whole. */
const ATTEMPTS = 32;
/** Revisions that make an end count as one attempt more. */
const REVISIONS_OF_ATTEMPT = 1024;
const PIECE = 256 * 1024;
/** An end may lie across two pieces. */
const OVERLAP = 64;
const REVISION_END = /startxref[\0\t\n\f\r ]{1,16}\d{1,15}[\0\t\n\f\r ]{1,16}%%EOF[\0\t\n\f\r ]{0,16}/g;

/**
 * The documents that a file was before its last revisions, newest first: those that read without repair. Each revision leaves the
 * octets before it as they are, so damage in a later one does not take an earlier one away. @see ISO 32000-2 §7.5.6
 */
export async function* earlierDocuments(source: ByteSource, options: OpenPdfOptions): AsyncGenerator<PdfDocument> {
  let attempts = 0;
  for await (const end of revisionEnds(source, options)) {
    if (end === source.size) continue;
    if (attempts >= ATTEMPTS) return;
    const opened = await tryOpen(prefixSource(source, end), options);
    attempts += 1 + Math.floor((opened?.revisions.length ?? 0) / REVISIONS_OF_ATTEMPT);
    if (opened !== undefined) yield opened;
  }
}

async function tryOpen(source: ByteSource, options: OpenPdfOptions): Promise<PdfDocument | undefined> {
  try {
    return await openPdf(source, { ...options, xref: 'follow' });
  } catch (error) {
    if (error instanceof PdfError) return undefined;
    throw error;
  }
}

/** Where revisions may end, with the white space behind them, last first. */
async function* revisionEnds(source: ByteSource, options: CallOptions): AsyncGenerator<number> {
  let last = Number.POSITIVE_INFINITY;
  for (let to = source.size; to > 0; to -= PIECE) {
    const from = Math.max(0, to - PIECE);
    const text = decodeLatin1(await source.read(from, Math.min(source.size, to + OVERLAP), options));
    for (const match of [...text.matchAll(REVISION_END)].toReversed()) {
      const end = from + match.index + match[0].length;
      if (end < last) yield end;
      last = Math.min(last, end);
    }
  }
}

/** Whether there is nothing but white space from `start` on. */
export async function isBlank(source: ByteSource, start: number, options: CallOptions): Promise<boolean> {
  for (let from = start; from < source.size; from += PIECE) {
    const text = decodeLatin1(await source.read(from, Math.min(from + PIECE, source.size), options));
    if (!BLANK.test(text)) return false;
  }
  return true;
}

// oxlint-disable-next-line no-control-regex -- NUL is white space in PDF (ISO 32000-2 table 1)
const BLANK = /^[\0\t\n\f\r ]*$/;
