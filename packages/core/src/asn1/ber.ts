import { type Bytes, concatBytes } from '../bytes/index.ts';
import { Asn1Error } from './asn1-error.ts';
import { type ElementHeader, readHeader } from './der-header.ts';
import { DER_LIMITS } from './der-reader.ts';
import { TAG_CLASSES, TAGS } from './tags.ts';

/** What the lenient path changed, and where in the octets received. */
export interface BerRepair {
  readonly code: 'INDEFINITE_LENGTH' | 'LENGTH_NOT_MINIMAL' | 'STRING_IN_SEGMENTS';
  readonly offset: number;
}

export interface NormalizedBer {
  readonly der: Bytes;
  readonly repairs: readonly BerRepair[];
  /** Octets after the element; none of them is in `der`. */
  readonly trailing: number;
}

/** Most repairs that are listed by place; the rest is only made. */
const MAX_REPAIRS_LISTED = 64;
const SEGMENTED = new Set<number>([TAGS.OCTET_STRING, TAGS.BIT_STRING]);

/**
 * The same value with definite, minimal lengths and unsegmented strings, and the list of what was changed. Containers of
 * other makers come so (OpenSSL's streaming, smart cards). The order of SETs is kept, so that attributes hash as received,
 * and an element that needs no repair keeps its octets.
 *
 * @throws {@link Asn1Error} for octets that are not BER either, or beyond the limits of {@link DER_LIMITS}.
 * @see X.690 §8
 */
export function normalizeBer(bytes: Uint8Array): NormalizedBer {
  if (bytes.length > DER_LIMITS.maxLength) throw new Asn1Error('ASN1_LIMIT_EXCEEDED', `expected at most ${DER_LIMITS.maxLength} octets`);
  const state: NormalizeState = { bytes, repairs: [], nodes: 0 };
  const { der, next } = normalizeElement(state, 0, bytes.length, 1);
  return { der, repairs: state.repairs, trailing: bytes.length - next };
}

interface NormalizeState {
  readonly bytes: Uint8Array;
  readonly repairs: BerRepair[];
  nodes: number;
}

function normalizeElement(
  state: NormalizeState,
  start: number,
  end: number,
  depth: number,
): { readonly der: Bytes; readonly next: number } {
  state.nodes += 1;
  if (depth > DER_LIMITS.maxDepth || state.nodes > DER_LIMITS.maxNodes)
    throw new Asn1Error('ASN1_LIMIT_EXCEEDED', `expected nesting up to ${DER_LIMITS.maxDepth} at ${start}`);
  const header = readHeader(state.bytes, start, end);
  if (!header.minimal) note(state, 'LENGTH_NOT_MINIMAL', start);
  if (!header.constructed) return normalizePrimitive(state, header, start);
  if (header.contentEnd === undefined) note(state, 'INDEFINITE_LENGTH', start);
  const { parts, next } = normalizeContent(state, header, end, depth);
  if (header.tagClass === 'universal' && SEGMENTED.has(header.tagNumber)) {
    note(state, 'STRING_IN_SEGMENTS', start);
    return { der: joinSegments(header.tagNumber, parts), next };
  }
  return { der: concatBytes(headerOctets(header, parts), ...parts), next };
}

function normalizePrimitive(state: NormalizeState, header: ElementHeader, start: number): { readonly der: Bytes; readonly next: number } {
  if (header.contentEnd === undefined)
    throw new Asn1Error('ASN1_LENGTH_MALFORMED', `expected a definite length of a primitive element at ${start}`);
  const content = state.bytes.subarray(header.contentStart, header.contentEnd);
  return { der: concatBytes(headerOctets(header, [content]), content), next: header.contentEnd };
}

function normalizeContent(
  state: NormalizeState,
  header: ElementHeader,
  end: number,
  depth: number,
): { readonly parts: readonly Bytes[]; readonly next: number } {
  const parts: Bytes[] = [];
  const limit = header.contentEnd ?? end;
  let offset = header.contentStart;
  for (;;) {
    if (header.contentEnd !== undefined && offset === limit) return { parts, next: offset };
    if (header.contentEnd === undefined && state.bytes[offset] === 0 && state.bytes[offset + 1] === 0 && offset + 2 <= end)
      return { parts, next: offset + 2 };
    const element = normalizeElement(state, offset, limit, depth + 1);
    parts.push(element.der);
    offset = element.next;
  }
}

function joinSegments(tagNumber: number, parts: readonly Bytes[]): Bytes {
  const contents: Uint8Array[] = [];
  for (const part of parts) {
    const header = readHeader(part, 0, part.length);
    if (header.tagClass !== 'universal' || header.tagNumber !== tagNumber || header.constructed)
      throw new Asn1Error('ASN1_TAG_UNEXPECTED', `expected segments of tag ${tagNumber}`);
    contents.push(part.subarray(header.contentStart));
  }
  const content = tagNumber === TAGS.BIT_STRING ? joinBitSegments(contents) : concatBytes(...contents);
  return concatBytes(headerOctets({ tagClass: 'universal', tagNumber, constructed: false }, [content]), content);
}

function joinBitSegments(contents: readonly Uint8Array[]): Bytes {
  if (contents.slice(0, -1).some((content) => content[0] !== 0))
    throw new Asn1Error('ASN1_VALUE_MALFORMED', 'expected whole octets in all segments but the last');
  const unused = contents.at(-1)?.[0] ?? 0;
  return concatBytes(Uint8Array.of(unused), ...contents.map((content) => content.subarray(1)));
}

function headerOctets(header: Pick<ElementHeader, 'tagClass' | 'tagNumber' | 'constructed'>, parts: readonly Uint8Array[]): Uint8Array {
  const first = (TAG_CLASSES.indexOf(header.tagClass) << 6) | (header.constructed ? 0x20 : 0);
  const octets: number[] = header.tagNumber < 31 ? [first | header.tagNumber] : [first | 0x1f, ...highTag(header.tagNumber)];
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length < 0x80) return Uint8Array.of(...octets, length);
  const lengthOctets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) lengthOctets.unshift(rest % 256);
  return Uint8Array.of(...octets, 0x80 | lengthOctets.length, ...lengthOctets);
}

function highTag(tagNumber: number): number[] {
  const octets = [tagNumber & 0x7f];
  for (let rest = tagNumber >> 7; rest > 0; rest >>= 7) octets.unshift((rest & 0x7f) | 0x80);
  return octets;
}

function note(state: NormalizeState, code: BerRepair['code'], offset: number): void {
  if (state.repairs.length < MAX_REPAIRS_LISTED) state.repairs.push({ code, offset });
}
