import type { PdfLimits } from '../limits.ts';
import { type Decoded, DecodedOctets } from './decoded-octets.ts';
import { FAST_MASK, type HuffmanCode, huffmanCode, matchCode } from './huffman.ts';

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385,
  24577,
];
const DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/**
 * Decodes a zlib stream as far as it is well formed. Readers show what a damaged stream still holds, so damage is reported
 * (`complete`), not thrown; octets after the stream are left. Written here because the output must be bounded while it
 * grows, and because a partial result and the exact end are needed.
 *
 * @throws {@link PdfError} `PDF_LIMIT_EXCEEDED`
 * @see RFC 1950, RFC 1951, ISO 32000-2 §7.4.4
 */
export function inflate(source: Uint8Array, limits: PdfLimits): Decoded {
  const out = new DecodedOctets(source.length * 4, limits);
  const header = ((source[0] ?? 0) << 8) | (source[1] ?? 0);
  if (source.length < 2 || header % 31 !== 0 || (header & 0x0f00) !== 0x0800 || (header & 0x20) !== 0) return out.finish(false);
  const input = new BitInput(source, 2);
  return out.finish(inflateBlocks(input, out) && adlerMatches(input, out));
}

/**
 * Decodes a deflate stream without the frame of zlib, as ZIP has it; complete where it fills the source exactly.
 *
 * @throws {@link PdfError} `PDF_LIMIT_EXCEEDED`
 * @see RFC 1951
 */
export function inflateRaw(source: Uint8Array, limits: PdfLimits): Decoded {
  const out = new DecodedOctets(source.length * 4, limits);
  const input = new BitInput(source, 0);
  const isWhole = inflateBlocks(input, out);
  return out.finish(isWhole && input.position - (input.count >> 3) === source.length);
}

/** Bits of octets, least significant first. Past the end it yields zeros and says so. */
class BitInput {
  readonly source: Uint8Array;
  position: number;
  bits = 0;
  count = 0;

  constructor(source: Uint8Array, position: number) {
    this.source = source;
    this.position = position;
  }

  /** Loads at least `count` (up to 24) bits. */
  need(count: number): void {
    while (this.count < count) {
      this.bits |= (this.source[this.position] ?? 0) << this.count;
      this.position += 1;
      this.count += 8;
    }
  }

  take(count: number): number {
    this.need(count);
    const value = this.bits & ((1 << count) - 1);
    this.drop(count);
    return value;
  }

  drop(count: number): void {
    this.bits >>>= count;
    this.count -= count;
  }

  symbol(code: HuffmanCode): number {
    this.need(15);
    const entry = matchCode(code, this.bits);
    if (entry === 0) return -1;
    this.drop(entry & 15);
    return entry >> 4;
  }

  /** Drops the rest of the octet and gives back whole octets that were loaded ahead. */
  align(): void {
    this.drop(this.count & 7);
    this.position -= this.count >> 3;
    this.bits = 0;
    this.count = 0;
  }

  get exhausted(): boolean {
    return this.position - (this.count >> 3) > this.source.length;
  }
}

function inflateBlocks(input: BitInput, out: DecodedOctets): boolean {
  for (let last = 0; last === 0;) {
    last = input.take(1);
    const type = input.take(2);
    if (input.exhausted) return false;
    if (type === 0) {
      if (!copyStored(input, out)) return false;
      continue;
    }
    const codes = type === 1 ? fixedCodes() : type === 2 ? readDynamicCodes(input) : undefined;
    if (codes === undefined || !inflateBlock(input, out, codes)) return false;
  }
  return true;
}

function copyStored(input: BitInput, out: DecodedOctets): boolean {
  input.align();
  const { source, position } = input;
  const length = (source[position] ?? 0) | ((source[position + 1] ?? 0) << 8);
  const inverse = (source[position + 2] ?? 0) | ((source[position + 3] ?? 0) << 8);
  const start = position + 4;
  if (start > source.length || (length ^ inverse) !== 0xffff) return false;
  out.append(source.subarray(start, start + length));
  input.position = start + length;
  return input.position <= source.length;
}

interface BlockCodes {
  readonly literals: HuffmanCode;
  readonly distances: HuffmanCode;
}

function fixedCodes(): BlockCodes | undefined {
  const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
  return blockCodes(lengths, new Uint8Array(30).fill(5));
}

function blockCodes(literalLengths: Uint8Array, distanceLengths: Uint8Array): BlockCodes | undefined {
  const literals = huffmanCode(literalLengths);
  const distances = huffmanCode(distanceLengths);
  return literals === undefined || distances === undefined ? undefined : { literals, distances };
}

function readDynamicCodes(input: BitInput): BlockCodes | undefined {
  const literals = input.take(5) + 257;
  const distances = input.take(5) + 1;
  const count = input.take(4) + 4;
  const own = new Uint8Array(19);
  for (let index = 0; index < count; index += 1) own[CODE_LENGTH_ORDER[index] ?? 0] = input.take(3);
  const code = huffmanCode(own);
  if (code === undefined) return undefined;
  const lengths = new Uint8Array(literals + distances);
  for (let index = 0; index < lengths.length;) {
    const symbol = input.symbol(code);
    if (symbol < 0 || input.exhausted) return undefined;
    if (symbol < 16) {
      lengths[index++] = symbol;
      continue;
    }
    if (symbol === 16 && index === 0) return undefined;
    const value = symbol === 16 ? (lengths[index - 1] ?? 0) : 0;
    const repeat = symbol === 16 ? 3 + input.take(2) : symbol === 17 ? 3 + input.take(3) : 11 + input.take(7);
    if (index + repeat > lengths.length) return undefined;
    lengths.fill(value, index, index + repeat);
    index += repeat;
  }
  return blockCodes(lengths.subarray(0, literals), lengths.subarray(literals));
}

/** The loop that nearly all the time goes into: its state is in locals, and goes back to `input` and `out` at the end. */
function inflateBlock(input: BitInput, out: DecodedOctets, { literals, distances }: BlockCodes): boolean {
  const { source } = input;
  const { fast: shortLiterals } = literals;
  const { fast: shortDistances } = distances;
  let { position, bits, count } = input;
  let { buffer, length: at } = out;
  let whole = false;
  for (;;) {
    for (; count < 15; count += 8) bits |= (source[position++] ?? 0) << count;
    let entry = shortLiterals[bits & FAST_MASK] ?? 0;
    if (entry === 0) entry = matchCode(literals, bits);
    bits >>>= entry & 15;
    count -= entry & 15;
    // Past the end there are zeros only.
    if (entry === 0 || position - (count >> 3) > source.length) break;
    const symbol = entry >> 4;
    if (symbol < 256) {
      if (at === buffer.length) buffer = out.grow(at, 1);
      buffer[at++] = symbol;
      continue;
    }
    whole = symbol === 256;
    const lengthBits = LENGTH_BITS[symbol - 257];
    if (whole || lengthBits === undefined) break;
    for (; count < 5; count += 8) bits |= (source[position++] ?? 0) << count;
    const length = (LENGTH_BASE[symbol - 257] ?? 0) + (bits & ((1 << lengthBits) - 1));
    bits >>>= lengthBits;
    count -= lengthBits;
    for (; count < 15; count += 8) bits |= (source[position++] ?? 0) << count;
    entry = shortDistances[bits & FAST_MASK] ?? 0;
    if (entry === 0) entry = matchCode(distances, bits);
    bits >>>= entry & 15;
    count -= entry & 15;
    const distanceBits = entry === 0 ? undefined : DISTANCE_BITS[entry >> 4];
    if (distanceBits === undefined) break;
    for (; count < 13; count += 8) bits |= (source[position++] ?? 0) << count;
    const distance = (DISTANCE_BASE[entry >> 4] ?? 0) + (bits & ((1 << distanceBits) - 1));
    bits >>>= distanceBits;
    count -= distanceBits;
    if (distance > at || position - (count >> 3) > source.length) break;
    if (at + length > buffer.length) buffer = out.grow(at, length);
    for (let from = at - distance, end = at + length; at < end;) buffer[at++] = buffer[from++] ?? 0;
  }
  input.position = position;
  input.bits = bits;
  input.count = count;
  out.length = at;
  return whole;
}

function adlerMatches(input: BitInput, out: DecodedOctets): boolean {
  input.align();
  const { source, position } = input;
  const { buffer, length } = out;
  if (position + 4 > source.length) return false;
  let low = 1;
  let high = 0;
  for (let index = 0; index < length;) {
    // 5552 is the most octets whose sums stay below 2^32 (RFC 1950 §8.2 leaves it to the reader).
    const end = Math.min(index + 5552, length);
    for (; index < end; index += 1) {
      low += buffer[index] ?? 0;
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  const stated = new DataView(source.buffer, source.byteOffset + position, 4).getUint32(0);
  return stated === ((high << 16) | low) >>> 0;
}
