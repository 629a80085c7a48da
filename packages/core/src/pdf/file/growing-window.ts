import type { CallOptions } from '../../bytes/index.ts';
import { type PdfLimits, assertWithin } from '../limits.ts';
import { PdfError } from '../pdf-error.ts';
import { PdfLexer } from '../syntax/lexer.ts';
import { CHUNK, type ChunkCache } from './chunk-cache.ts';

/** At least so many octets at first, and what is left of a chunk of the cache, which is a view of it. */
const FIRST_WINDOW = 2048;

export interface WindowOptions extends CallOptions {
  readonly limits: PdfLimits;
  /** Where the octets end for this reading, the end of the source unless told. */
  readonly end?: number;
  /** Octets that the reading may take; `PdfLimits.objectBytes` unless told. */
  readonly maximum?: number;
}

/** Parses from `offset` on, over a window that grows eightfold until the parser has enough. */
export async function parseGrowing<T>(
  cache: ChunkCache,
  offset: number,
  options: WindowOptions,
  parse: (lexer: PdfLexer) => T,
): Promise<T> {
  const { limits } = options;
  const end = Math.min(options.end ?? cache.size, cache.size);
  const maximum = options.maximum ?? limits.objectBytes;
  const view = CHUNK - (offset % CHUNK);
  for (let length = view < FIRST_WINDOW ? FIRST_WINDOW : view; ; length *= 8) {
    const bytes = await cache.load(offset, Math.min(offset + Math.min(length, maximum), end), options);
    const final = offset + bytes.length >= end;
    try {
      return parse(new PdfLexer(bytes, { base: offset, final, limits }));
    } catch (error) {
      if (final || !(error instanceof PdfError) || error.code !== 'PDF_UNEXPECTED_END') throw error;
      if (length >= maximum) assertWithin('objectBytes', length + 1, limits);
      if (length >= maximum) throw error;
    }
  }
}
