import { type CallOptions, encodeLatin1 } from '../../bytes/index.ts';
import type { ChunkCache } from './chunk-cache.ts';
import { findMarker } from './find-marker.ts';

const ENDSTREAM = encodeLatin1('endstream');

/** Octets that were searched: from `from` on, the first `endstream` is at `found`. */
interface Searched {
  from: number;
  readonly found: number;
}

/**
 * Finds where a stream without a true /Length ends. It remembers what it searched, so that however many such streams a file
 * has and in whatever order they are read, no octet is searched much more than once.
 */
export class EndstreamSearch {
  /** Rising and disjoint; the position `Infinity` stands for none. */
  private readonly searched: Searched[] = [];

  /** The end of the body that begins at `start`, the end of line before `endstream` not counted. */
  async bodyEnd(cache: ChunkCache, start: number, options?: CallOptions): Promise<number | undefined> {
    const found = await this.find(cache, start, options);
    if (found === Infinity) return undefined;
    const before = await cache.load(Math.max(start, found - 2), found, options);
    const last = before[before.length - 1];
    if (last === 0x0d) return found - 1;
    if (last !== 0x0a) return found;
    return before.length === 2 && before[0] === 0x0d ? found - 2 : found - 1;
  }

  private async find(cache: ChunkCache, start: number, options?: CallOptions): Promise<number> {
    const known = this.searched[this.indexFrom(start)];
    if (known !== undefined && known.from <= start) return known.found;
    const limit = known === undefined ? cache.size : Math.min(cache.size, known.from + ENDSTREAM.length - 1);
    const found = await findMarker(cache, ENDSTREAM, start, limit, options);
    return this.remember(start, found ?? known?.found ?? Infinity);
  }

  private remember(start: number, found: number): number {
    const index = this.indexFrom(start);
    const next = this.searched[index];
    if (next?.found === found) next.from = Math.min(next.from, start);
    else this.searched.splice(index, 0, { from: start, found });
    return found;
  }

  /** Index of the first stretch that ends at or after `start`. */
  private indexFrom(start: number): number {
    let low = 0;
    let high = this.searched.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.searched[middle]?.found ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
