import type { Bytes } from './bytes.ts';
import { BytesError } from './bytes-error.ts';

/** What a long call may be given: a signal that ends it. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** A document read by ranges; it is never copied whole. */
export interface ByteSource {
  /** Length in octets. */
  readonly size: number;
  /** The octets from `start` (included) to `end` (excluded); the caller may keep and change them. */
  read(start: number, end: number, options?: CallOptions): Promise<Bytes>;
  /** The same without a copy, where the octets lie in memory: neither to be changed nor kept. */
  view?(start: number, end: number): Uint8Array;
}

/** A source over octets in memory. The octets must not change while the source is in use. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (start, end) => checkedRead(start, end, bytes.length, () => Promise.resolve(bytes.slice(start, end))),
    view: (start, end) => {
      assertRange(start, end, bytes.length);
      return bytes.subarray(start, end);
    },
  };
}

/** A source over a Blob or File; only the ranges asked for are read from it. */
export function blobSource(blob: Blob): ByteSource {
  return {
    size: blob.size,
    read: (start, end) => checkedRead(start, end, blob.size, async () => new Uint8Array(await blob.slice(start, end).arrayBuffer())),
  };
}

/** One source that reads `first` and then `second`: an original and what was appended to it. */
export function concatSources(first: ByteSource, second: ByteSource): ByteSource {
  const size = first.size + second.size;
  const read = async (start: number, end: number, options?: CallOptions): Promise<Bytes> => {
    if (end <= first.size) return first.read(start, end, options);
    if (start >= first.size) return second.read(start - first.size, end - first.size, options);
    const joined = new Uint8Array(end - start);
    joined.set(await first.read(start, first.size, options), 0);
    joined.set(await second.read(0, end - first.size, options), first.size - start);
    return joined;
  };
  return { size, read: (start, end, options) => checkedRead(start, end, size, () => read(start, end, options)) };
}

/** The first `size` octets of a source. */
export function prefixSource(source: ByteSource, size: number): ByteSource {
  if (size < 0 || size > source.size)
    throw new BytesError('BYTES_RANGE_OUTSIDE_SOURCE', `expected a length up to ${source.size}, got ${size}`);
  return { size, read: (start, end, options) => checkedRead(start, end, size, () => source.read(start, end, options)) };
}

async function checkedRead(start: number, end: number, size: number, read: () => Promise<Bytes>): Promise<Bytes> {
  assertRange(start, end, size);
  return read();
}

/** @throws {@link BytesError} `BYTES_RANGE_OUTSIDE_SOURCE` */
export function assertRange(start: number, end: number, size: number): void {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || end < start || end > size) {
    throw new BytesError('BYTES_RANGE_OUTSIDE_SOURCE', `expected a range within ${size} octets, got ${start} to ${end}`, {
      facts: { start, end, size },
    });
  }
}
