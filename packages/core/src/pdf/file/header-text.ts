import type { CallOptions } from '../../bytes/index.ts';
import { isDigit, isRegular, isWhiteSpace } from '../syntax/characters.ts';
import type { PdfRange } from '../objects.ts';
import type { ChunkCache } from './chunk-cache.ts';

/** Text that some reader takes as the begin of an object, wherever it stands: in a stream, a string, a comment. */
export interface HeaderText {
  /** Undefined where `obj` stands alone but a reader that passes over comments or long white space may find numbers before. */
  readonly number: number | undefined;
  readonly offset: number;
}

const PIECE = 256 * 1024;
/** Octets before `obj` in which its numbers are looked for. */
const BEFORE = 1024;
const OBJ = 3;

/** All such texts whose `obj` lies in a range of the file, in order. What follows `obj` after its numbers does not matter: readers differ on it. */
export async function* headerTexts(cache: ChunkCache, range: PdfRange, options: CallOptions): AsyncGenerator<HeaderText> {
  for (let from = range.start; from < range.end; from += PIECE) {
    options.signal?.throwIfAborted();
    const base = Math.max(0, from - BEFORE);
    const bytes = await cache.load(base, Math.min(cache.size, range.end, from + PIECE + OBJ), options);
    const end = Math.min(bytes.length, from + PIECE - base);
    for (let at = bytes.indexOf(0x6f, from - base); at >= 0 && at < end; at = bytes.indexOf(0x6f, at + 1)) {
      if (bytes[at + 1] !== 0x62 || bytes[at + 2] !== 0x6a) continue;
      const header = headerBefore(bytes, at);
      if (header !== undefined) yield { number: header.number, offset: base + header.start };
    }
  }
}

function headerBefore(bytes: Uint8Array, obj: number): { readonly number: number | undefined; readonly start: number } | undefined {
  const afterGeneration = skipBack(bytes, obj, isWhiteSpace);
  const generation = skipBack(bytes, afterGeneration, isDigit);
  const afterNumber = skipBack(bytes, generation, isWhiteSpace);
  const start = skipBack(bytes, afterNumber, isDigit);
  const isHeader = generation < afterGeneration && start < afterNumber && afterNumber < generation;
  if (isHeader) return { number: start === 0 ? undefined : numberAt(bytes, start, afterNumber), start };
  if (isRegular(bytes[obj + OBJ])) return undefined;
  // Numbers that begin before the window, or that a comment parts from the keyword.
  const isCut = afterNumber === 0 || start === 0;
  const isParted =
    isAfterComment(bytes, afterGeneration, obj) || (generation < afterGeneration && isAfterComment(bytes, afterNumber, generation));
  return isCut || isParted ? { number: undefined, start: obj } : undefined;
}

/** Whether white space from `start` to `end` holds the end of a line on which a comment may begin. */
function isAfterComment(bytes: Uint8Array, start: number, end: number): boolean {
  if (!bytes.subarray(start, end).some(isEndOfLine)) return false;
  const line = skipBack(bytes, start, (byte) => byte !== undefined && !isEndOfLine(byte));
  return bytes.subarray(line, start).includes(0x25);
}

function isEndOfLine(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}

function skipBack(bytes: Uint8Array, end: number, matches: (byte: number | undefined) => boolean): number {
  let at = end;
  while (at > 0 && matches(bytes[at - 1])) at -= 1;
  return at;
}

function numberAt(bytes: Uint8Array, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end; at += 1) number = number * 10 + (bytes[at] ?? 0) - 0x30;
  return number;
}
