import type { CallOptions } from '../../bytes/index.ts';
import type { ChunkCache } from './chunk-cache.ts';

/** Windows grow from the first to the second: a marker nearby costs little, however often one is looked for. */
const FIRST_WINDOW = 4 * 1024;
const WINDOW = 256 * 1024;

/** Position of the first `marker` at or after `start` that ends at or before `end`. */
export async function findMarker(
  cache: ChunkCache,
  marker: Uint8Array,
  start: number,
  end: number,
  options?: CallOptions,
): Promise<number | undefined> {
  let length = FIRST_WINDOW;
  for (let from = start; from + marker.length <= end;) {
    const bytes = await cache.load(from, Math.min(from + length + marker.length - 1, end), options);
    const at = indexOfMarker(bytes, marker, 0);
    if (at >= 0) return from + at;
    from += length;
    length = Math.min(length * 4, WINDOW);
  }
  return undefined;
}

export function indexOfMarker(bytes: Uint8Array, marker: Uint8Array, start: number): number {
  const first = marker[0] ?? 0;
  for (let at = bytes.indexOf(first, start); at >= 0; at = bytes.indexOf(first, at + 1)) if (matchesAt(bytes, marker, at)) return at;
  return -1;
}

export function lastIndexOfMarker(bytes: Uint8Array, marker: Uint8Array): number {
  for (let at = bytes.length - marker.length; at >= 0; at -= 1) if (matchesAt(bytes, marker, at)) return at;
  return -1;
}

function matchesAt(bytes: Uint8Array, marker: Uint8Array, at: number): boolean {
  for (let index = 0; index < marker.length; index += 1) if (bytes[at + index] !== marker[index]) return false;
  return true;
}
