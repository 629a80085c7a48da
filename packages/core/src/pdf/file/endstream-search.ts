import { type CallOptions, encodeLatin1 } from '../../bytes/index.ts';
import type { ChunkCache } from './chunk-cache.ts';
import { findMarker } from './find-marker.ts';

const ENDSTREAM = encodeLatin1('endstream');

/**
 * Finds where a stream without a true /Length ends. It keeps the last stretch that it searched, so that many such streams
 * before one `endstream` do not cost a search each.
 */
export class EndstreamSearch {
  private searched: { readonly from: number; readonly found: number | undefined } | undefined;

  /** The end of the body that begins at `start`, the end of line before `endstream` not counted. */
  async bodyEnd(cache: ChunkCache, start: number, options?: CallOptions): Promise<number | undefined> {
    const found = await this.find(cache, start, options);
    if (found === undefined) return undefined;
    const before = await cache.load(Math.max(start, found - 2), found, options);
    const last = before[before.length - 1];
    if (last === 0x0d) return found - 1;
    if (last !== 0x0a) return found;
    return before.length === 2 && before[0] === 0x0d ? found - 2 : found - 1;
  }

  private async find(cache: ChunkCache, start: number, options?: CallOptions): Promise<number | undefined> {
    const known = this.searched;
    if (known !== undefined && start >= known.from && (known.found === undefined || start <= known.found)) return known.found;
    const found = await findMarker(cache, ENDSTREAM, start, cache.size, options);
    this.searched = { from: start, found };
    return found;
  }
}
