import type { ByteSource, CallOptions } from '../../bytes/index.ts';

/** Octets that are read and kept together. */
export const CHUNK: number = 16 * 1024;
const CHUNKS = 256;
/** Longer ranges are read past the cache. */
const LONGEST = 8 * CHUNK;

/** Ranges of a source through a cache of bounded size (4 MiB). */
export class ChunkCache {
  readonly source: ByteSource;
  private readonly chunks = new Map<number, Promise<Uint8Array>>();

  constructor(source: ByteSource) {
    this.source = source;
  }

  get size(): number {
    return this.source.size;
  }

  /** The octets from `start` up to `end` or the end of the source; a view, not to be changed or kept. */
  async load(start: number, end: number, options?: CallOptions): Promise<Uint8Array> {
    options?.signal?.throwIfAborted();
    const from = Math.min(Math.max(0, start), this.size);
    const to = Math.max(from, Math.min(end, this.size));
    if (to - from > LONGEST) return this.source.read(from, to, options);
    const first = Math.floor(from / CHUNK);
    if (to <= (first + 1) * CHUNK) return (await this.chunk(first)).subarray(from - first * CHUNK, to - first * CHUNK);
    const joined = new Uint8Array(to - from);
    for (let index = first; index * CHUNK < to; index += 1) {
      const chunk = await this.chunk(index);
      const skip = Math.max(0, from - index * CHUNK);
      joined.set(chunk.subarray(skip, Math.min(chunk.length, to - index * CHUNK)), index * CHUNK + skip - from);
    }
    return joined;
  }

  private chunk(index: number): Promise<Uint8Array> {
    const known = this.chunks.get(index);
    if (known !== undefined) {
      this.chunks.delete(index);
      this.chunks.set(index, known);
      return known;
    }
    const read = this.read(index);
    this.chunks.set(index, read);
    if (this.chunks.size > CHUNKS) for (const oldest of this.chunks.keys()) return (this.chunks.delete(oldest), read);
    return read;
  }

  /** Without a signal: the chunk may serve other callers too. */
  private async read(index: number): Promise<Uint8Array> {
    try {
      return await this.source.read(index * CHUNK, Math.min((index + 1) * CHUNK, this.size));
    } catch (error) {
      this.chunks.delete(index);
      throw error;
    }
  }
}
