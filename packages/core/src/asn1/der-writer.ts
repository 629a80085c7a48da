import { type Bytes, concatBytes, encodeLatin1, encodeUtf8 } from '../bytes/index.ts';
import { TAGS } from './tags.ts';

/** Digits of a number that is exact for certain. */
const SAFE_DIGITS = 16;
const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/;
// oxlint-disable-next-line no-control-regex -- IA5 includes the control characters
const IA5 = /^[\u0000-\u007f]*$/;

/** One element with a universal tag. SEQUENCE and SET are constructed, the rest primitive. */
export function encodeElement(tagNumber: number, content: Uint8Array): Bytes {
  const constructed = tagNumber === TAGS.SEQUENCE || tagNumber === TAGS.SET;
  return withHeader(tagNumber | (constructed ? 0x20 : 0), [content]);
}

export function encodeSequence(...parts: readonly Uint8Array[]): Bytes {
  return withHeader(TAGS.SEQUENCE | 0x20, parts);
}

/** A SET OF: parts in ascending order of their octets (X.690 §11.6). */
export function encodeSet(...parts: readonly Uint8Array[]): Bytes {
  return withHeader(TAGS.SET | 0x20, [...parts].sort(compareEncodings));
}

/** Order of two encodings under X.690 §11.6: octet by octet, the shorter one padded with zeros. */
export function compareEncodings(left: Uint8Array, right: Uint8Array): number {
  const length = Math.max(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** @throws TypeError for text that is not a dotted object identifier. */
export function encodeOid(dotted: string): Bytes {
  if (!/^[0-2](?:\.(?:0|[1-9]\d*))+$/.test(dotted)) throw new TypeError(`dotted: expected an object identifier, got ${dotted}`);
  const [root = '', second = '', ...arcs] = dotted.split('.');
  if (root < '2' && Number(second) > 39) throw new TypeError(`dotted: expected a second arc below 40, got ${dotted}`);
  const octets = base128(second.length < SAFE_DIGITS - 2 ? Number(root) * 40 + Number(second) : BigInt(root) * 40n + BigInt(second));
  // BigInt is for the long arcs alone, such as those made of a UUID.
  for (const arc of arcs) octets.push(...base128(arc.length < SAFE_DIGITS ? Number(arc) : BigInt(arc)));
  return encodeElement(TAGS.OID, Uint8Array.from(octets));
}

/** An INTEGER from a number, a bigint, or octets that are an unsigned big-endian magnitude. */
export function encodeInteger(value: bigint | number | Uint8Array): Bytes {
  return encodeElement(TAGS.INTEGER, value instanceof Uint8Array ? magnitudeContent(value) : integerContent(BigInt(value)));
}

export function encodeEnumerated(value: number): Bytes {
  return encodeElement(TAGS.ENUMERATED, integerContent(BigInt(value)));
}

export function encodeOctetString(bytes: Uint8Array): Bytes {
  return encodeElement(TAGS.OCTET_STRING, bytes);
}

export function encodeBitString(bytes: Uint8Array, unusedBits = 0): Bytes {
  return encodeElement(TAGS.BIT_STRING, concatBytes(Uint8Array.of(unusedBits), bytes));
}

export function encodeUtf8String(text: string): Bytes {
  return encodeElement(TAGS.UTF8_STRING, encodeUtf8(text));
}

/** @throws TypeError for characters above 127. */
export function encodeIa5String(text: string): Bytes {
  if (!IA5.test(text)) throw new TypeError('text: expected characters of IA5String');
  return encodeElement(TAGS.IA5_STRING, encodeLatin1(text));
}

/** @throws TypeError for characters outside PrintableString. */
export function encodePrintableString(text: string): Bytes {
  if (!PRINTABLE.test(text)) throw new TypeError('text: expected characters of PrintableString');
  return encodeElement(TAGS.PRINTABLE_STRING, encodeLatin1(text));
}

export function encodeNull(): Bytes {
  return encodeElement(TAGS.NULL, new Uint8Array());
}

export function encodeBoolean(value: boolean): Bytes {
  return encodeElement(TAGS.BOOLEAN, Uint8Array.of(value ? 0xff : 0));
}

/** `[tagNumber]` around (explicit, constructed) or instead of (implicit) a universal tag. */
export function encodeContext(tagNumber: number, content: Uint8Array, options: { readonly constructed: boolean }): Bytes {
  if (!(Number.isInteger(tagNumber) && tagNumber >= 0 && tagNumber < 31)) throw new RangeError('tagNumber: expected 0 to 30');
  return withHeader(0x80 | (options.constructed ? 0x20 : 0) | tagNumber, [content]);
}

/** Identifier and length octets of an element whose content lies elsewhere. @param identifier one octet. */
export function encodeHeader(identifier: number, length: number): Bytes {
  return headerWithRoom(identifier, length, 0);
}

/** One element around its parts, in one allocation. */
function withHeader(identifier: number, parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const element = headerWithRoom(identifier, length, length);
  let offset = element.length - length;
  for (const part of parts) {
    element.set(part, offset);
    offset += part.length;
  }
  return element;
}

/** Identifier and length octets, and `room` octets behind them. */
function headerWithRoom(identifier: number, length: number, room: number): Bytes {
  let octetsOfLength = 0;
  if (length >= 0x80) for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octetsOfLength += 1;
  const element = new Uint8Array(2 + octetsOfLength + room);
  element[0] = identifier;
  element[1] = octetsOfLength === 0 ? length : 0x80 | octetsOfLength;
  for (let index = octetsOfLength, rest = length; index > 0; index -= 1, rest = Math.floor(rest / 256)) element[1 + index] = rest % 256;
  return element;
}

/** Seven bits an octet, the most significant first (X.690 §8.19.2). */
function base128(arc: bigint | number): number[] {
  if (typeof arc === 'number') {
    const octets = [arc % 128];
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift((rest % 128) | 0x80);
    return octets;
  }
  const octets = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80);
  return octets;
}

function integerContent(value: bigint): Uint8Array {
  let length = 1;
  while (value >= 1n << BigInt(length * 8 - 1) || value < -(1n << BigInt(length * 8 - 1))) length += 1;
  const content = new Uint8Array(length);
  let rest = BigInt.asUintN(length * 8, value);
  for (let index = length - 1; index >= 0; index -= 1) {
    content[index] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return content;
}

function magnitudeContent(magnitude: Uint8Array): Uint8Array {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) start += 1;
  const trimmed = magnitude.subarray(start);
  if (trimmed.length === 0) return Uint8Array.of(0);
  return (trimmed[0] ?? 0) >= 0x80 ? concatBytes(Uint8Array.of(0), trimmed) : trimmed;
}
