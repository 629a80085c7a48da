import { type PdfLimits, assertWithin } from '../limits.ts';
import { PdfError } from '../pdf-error.ts';
import type { PdfLexer } from '../syntax/lexer.ts';
import { parseObject } from '../syntax/object-parser.ts';
import type { XrefEntry, XrefSection } from './xref-section.ts';

/**
 * A classical table with its trailer, at the keyword `xref`. Entries are read as tokens, so that lines of 19 or 21 octets
 * are taken as readers take them.
 *
 * @throws {@link PdfError} `PDF_XREF_MALFORMED`, `PDF_TRAILER_MALFORMED`, `PDF_LIMIT_EXCEEDED`
 * @see ISO 32000-2 §7.5.4, §7.5.5
 */
export function parseXrefTable(lexer: PdfLexer, offsetBase: number): XrefSection {
  const base = lexer.base ?? 0;
  lexer.skipSpace();
  const start = base + lexer.position;
  if (!lexer.takeKeyword('xref')) throw malformed('xref', lexer);
  const entries = new Map<number, XrefEntry>();
  const notices: string[] = [];
  for (;;) {
    lexer.skipSpace();
    if (lexer.takeKeyword('trailer')) break;
    parseSubsection(lexer, offsetBase, entries, notices);
  }
  const trailer = parseObject(lexer);
  if (trailer.kind !== 'dict') throw new PdfError('PDF_TRAILER_MALFORMED', 'expected a dictionary as trailer');
  const end = base + lexer.position;
  return { form: 'table', range: { start, end }, entries, trailer, octets: end - start, notices };
}

function parseSubsection(lexer: PdfLexer, offsetBase: number, entries: Map<number, XrefEntry>, notices: string[]): void {
  const first = takeNumber(lexer);
  const count = takeNumber(lexer);
  const { limits } = lexer;
  assertWithin('xrefEntries', entries.size + count, limits);
  let shift = 0;
  for (let index = 0; index < count; index += 1) {
    lexer.skipSpace();
    // Some writers count one entry too many; the trailer then follows at once.
    const position = lexer.position;
    if (lexer.takeKeyword('trailer')) {
      lexer.position = position;
      notices.push('xref-subsection-short');
      return;
    }
    const offset = takeNumber(lexer);
    const generation = takeNumber(lexer);
    lexer.skipSpace();
    const inUse = lexer.takeKeyword('n');
    if (!inUse && !lexer.takeKeyword('f')) throw malformed('n or f', lexer);
    if (index === 0 && first === 1 && !inUse && generation === 65_535 && offset === 0) {
      // The head of the free list is object 0 whatever the subsection says.
      shift = 1;
      notices.push('xref-subsection-shifted');
    }
    addEntry(entries, tableEntry(first + index - shift, generation, inUse ? offset : undefined, offsetBase), limits);
  }
}

function tableEntry(number: number, generation: number, offset: number | undefined, offsetBase: number): XrefEntry {
  // An offset of 0 can hold no object: writers mean a free entry by it.
  if (offset === undefined || offset === 0) return { kind: 'free', number, generation };
  return { kind: 'offset', number, generation, offset: offset + offsetBase };
}

/** Adds an entry; of two for one object in one section the first counts. */
export function addEntry(entries: Map<number, XrefEntry>, entry: XrefEntry, limits: PdfLimits): void {
  if (entry.number > limits.objectNumber) assertWithin('objectNumber', entry.number, limits);
  if (!entries.has(entry.number)) entries.set(entry.number, entry);
}

function takeNumber(lexer: PdfLexer): number {
  lexer.skipSpace();
  const value = lexer.takeUnsigned();
  if (value === undefined) throw malformed('an unsigned integer', lexer);
  return value;
}

function malformed(expected: string, lexer: PdfLexer): PdfError {
  const offset = (lexer.base ?? 0) + lexer.position;
  return new PdfError('PDF_XREF_MALFORMED', `expected ${expected} at ${offset}`, { facts: { offset } });
}
