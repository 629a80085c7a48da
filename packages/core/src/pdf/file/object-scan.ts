import type { CallOptions } from '../../bytes/index.ts';
import { type PdfLimits, assertWithin } from '../limits.ts';
import { type PdfDict, type PdfRange, type PdfRef, entryOf, integerOf, nameOf, pdfRef } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import { isDigit, isRegular, isWhiteSpace } from '../syntax/characters.ts';
import { PdfLexer } from '../syntax/lexer.ts';
import { parseObject } from '../syntax/object-parser.ts';
import type { ChunkCache } from './chunk-cache.ts';
import type { EndstreamSearch } from './endstream-search.ts';
import { ENDSTREAM_REACH, startsWithEndstream } from './indirect-object.ts';
import { skimHead, type SkimmedHead } from './skim-head.ts';

/** Something that looks like an indirect object. All of one shape: a file has thousands. */
export interface ScannedObject {
  readonly ref: PdfRef;
  readonly offset: number;
  /** `/Type` of its dictionary, when that is short and well formed. */
  readonly type: string | undefined;
  /** Of a cross-reference stream alone: its dictionary, which is a trailer. */
  readonly trailer: PdfDict | undefined;
  readonly body: PdfRange | undefined;
  /** Whether the body is as long as its dictionary states itself. */
  readonly lengthHolds: boolean;
  /** Whether it may be a stream although no body was found: its head is long or damaged. */
  readonly unclear: boolean;
}

export interface ScanOptions extends CallOptions {
  readonly limits: PdfLimits;
  readonly search: EndstreamSearch;
}

/** Windows grow from the first to the second while nothing is passed over. */
const FIRST_WINDOW = 12 * 1024;
const WINDOW = 512 * 1024;
/** Octets of an object that are parsed to see whether it is a stream. */
const HEAD = 4096;
const HEADER_BYTES = 40;
const OBJ = 'obj'.length;
/** Digits of an integer that is read at all. */
const DIGITS = 15;
/** Octets of heads that may fail to parse, besides twice the file. */
const FAILED = 16 * 1024 * 1024;
/** Octets that could be parsed in the time in which an error is made. */
const FAILING = 256;

/**
 * Whatever looks like `number generation obj` from the start to the end of the file, in order and a window of the file at a
 * time; bodies of streams are passed over.
 */
export async function* scanObjects(cache: ChunkCache, options: ScanOptions): AsyncGenerator<readonly ScannedObject[]> {
  let count = 0;
  let failed = 0;
  let length = FIRST_WINDOW;
  for (let from = 0; from < cache.size;) {
    options.signal?.throwIfAborted();
    const base = Math.max(0, from - HEADER_BYTES);
    const bytes = await cache.load(base, from + length + HEAD, options);
    let next = from + length;
    const found: ScannedObject[] = [];
    for (let at = indexOfObj(bytes, from - base); at >= 0 && base + at < from + length; at = indexOfObj(bytes, at + 3)) {
      const header = headerBefore(bytes, at);
      if (header === undefined) continue;
      count += 1;
      if (count > options.limits.xrefEntries) assertWithin('xrefEntries', count, options.limits);
      const offset = base + header.start;
      const { ref } = header;
      const scanned = readScanned(bytes, base, at + OBJ);
      failed += scanned.failed;
      // An object whose head cannot be parsed is longer than the head or damaged; these do not overlap in an honest file.
      if (failed > FAILED + 2 * cache.size) throw new PdfError('PDF_LIMIT_EXCEEDED', 'expected objects that do not overlap');
      const { head } = scanned;
      const { type, trailer } = head;
      if (head.body === undefined) {
        found.push({ ref, offset, type, trailer, body: undefined, lengthHolds: false, unclear: scanned.failed > 0 });
        continue;
      }
      const stated = statedBody(cache, head.length, head.body);
      // Without waiting where the window reaches as far: most streams are short.
      const near = stated === undefined ? undefined : bytes.subarray(stated.end - base, stated.end - base + ENDSTREAM_REACH);
      const holds =
        stated !== undefined &&
        startsWithEndstream(near?.length === ENDSTREAM_REACH ? near : await cache.load(stated.end, stated.end + ENDSTREAM_REACH, options));
      const body = holds ? stated : await searchedBody(cache, head.body, options);
      found.push({ ref, offset, type, trailer, body, lengthHolds: holds, unclear: body === undefined });
      if (body === undefined) continue;
      if (body.end >= from + length) {
        next = body.end;
        length = FIRST_WINDOW / 4;
        break;
      }
      at = body.end - base - 3;
    }
    yield found;
    from = next;
    length = Math.min(length * 4, WINDOW);
  }
}

function indexOfObj(bytes: Uint8Array, start: number): number {
  for (let at = bytes.indexOf(0x6f, start); at >= 0; at = bytes.indexOf(0x6f, at + 1)) {
    if (bytes[at + 1] === 0x62 && bytes[at + 2] === 0x6a && !isRegular(bytes[at + 3])) return at;
  }
  return -1;
}

/** Goes back from `obj` over generation and number. */
function headerBefore(bytes: Uint8Array, obj: number): { readonly start: number; readonly ref: PdfRef } | undefined {
  const generationEnd = skipSpaceBack(bytes, obj);
  const generation = skipDigitsBack(bytes, generationEnd);
  const numberEnd = skipSpaceBack(bytes, generation);
  const start = skipDigitsBack(bytes, numberEnd);
  const found = start < numberEnd && numberEnd < generation && generation < generationEnd && obj - start <= HEADER_BYTES;
  if (!found || generationEnd === obj || numberEnd - start > DIGITS || generationEnd - generation > DIGITS) return undefined;
  return { start, ref: pdfRef(unsigned(bytes, start, numberEnd), unsigned(bytes, generation, generationEnd)) };
}

function unsigned(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 10 + (bytes[at] ?? 0) - 0x30;
  return value;
}

function skipSpaceBack(bytes: Uint8Array, end: number): number {
  let at = end;
  while (at > 0 && isWhiteSpace(bytes[at - 1])) at -= 1;
  return at;
}

function skipDigitsBack(bytes: Uint8Array, end: number): number {
  let at = end;
  while (at > 0 && isDigit(bytes[at - 1])) at -= 1;
  return at;
}

/** A head as the skimmer gives it; `body` is a position in the file here. */
interface ScannedHead extends SkimmedHead {
  readonly trailer: PdfDict | undefined;
}

interface Scanned {
  readonly head: ScannedHead;
  /** Octets that a parse looked at in vain; 0 where it was not. */
  readonly failed: number;
}

const NO_HEAD: ScannedHead = { body: undefined, length: undefined, type: undefined, trailer: undefined };
const NO_DICTIONARY: Scanned = { head: NO_HEAD, failed: 0 };

/** What follows `obj`. */
function readScanned(bytes: Uint8Array, base: number, start: number): Scanned {
  let at = start;
  while (isWhiteSpace(bytes[at])) at += 1;
  if (bytes[at] !== 0x3c && bytes[at] !== 0x25) return NO_DICTIONARY;
  const window = bytes.subarray(start, start + HEAD);
  const offset = base + start;
  const skimmed = skimHead(window, at - start);
  if (skimmed !== undefined && skimmed.type !== 'XRef') {
    const { body, length, type } = skimmed;
    return { head: { body: body === undefined ? undefined : offset + body, length, type, trailer: undefined }, failed: 0 };
  }
  const lexer = new PdfLexer(window, { base: offset });
  try {
    return { head: parsedHead(lexer, offset), failed: 0 };
  } catch (error) {
    if (error instanceof PdfError) return { head: NO_HEAD, failed: reachedBy(error, lexer) };
    throw error;
  }
}

function parsedHead(lexer: PdfLexer, offset: number): ScannedHead {
  lexer.skipSpace();
  if (lexer.peek() !== 0x3c) return NO_HEAD;
  const dict = parseObject(lexer);
  if (dict.kind !== 'dict') return NO_HEAD;
  const type = nameOf(entryOf(dict, 'Type'));
  const length = integerOf(entryOf(dict, 'Length'));
  const trailer = type === 'XRef' ? dict : undefined;
  lexer.skipSpace();
  if (!lexer.takeKeyword('stream')) return { body: undefined, length, type, trailer };
  if (lexer.peek() === 0x0d) lexer.position += 1;
  if (lexer.peek() === 0x0a) lexer.position += 1;
  return { body: offset + lexer.position, length, type, trailer };
}

/** Octets that a failed parse looked at, and no less than what the failing itself costs. */
function reachedBy(error: PdfError, lexer: PdfLexer): number {
  return error.code === 'PDF_UNEXPECTED_END' ? lexer.bytes.length : Math.max(lexer.position, FAILING);
}

function statedBody(cache: ChunkCache, length: number | undefined, start: number): PdfRange | undefined {
  return length === undefined || length < 0 || start + length > cache.size ? undefined : { start, end: start + length };
}

async function searchedBody(cache: ChunkCache, start: number, options: ScanOptions): Promise<PdfRange | undefined> {
  const end = await options.search.bodyEnd(cache, start, options);
  return end === undefined ? undefined : { start, end };
}
