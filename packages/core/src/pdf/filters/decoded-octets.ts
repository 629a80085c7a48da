import { type PdfLimits, PDF_LIMITS, assertWithin } from '../limits.ts';
import type { Bytes } from '../../bytes/index.ts';

/** What a filter made of its input, and whether the input was whole and well formed to its end. */
export interface Decoded {
  readonly bytes: Bytes;
  readonly complete: boolean;
}

/** Output of a filter: grows by doubling, never beyond `PdfLimits.decodedBytes`. */
export class DecodedOctets {
  buffer: Bytes;
  length = 0;
  readonly limits: PdfLimits;

  constructor(estimate: number, limits: PdfLimits = PDF_LIMITS) {
    this.limits = limits;
    this.buffer = new Uint8Array(Math.max(64, Math.min(estimate, limits.decodedBytes)));
  }

  /** Makes room for `count` more octets. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.buffer.length) return;
    assertWithin('decodedBytes', needed, this.limits);
    const grown = new Uint8Array(Math.min(Math.max(this.buffer.length * 2, needed), this.limits.decodedBytes));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
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
    return { bytes: this.length === this.buffer.length ? this.buffer : this.buffer.slice(0, this.length), complete };
  }
}
