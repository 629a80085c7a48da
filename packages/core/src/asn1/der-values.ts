import { type Bytes, decodeLatin1, decodeUtf8 } from '../bytes/index.ts';
import { Asn1Error } from './asn1-error.ts';
import { assertUniversal } from './der-fields.ts';
import { type DerNode, derContent } from './der-reader.ts';
import { TAGS } from './tags.ts';

/** Longest OBJECT IDENTIFIER read, in octets. */
const MAX_OID_OCTETS = 256;

/**
 * Dotted form of an OBJECT IDENTIFIER; arcs may be of any size (UUID arcs have 128 bits).
 *
 * @throws {@link Asn1Error} `ASN1_TAG_UNEXPECTED`, `ASN1_VALUE_MALFORMED`
 * @see X.690 §8.19
 */
export function readOid(node: DerNode): string {
  assertUniversal(node, TAGS.OID, false);
  return decodeOid(content(node));
}

/** Dotted form of the content octets of an OBJECT IDENTIFIER, also where the tag is implicit. */
export function decodeOid(octets: Uint8Array): string {
  const last = octets[octets.length - 1];
  if (last === undefined || last >= 0x80 || octets.length > MAX_OID_OCTETS) throw malformed('an object identifier');
  const arcs: bigint[] = [];
  let arc = 0n;
  let fresh = true;
  for (const octet of octets) {
    if (fresh && octet === 0x80) throw malformed('arcs without leading zeros');
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    fresh = octet < 0x80;
    if (!fresh) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const first = arcs[0] ?? 0n;
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [root, first - root * 40n, ...arcs.slice(1)].join('.');
}

/** @throws {@link Asn1Error} `ASN1_TAG_UNEXPECTED`, `ASN1_VALUE_MALFORMED` for an integer that is not minimal. */
export function readInteger(node: DerNode): bigint {
  assertUniversal(node, TAGS.INTEGER, false);
  return decodeInteger(content(node));
}

/** The value of content octets in two's complement, also where the tag is implicit. */
export function decodeInteger(octets: Uint8Array): bigint {
  const first = octets[0];
  if (first === undefined) throw malformed('an integer of at least one octet');
  const second = octets[1];
  if (second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80))) throw malformed('a minimal integer');
  let value = 0n;
  for (const octet of octets) value = (value << 8n) | BigInt(octet);
  return first >= 0x80 ? value - (1n << BigInt(octets.length * 8)) : value;
}

/** An integer from 0 to 2^31 - 1. @throws {@link Asn1Error} also `ASN1_VALUE_OUT_OF_RANGE` */
export function readSmallInteger(node: DerNode): number {
  const value = readInteger(node);
  if (value < 0n || value > 0x7fffffffn)
    throw new Asn1Error('ASN1_VALUE_OUT_OF_RANGE', `expected an integer from 0 to 2147483647 at ${node.start}`);
  return Number(value);
}

/** @throws {@link Asn1Error} `ASN1_TAG_UNEXPECTED` */
export function readOctetString(node: DerNode): Bytes {
  assertUniversal(node, TAGS.OCTET_STRING, false);
  return derContent(node);
}

/** Octets of a BIT STRING and the number of unused bits in the last one. */
export interface BitString {
  readonly bytes: Bytes;
  readonly unusedBits: number;
}

/** @throws {@link Asn1Error} `ASN1_TAG_UNEXPECTED`, `ASN1_VALUE_MALFORMED` when unused bits are set or miscounted. */
export function readBitString(node: DerNode): BitString {
  assertUniversal(node, TAGS.BIT_STRING, false);
  return decodeBitString(content(node));
}

/** The value of content octets, also where the tag is implicit. */
export function decodeBitString(octets: Uint8Array): BitString {
  const unusedBits = octets[0];
  const last = octets[octets.length - 1] ?? 0;
  if (unusedBits === undefined || unusedBits > 7 || (octets.length === 1 && unusedBits !== 0)) throw malformed('a bit string');
  if (octets.length > 1 && (last & ((1 << unusedBits) - 1)) !== 0) throw malformed('zero in the unused bits');
  return { bytes: new Uint8Array(octets.subarray(1)), unusedBits };
}

/** @throws {@link Asn1Error} `ASN1_TAG_UNEXPECTED`, `ASN1_VALUE_MALFORMED` unless 00 or FF. */
export function readBoolean(node: DerNode): boolean {
  assertUniversal(node, TAGS.BOOLEAN, false);
  return decodeBoolean(content(node));
}

/** The value of content octets, also where the tag is implicit. */
export function decodeBoolean(octets: Uint8Array): boolean {
  const value = octets[0];
  if (octets.length !== 1 || (value !== 0 && value !== 0xff)) throw malformed('a boolean of 00 or FF');
  return value === 0xff;
}

/** @throws {@link Asn1Error} `ASN1_TAG_UNEXPECTED`, `ASN1_VALUE_MALFORMED` */
export function readNull(node: DerNode): null {
  assertUniversal(node, TAGS.NULL, false);
  if (node.end !== node.contentStart) throw malformed('an empty null');
  return null;
}

/** @throws {@link Asn1Error} `ASN1_TAG_UNEXPECTED`, `ASN1_VALUE_MALFORMED` when it is not UTF-8. */
export function readUtf8String(node: DerNode): string {
  assertUniversal(node, TAGS.UTF8_STRING, false);
  return utf8(content(node));
}

/**
 * Text of any character string type.
 *
 * @throws {@link Asn1Error} `ASN1_TAG_UNEXPECTED` for other types, `ASN1_VALUE_MALFORMED` for characters outside the type.
 */
export function readString(node: DerNode): string {
  const octets = content(node);
  if (node.tagClass !== 'universal' || node.constructed) throw unexpectedType(node);
  switch (node.tagNumber) {
    case TAGS.UTF8_STRING:
      return utf8(octets);
    case TAGS.NUMERIC_STRING:
    case TAGS.PRINTABLE_STRING:
    case TAGS.IA5_STRING:
    case TAGS.VISIBLE_STRING:
      if (octets.some((octet) => octet > 0x7f)) throw malformed('characters below 128');
      return decodeLatin1(octets);
    case TAGS.TELETEX_STRING:
      return decodeLatin1(octets);
    case TAGS.BMP_STRING:
      return wideText(octets, 2);
    case TAGS.UNIVERSAL_STRING:
      return wideText(octets, 4);
    default:
      throw unexpectedType(node);
  }
}

function wideText(octets: Uint8Array, width: 2 | 4): string {
  if (octets.length % width !== 0) throw malformed(`a multiple of ${width} octets`);
  let text = '';
  for (let offset = 0; offset < octets.length; offset += width) {
    let unit = 0;
    for (let index = 0; index < width; index += 1) unit = unit * 256 + (octets[offset + index] ?? 0);
    if (unit > 0x10ffff) throw malformed('Unicode characters');
    text += width === 2 ? String.fromCharCode(unit) : String.fromCodePoint(unit);
  }
  return text;
}

function utf8(octets: Uint8Array): string {
  try {
    return decodeUtf8(octets);
  } catch (cause) {
    throw new Asn1Error('ASN1_VALUE_MALFORMED', 'expected UTF-8 text', { cause });
  }
}

function content(node: DerNode): Uint8Array {
  return node.bytes.subarray(node.contentStart, node.end);
}

function unexpectedType(node: DerNode): Asn1Error {
  return new Asn1Error('ASN1_TAG_UNEXPECTED', `expected a character string at ${node.start}, got tag ${node.tagNumber}`);
}

function malformed(expected: string): Asn1Error {
  return new Asn1Error('ASN1_VALUE_MALFORMED', `expected ${expected}`);
}
