import type { PdfLimits } from '../limits.ts';
import { hexValue, isWhiteSpace } from '../syntax/characters.ts';
import { type Decoded, DecodedOctets } from './decoded-octets.ts';

/** @see ISO 32000-2 §7.4.2 */
export function decodeAsciiHex(source: Uint8Array, limits: PdfLimits): Decoded {
  const out = new DecodedOctets(source.length >> 1, limits);
  let high = -1;
  let complete = false;
  let sound = true;
  for (const byte of source) {
    if (byte === 0x3e) {
      complete = true;
      break;
    }
    if (isWhiteSpace(byte)) continue;
    const digit = hexValue(byte);
    if (digit < 0) sound = false;
    else if (high < 0) high = digit;
    else {
      out.push((high << 4) | digit);
      high = -1;
    }
  }
  if (high >= 0) out.push(high << 4);
  return out.finish(complete && sound);
}

/** @see ISO 32000-2 §7.4.3 */
export function decodeAscii85(source: Uint8Array, limits: PdfLimits): Decoded {
  const out = new DecodedOctets(Math.ceil((source.length * 4) / 5), limits);
  const start = source[0] === 0x3c && source[1] === 0x7e ? 2 : 0;
  let value = 0;
  let count = 0;
  let sound = true;
  for (let index = start; index < source.length; index += 1) {
    const byte = source[index] ?? 0;
    if (isWhiteSpace(byte)) continue;
    if (byte === 0x7e) return finishAscii85(out, value, count, sound);
    if (byte === 0x7a && count === 0) {
      pushBase256(out, 0, 4);
    } else if (byte < 0x21 || byte > 0x75) {
      sound = false;
    } else {
      value = value * 85 + (byte - 0x21);
      count += 1;
      if (count === 5) {
        sound &&= value <= 0xffffffff;
        pushBase256(out, value, 4);
        value = 0;
        count = 0;
      }
    }
  }
  return finishAscii85(out, value, count, false);
}

function finishAscii85(out: DecodedOctets, value: number, count: number, sound: boolean): Decoded {
  if (count === 0) return out.finish(sound);
  let padded = value;
  for (let index = count; index < 5; index += 1) padded = padded * 85 + 84;
  pushBase256(out, padded, count - 1);
  return out.finish(sound && count > 1);
}

function pushBase256(out: DecodedOctets, value: number, count: number): void {
  for (let index = 0; index < count; index += 1) out.push(Math.floor(value / 2 ** (24 - 8 * index)) & 0xff);
}

/** @see ISO 32000-2 §7.4.5 */
export function decodeRunLength(source: Uint8Array, limits: PdfLimits): Decoded {
  const out = new DecodedOctets(source.length * 2, limits);
  for (let position = 0; position < source.length;) {
    const length = source[position] ?? 0;
    position += 1;
    if (length === 128) return out.finish(true);
    if (length < 128) {
      out.append(source.subarray(position, position + length + 1));
      position += length + 1;
      if (position > source.length) return out.finish(false);
    } else if (position < source.length) {
      out.push(source[position] ?? 0);
      out.repeat(1, 256 - length);
      position += 1;
    }
  }
  return out.finish(false);
}
