import type { CallOptions } from '../../bytes/index.ts';
import type { PdfRange } from '../objects.ts';
import { PdfLexer } from '../syntax/lexer.ts';
import type { PdfDocument } from './pdf-document.ts';
import { ReadingBudget } from './reading-budget.ts';

/** How the octets of one revision are accounted for. */
export interface RevisionCoverage {
  /**
   * Octets that are neither an object which the revision's cross-reference names, nor that cross-reference, nor `startxref`,
   * white space or a comment. Rising.
   */
  readonly unexplained: readonly PdfRange[];
  /** Numbers of objects that its cross-reference places outside of its octets. */
  readonly outside: readonly number[];
  /** Numbers of objects that it names and that cannot be read there. */
  readonly unreadable: readonly number[];
}

const PIECE = 256 * 1024;

/**
 * Accounts for the octets of revision `index` (from 1), from its start to its end.
 *
 * @throws {@link PdfError} `PDF_LIMIT_EXCEEDED`
 */
export async function coverRevision(document: PdfDocument, index: number, options?: CallOptions): Promise<RevisionCoverage> {
  const revision = document.revisions[index - 1];
  if (revision === undefined) throw new RangeError(`index: expected a revision from 1 to ${document.revisions.length}, got ${index}`);
  const view = document.atRevision(index);
  const budget = new ReadingBudget(document);
  const covered: PdfRange[] = [...revision.sections];
  const outside: number[] = [];
  const unreadable: number[] = [];
  for (const entry of revision.entries) {
    if (entry.kind !== 'offset') continue;
    options?.signal?.throwIfAborted();
    if (entry.offset < revision.start || entry.offset >= revision.end) outside.push(entry.number);
    const range = (await budget.read(view, entry, options))?.range;
    if (range === undefined) unreadable.push(entry.number);
    else covered.push(range);
  }
  covered.sort((left, right) => left.start - right.start);
  const unexplained: PdfRange[] = [];
  for (const gap of gapsBetween(covered, revision)) unexplained.push(...(await explainGap(document, gap, options)));
  return { unexplained, outside, unreadable };
}

function gapsBetween(covered: readonly PdfRange[], whole: PdfRange): readonly PdfRange[] {
  const gaps: PdfRange[] = [];
  let position = whole.start;
  for (const range of [...covered, { start: whole.end, end: whole.end }]) {
    const end = Math.min(range.start, whole.end);
    if (end > position) gaps.push({ start: position, end });
    position = Math.max(position, range.end);
  }
  return gaps;
}

/** The stretch from the first to the last octet of a gap that need an explanation; at most one. */
async function explainGap(document: PdfDocument, gap: PdfRange, options?: CallOptions): Promise<readonly PdfRange[]> {
  for (let from = gap.start; from < gap.end;) {
    const to = Math.min(from + PIECE, gap.end);
    const lexer = new PdfLexer(await document.source.read(from, to, options), { base: from });
    const position = skipExplained(lexer);
    if (from + position < to) return [{ start: from + position, end: gap.end }];
    from = to;
  }
  return [];
}

/** Moves over white space, comments and `startxref n`; the position of what is something else. */
function skipExplained(lexer: PdfLexer): number {
  for (;;) {
    lexer.skipSpace();
    const { position } = lexer;
    if (!lexer.takeKeyword('startxref')) return position;
    lexer.skipSpace();
    if (lexer.takeUnsigned() === undefined) return position;
  }
}
