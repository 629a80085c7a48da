import { assertRange, type ByteSource, type CallOptions } from './byte-source.ts';
import type { Bytes } from './bytes.ts';

/** A range of a source: `start` included, `end` excluded. */
export interface SourceSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * One source that reads spans of another, one after the other. Nothing is read before it is asked for.
 *
 * @throws {@link BytesError} `BYTES_RANGE_OUTSIDE_SOURCE` for a span outside of the source.
 */
export function spansSource(source: ByteSource, spans: readonly SourceSpan[]): ByteSource {
  /** Where each span begins in the joined octets. */
  const starts: number[] = [];
  let size = 0;
  for (const { start, end } of spans) {
    assertRange(start, end, source.size);
    starts.push(size);
    size += end - start;
  }
  const read = async (start: number, end: number, options?: CallOptions): Promise<Bytes> => {
    assertRange(start, end, size);
    const joined = new Uint8Array(end - start);
    for (let index = lastAtOrBefore(starts, start), offset = start; offset < end; index += 1) {
      const span = spans[index] ?? { start: 0, end: 0 };
      const from = span.start + offset - (starts[index] ?? 0);
      const to = Math.min(span.end, from + end - offset);
      joined.set(await source.read(from, to, options), offset - start);
      offset += to - from;
    }
    return joined;
  };
  return { size, read };
}

/** Index of the last of ascending numbers that is not above `value`; 0 where there is none. */
function lastAtOrBefore(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length];
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return low;
}
