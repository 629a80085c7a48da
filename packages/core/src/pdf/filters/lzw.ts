import type { PdfLimits } from '../limits.ts';
import { type Decoded, DecodedOctets } from './decoded-octets.ts';

const CLEAR = 256;
const END = 257;
const CODES = 4096;

/**
 * Decodes LZW as far as it is well formed. A string of the table is a stretch of the output, so the table holds where it
 * began and how long it is.
 *
 * @see ISO 32000-2 §7.4.4
 */
export function decodeLzw(source: Uint8Array, earlyChange: 0 | 1, limits: PdfLimits): Decoded {
  const out = new DecodedOctets(source.length * 3, limits);
  const starts = new Uint32Array(CODES);
  const lengths = new Uint16Array(CODES);
  let next = END + 1;
  let width = 9;
  let bits = 0;
  let count = 0;
  let previousLength = 0;
  for (let position = 0; ;) {
    while (count < width) {
      if (position >= source.length) return out.finish(false);
      bits = ((bits << 8) | (source[position] ?? 0)) & 0xffffff;
      position += 1;
      count += 8;
    }
    const code = (bits >> (count - width)) & ((1 << width) - 1);
    count -= width;
    if (code === END) return out.finish(true);
    if (code === CLEAR) {
      next = END + 1;
      width = 9;
      previousLength = 0;
      continue;
    }
    const start = out.length;
    if (code < CLEAR) out.push(code);
    else if (code < next) out.repeat(start - (starts[code] ?? 0), lengths[code] ?? 0);
    else if (code === next && previousLength > 0) out.repeat(previousLength, previousLength + 1);
    else return out.finish(false);
    if (previousLength > 0 && next < CODES) {
      starts[next] = start - previousLength;
      lengths[next] = previousLength + 1;
      next += 1;
    }
    previousLength = out.length - start;
    if (next + earlyChange >= 1 << width && width < 12) width += 1;
  }
}
