import { type PdfLimits, PDF_LIMITS, assertWithin } from '../limits.ts';
import type { Bytes } from '../../bytes/index.ts';

/** What a filter made of its input, and whether the input was whole and well formed to its end. */
export interface Decoded {
  readonly bytes: Bytes;
  readonly complete: boolean;
}

const SCRATCH = 64 * 1024;
/** Room that one filter after another writes into, most of whose output is short; nobody's while it is undefined. */
let scratch: Bytes | undefined = new Uint8Array(SCRATCH);

function takeScratch(): Bytes {
  const taken = scratch ?? new Uint8Array(SCRATCH);
  scratch = undefined;
  return taken;
}

/** Longer buffers than the scratch are nobody's but their owner's. */
function isScratch(buffer: Bytes): boolean {
  return buffer.buffer.byteLength === SCRATCH;
}

function giveBack(buffer: Bytes): void {
  if (isScratch(buffer)) scratch = new Uint8Array(buffer.buffer);
}

/** Output of a filter: grows by doubling, never beyond `PdfLimits.decodedBytes`. */
export class DecodedOctets {
  buffer: Bytes;
  length = 0;
  readonly limits: PdfLimits;

  constructor(estimate: number, limits: PdfLimits = PDF_LIMITS) {
    this.limits = limits;
    const room = Math.max(64, Math.min(estimate, limits.decodedBytes));
    this.buffer = room <= SCRATCH ? takeScratch().subarray(0, Math.min(SCRATCH, limits.decodedBytes)) : new Uint8Array(room);
  }

  /** Makes room for `count` more octets. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.buffer.length) return;
    assertWithin('decodedBytes', needed, this.limits);
    const grown = new Uint8Array(Math.min(Math.max(this.buffer.length * 2, needed), this.limits.decodedBytes));
    grown.set(this.buffer.subarray(0, this.length));
    giveBack(this.buffer);
    this.buffer = grown;
  }

  /** Room for `count` octets behind the first `length`, for a loop that counts and writes by itself. */
  grow(length: number, count: number): Bytes {
    this.length = length;
    this.reserve(count);
    return this.buffer;
  }

  push(byte: number): void {
    if (this.length === this.buffer.length) this.reserve(1);
    this.buffer[this.length] = byte;
    this.length += 1;
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Repeats `count` octets from `distance` before the end; the two may overlap. */
  repeat(distance: number, count: number): void {
    this.reserve(count);
    const { buffer } = this;
    let to = this.length;
    for (let from = to - distance, left = count; left > 0; left -= 1) buffer[to++] = buffer[from++] ?? 0;
    this.length = to;
  }

  finish(complete: boolean): Decoded {
    const { buffer, length } = this;
    const bytes = length === buffer.length && !isScratch(buffer) ? buffer : buffer.slice(0, length);
    giveBack(buffer);
    return { bytes, complete };
  }
}
