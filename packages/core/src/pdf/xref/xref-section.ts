import type { PdfDict, PdfRange } from '../objects.ts';

/** Where a cross-reference section says that an object is. Offsets count from the first octet of the file. */
export type XrefEntry =
  | { readonly kind: 'free'; readonly number: number; readonly generation: number }
  | { readonly kind: 'offset'; readonly number: number; readonly generation: number; readonly offset: number }
  | { readonly kind: 'compressed'; readonly number: number; readonly generation: 0; readonly container: number; readonly index: number };

/** One cross-reference section with its trailer (ISO 32000-2 §7.5.4, §7.5.8). */
export interface XrefSection {
  readonly form: 'table' | 'stream';
  /** From `xref` to the end of the trailer dictionary, or the whole object of a cross-reference stream. */
  readonly range: PdfRange;
  readonly entries: ReadonlyMap<number, XrefEntry>;
  readonly trailer: PdfDict;
  /** The section that /XRefStm of a hybrid file names (§7.5.8.4). */
  readonly hybrid?: XrefSection;
  /** Octets that were parsed: of the table, or of the decoded stream. */
  readonly octets: number;
  /** Deviations that were read around. */
  readonly notices: readonly string[];
}
