import { type CallOptions, decodeLatin1, encodeLatin1 } from '../../bytes/index.ts';
import type { ChunkCache } from '../file/chunk-cache.ts';
import { indexOfMarker, lastIndexOfMarker } from '../file/find-marker.ts';
import { PdfError } from '../pdf-error.ts';
import { isDigit, isWhiteSpace } from '../syntax/characters.ts';

export interface PdfHeader {
  readonly offset: number;
  /** As the header says, such as `1.7`. */
  readonly version: string;
}

const HEADER = encodeLatin1('%PDF-');
const STARTXREF = encodeLatin1('startxref');

/**
 * The header, which may have other octets before it within the first 1024.
 *
 * @see ISO 32000-2 §7.5.2, annex I
 */
export async function findHeader(cache: ChunkCache, options?: CallOptions): Promise<PdfHeader | undefined> {
  const head = await cache.load(0, 1024 + 16, options);
  const offset = indexOfMarker(head, HEADER, 0);
  if (offset < 0 || offset > 1024) return undefined;
  const version = /^\d{1,2}\.\d{1,2}/.exec(decodeLatin1(head.subarray(offset + 5, offset + 12)));
  return { offset, version: version?.[0] ?? '' };
}

export interface StartXref {
  /** Position of the keyword. */
  readonly at: number;
  /** What it states. */
  readonly value: number;
}

/**
 * The last `startxref` of the file, within `searchBytes` of its end.
 *
 * @throws {@link PdfError} `PDF_XREF_MALFORMED`
 * @see ISO 32000-2 §7.5.5
 */
export async function findStartXref(cache: ChunkCache, searchBytes: number, options?: CallOptions): Promise<StartXref> {
  for (const length of [1024, searchBytes]) {
    const from = Math.max(0, cache.size - length);
    const tail = await cache.load(from, cache.size, options);
    const at = lastIndexOfMarker(tail, STARTXREF);
    const value = at < 0 ? undefined : unsignedAfter(tail, at + STARTXREF.length);
    if (value !== undefined) return { at: from + at, value };
    if (from === 0) break;
  }
  throw new PdfError('PDF_XREF_MALFORMED', 'expected startxref with an offset near the end of the file');
}

/** The unsigned integer after white space at `start`. */
export function unsignedAfter(bytes: Uint8Array, start: number): number | undefined {
  let position = start;
  while (isWhiteSpace(bytes[position])) position += 1;
  let value = 0;
  const first = position;
  for (; isDigit(bytes[position]) && position - first < 15; position += 1) value = value * 10 + (bytes[position] ?? 0) - 0x30;
  return position === first ? undefined : value;
}
