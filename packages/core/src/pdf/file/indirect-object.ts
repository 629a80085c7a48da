import { type CallOptions, encodeLatin1 } from '../../bytes/index.ts';
import type { PdfLimits } from '../limits.ts';
import { type PdfDict, type PdfObject, type PdfRange, type PdfRef, PDF_NULL, entryOf, integerOf, pdfRef } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import { isWhiteSpace } from '../syntax/characters.ts';
import type { PdfLexer } from '../syntax/lexer.ts';
import { parseObject } from '../syntax/object-parser.ts';
import type { ChunkCache } from './chunk-cache.ts';
import { parseGrowing } from './growing-window.ts';
import type { EndstreamSearch } from './endstream-search.ts';

/** An object with its number, as the file holds it. */
export interface PdfIndirectObject {
  readonly ref: PdfRef;
  readonly value: PdfObject;
  /** From the object number to the end of `endobj`; none for objects in object streams. */
  readonly range?: PdfRange;
  /** Octets that were parsed, the body of a stream not counted. */
  readonly octets: number;
  /** Number of the object stream that holds it. */
  readonly container?: number;
  /** False when `endobj` is missing. */
  readonly closed: boolean;
}

export interface IndirectObjectOptions extends CallOptions {
  readonly limits: PdfLimits;
  readonly search: EndstreamSearch;
  /** The value of a /Length that is a reference; undefined when it cannot be had. */
  readonly resolveLength?: (ref: PdfRef) => Promise<number | undefined>;
}

const ENDSTREAM = encodeLatin1('endstream');
/** Octets after a body by which one sees that it ends there. */
export const ENDSTREAM_REACH: number = ENDSTREAM.length + 4;

/**
 * The indirect object that begins at `offset`.
 *
 * @throws {@link PdfError} `PDF_XREF_MISMATCH` when no object begins there, `PDF_OBJECT_MALFORMED`, `PDF_STREAM_MALFORMED`, …
 * @see ISO 32000-2 §7.3.10, §7.3.8
 */
export async function readIndirectObject(cache: ChunkCache, offset: number, options: IndirectObjectOptions): Promise<PdfIndirectObject> {
  const head = await parseGrowing(cache, offset, options, parseHead);
  const { ref } = head;
  if (head.body === undefined) {
    const range = { start: head.start, end: head.end };
    return { ref, value: head.value, range, octets: head.end - head.start, closed: head.closed };
  }
  if (head.value.kind !== 'dict') throw new PdfError('PDF_STREAM_MALFORMED', `expected a dictionary before the stream at ${head.body}`);
  const rawRange = await findBody(cache, head.value, head.body, options);
  const tail = await readTail(cache, rawRange.end, options);
  const value: PdfObject = {
    kind: 'stream',
    dict: head.value,
    rawRange: { start: rawRange.start, end: rawRange.end },
    lengthHolds: rawRange.holds,
    ref,
  };
  return { ref, value, range: { start: head.start, end: tail.end }, octets: head.end - head.start, closed: tail.closed };
}

interface ObjectHead {
  readonly ref: PdfRef;
  readonly start: number;
  readonly value: PdfObject;
  /** After `endobj`, or after the value without it. */
  readonly end: number;
  readonly closed: boolean;
  /** Where the body of a stream begins. */
  readonly body?: number;
}

function parseHead(lexer: PdfLexer): ObjectHead {
  const base = lexer.base ?? 0;
  lexer.skipSpace();
  const start = base + lexer.position;
  const ref = takeObjectHeader(lexer);
  if (ref === undefined) {
    throw new PdfError('PDF_XREF_MISMATCH', `expected an indirect object at ${start}`, { facts: { offset: start } });
  }
  lexer.skipSpace();
  if (lexer.takeKeyword('endobj')) return { ref, start, value: PDF_NULL, end: base + lexer.position, closed: true };
  const value = parseObject(lexer);
  const afterValue = base + lexer.position;
  lexer.skipSpace();
  if (lexer.takeKeyword('endobj')) return { ref, start, value, end: base + lexer.position, closed: true };
  if (!takeStreamKeyword(lexer)) return { ref, start, value, end: afterValue, closed: false };
  return { ref, start, value, end: afterValue, closed: false, body: base + lexer.position };
}

/** Consumes `number generation obj`, or nothing. */
export function takeObjectHeader(lexer: PdfLexer): PdfRef | undefined {
  const start = lexer.position;
  const number = lexer.takeUnsigned();
  if (number !== undefined) {
    lexer.skipSpace();
    const generation = lexer.takeUnsigned();
    if (generation !== undefined) {
      lexer.skipSpace();
      if (lexer.takeKeyword('obj')) return pdfRef(number, generation);
    }
  }
  lexer.position = start;
  return undefined;
}

/** `stream` with its end of line: CR LF or LF, and as readers have it also CR alone or blanks before. */
function takeStreamKeyword(lexer: PdfLexer): boolean {
  if (!lexer.takeKeyword('stream')) return false;
  const after = lexer.position;
  while (lexer.peek() === 0x20 || lexer.peek() === 0x09) lexer.position += 1;
  if (lexer.peek() === 0x0d) {
    lexer.position += 1;
    if (lexer.peek() === 0x0a) lexer.position += 1;
  } else if (lexer.peek() === 0x0a) lexer.position += 1;
  else lexer.position = after;
  return true;
}

async function findBody(
  cache: ChunkCache,
  dict: PdfDict,
  start: number,
  options: IndirectObjectOptions,
): Promise<PdfRange & { readonly holds: boolean }> {
  const stated = entryOf(dict, 'Length');
  const length = stated?.kind === 'ref' ? await options.resolveLength?.(stated) : integerOf(stated);
  if (length !== undefined && length >= 0 && start + length <= cache.size) {
    const after = await cache.load(start + length, start + length + ENDSTREAM_REACH, options);
    if (startsWithEndstream(after)) return { start, end: start + length, holds: true };
  }
  const end = await options.search.bodyEnd(cache, start, options);
  if (end === undefined) throw new PdfError('PDF_STREAM_MALFORMED', `expected endstream after ${start}`, { facts: { offset: start } });
  return { start, end, holds: false };
}

/** Whether `endstream` follows, behind a few octets of white space at most. */
export function startsWithEndstream(bytes: Uint8Array): boolean {
  let at = 0;
  while (at < 4 && isWhiteSpace(bytes[at])) at += 1;
  return ENDSTREAM.every((byte, index) => bytes[at + index] === byte);
}

/** The end of `endstream endobj`, or of `endstream` alone. */
async function readTail(cache: ChunkCache, offset: number, options: IndirectObjectOptions): Promise<{ end: number; closed: boolean }> {
  return parseGrowing(cache, offset, options, (lexer) => {
    const base = lexer.base ?? 0;
    lexer.skipSpace();
    const word = lexer.readRegular();
    const closedTogether = word === 'endstreamendobj';
    const end = base + lexer.position;
    lexer.skipSpace();
    const closed = closedTogether || lexer.takeKeyword('endobj');
    return { end: closed ? base + lexer.position : end, closed };
  });
}
