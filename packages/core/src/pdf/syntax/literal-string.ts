import type { Bytes } from '../../bytes/index.ts';

const ESCAPES: Readonly<Record<number, number>> = { 0x6e: 0x0a, 0x72: 0x0d, 0x74: 0x09, 0x62: 0x08, 0x66: 0x0c };

/**
 * The string whose `(` stands at `start`, and the position after its `)`; undefined when the octets end before it.
 *
 * @see ISO 32000-2 §7.3.4.2
 */
export function readLiteralString(source: Uint8Array, start: number): { readonly bytes: Bytes; readonly end: number } | undefined {
  const close = literalClose(source, start);
  if (close === undefined) return undefined;
  const value = new Uint8Array(close - start);
  let length = 0;
  for (let index = start + 1; index < close;) {
    const byte = source[index] ?? 0;
    if (byte === 0x5c) {
      const escape = readEscape(source, index + 1);
      if (escape.value !== undefined) value[length++] = escape.value;
      index = escape.end;
    } else if (byte === 0x0d) {
      value[length++] = 0x0a;
      index += source[index + 1] === 0x0a ? 2 : 1;
    } else {
      value[length++] = byte;
      index += 1;
    }
  }
  return { bytes: value.slice(0, length), end: close + 1 };
}

/** Where the `)` of the string stands that begins at `start`. */
export function literalClose(source: Uint8Array, start: number): number | undefined {
  let open = 0;
  for (let index = start; index < source.length; index += 1) {
    const byte = source[index];
    if (byte === 0x5c) index += 1;
    else if (byte === 0x28) open += 1;
    else if (byte === 0x29) {
      open -= 1;
      if (open === 0) return index;
    }
  }
  return undefined;
}

function readEscape(source: Uint8Array, start: number): { readonly value?: number; readonly end: number } {
  const byte = source[start] ?? 0;
  if (byte === 0x0d) return { end: start + (source[start + 1] === 0x0a ? 2 : 1) };
  if (byte === 0x0a) return { end: start + 1 };
  if (byte < 0x30 || byte > 0x37) return { value: ESCAPES[byte] ?? byte, end: start + 1 };
  let value = 0;
  let end = start;
  for (let digit = source[end] ?? 0; end < start + 3 && digit >= 0x30 && digit <= 0x37; digit = source[end] ?? 0) {
    value = value * 8 + (digit - 0x30);
    end += 1;
  }
  return { value: value & 0xff, end };
}
