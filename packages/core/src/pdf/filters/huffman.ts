const FAST_BITS = 9;
/** The bits that index {@link HuffmanCode.fast}. */
export const FAST_MASK: number = (1 << FAST_BITS) - 1;

/** A prefix code of DEFLATE: a table for short codes, and counts by length for the others. */
export interface HuffmanCode {
  /** `symbol << 4 | length` by the next nine bits; 0 where the code is longer. */
  readonly fast: Uint16Array;
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

/**
 * The code with these lengths, or undefined when they over-subscribe it.
 *
 * @see RFC 1951 §3.2.2
 */
export function huffmanCode(lengths: Uint8Array): HuffmanCode | undefined {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length] = (counts[length] ?? 0) + 1;
  counts[0] = 0;
  const next = new Uint16Array(16);
  const offsets = new Uint16Array(16);
  let code = 0;
  for (let length = 1; length < 16; length += 1) {
    code = (code + (counts[length - 1] ?? 0)) << 1;
    if (code + (counts[length] ?? 0) > 1 << length) return undefined;
    next[length] = code;
    offsets[length] = (offsets[length - 1] ?? 0) + (counts[length - 1] ?? 0);
  }
  const symbols = new Uint16Array(lengths.length);
  const fast = new Uint16Array(1 << FAST_BITS);
  for (let symbol = 0; symbol < lengths.length; symbol += 1) {
    const length = lengths[symbol] ?? 0;
    if (length === 0) continue;
    const place = offsets[length] ?? 0;
    symbols[place] = symbol;
    offsets[length] = place + 1;
    const own = next[length] ?? 0;
    next[length] = own + 1;
    if (length <= FAST_BITS) fillFast(fast, reverseBits(own, length), length, (symbol << 4) | length);
  }
  return { fast, counts, symbols };
}

function fillFast(fast: Uint16Array, first: number, length: number, entry: number): void {
  for (let index = first; index < fast.length; index += 1 << length) fast[index] = entry;
}

function reverseBits(value: number, length: number): number {
  let reversed = 0;
  for (let bit = 0; bit < length; bit += 1) reversed |= ((value >> bit) & 1) << (length - 1 - bit);
  return reversed;
}

/** `symbol << 4 | length` of the code that the low bits of `bits` begin with; 0 when none does. */
export function matchCode(code: HuffmanCode, bits: number): number {
  const entry = code.fast[bits & FAST_MASK] ?? 0;
  if (entry !== 0) return entry;
  let value = 0;
  let first = 0;
  let index = 0;
  for (let length = 1; length < 16; length += 1) {
    value |= (bits >>> (length - 1)) & 1;
    const count = code.counts[length] ?? 0;
    if (value - first < count) return ((code.symbols[index + value - first] ?? 0) << 4) | length;
    index += count;
    first = (first + count) << 1;
    value <<= 1;
  }
  return 0;
}
