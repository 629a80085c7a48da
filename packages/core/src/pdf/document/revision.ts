import type { PdfDict, PdfRange } from '../objects.ts';
import type { XrefEntry } from '../xref/xref-section.ts';

export type EndOfLine = 'none' | 'LF' | 'CR' | 'CRLF';

/**
 * One revision of a document: what one writer wrote in one go (ISO 32000-2 §7.5.6). The two sections of a linearised file
 * are one revision.
 */
export interface PdfRevision {
  /** Counted from 1, the oldest. */
  readonly index: number;
  /** First octet: the end of the revision before, 0 for the oldest. */
  readonly start: number;
  /** After its `%%EOF` and at most one end of line. */
  readonly end: number;
  /** What stands between `%%EOF` and `end`. */
  readonly endOfLine: EndOfLine;
  /** False when no `startxref` with this revision's offset and `%%EOF` follow its section; `end` is then where the section ends. */
  readonly closed: boolean;
  /** Position of the section that its `startxref` names; 0 in a rebuilt document. */
  readonly startxref: number;
  readonly xrefForm: 'table' | 'stream' | 'hybrid' | 'rebuilt';
  /** Octets of its cross-reference sections, trailers included. */
  readonly sections: readonly PdfRange[];
  readonly trailer: PdfDict;
  /** Faults of its cross-reference, and of the way from it to the one before, that were read around. */
  readonly notices: readonly string[];
  /** What it defines, redefines or frees, by rising object number. */
  readonly entries: readonly XrefEntry[];
}
