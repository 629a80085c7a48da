import { Asn1Error } from './asn1-error.ts';
import { TAG_CLASSES, type TagClass } from './tags.ts';

/** Identifier and length octets of one element. `contentEnd` is undefined for the indefinite form. */
export interface ElementHeader {
  readonly tagClass: TagClass;
  readonly tagNumber: number;
  readonly constructed: boolean;
  readonly contentStart: number;
  readonly contentEnd: number | undefined;
  /** The length could have been written in fewer octets. */
  readonly minimal: boolean;
}

/** Longest length field read: four octets, 4 GiB, far above any limit of the callers. */
const MAX_LENGTH_OCTETS = 4;
/** Highest tag number read; nothing in PKI comes near. */
const MAX_TAG_NUMBER = 0x1fffff;

/**
 * Reads identifier and length octets at `start`, in any form that BER knows.
 *
 * @throws {@link Asn1Error} `ASN1_TRUNCATED`, `ASN1_TAG_MALFORMED`, `ASN1_LENGTH_MALFORMED`
 * @see X.690 §8.1
 */
export function readHeader(bytes: Uint8Array, start: number, end: number): ElementHeader {
  const identifier = octetAt(bytes, start, end);
  const tag = readTagNumber(bytes, start, end, identifier & 0x1f);
  const tagClass = TAG_CLASSES[identifier >> 6] ?? 'universal';
  const constructed = (identifier & 0x20) !== 0;
  const first = octetAt(bytes, tag.next, end);
  if (first < 0x80)
    return { tagClass, tagNumber: tag.number, constructed, ...bounded(tag.next + 1, first, end, tag.next), minimal: tag.minimal };
  if (first === 0x80)
    return {
      tagClass,
      tagNumber: tag.number,
      constructed,
      contentStart: tag.next + 1,
      contentEnd: undefined,
      minimal: tag.minimal,
    };
  const count = first & 0x7f;
  if (count > MAX_LENGTH_OCTETS)
    throw new Asn1Error('ASN1_LENGTH_MALFORMED', `expected at most ${MAX_LENGTH_OCTETS} length octets, got ${count} at ${start}`);
  let length = 0;
  for (let index = 0; index < count; index += 1) length = length * 256 + octetAt(bytes, tag.next + 1 + index, end);
  const minimal = tag.minimal && length >= 0x80 && octetAt(bytes, tag.next + 1, end) !== 0;
  return { tagClass, tagNumber: tag.number, constructed, ...bounded(tag.next + 1 + count, length, end, start), minimal };
}

function readTagNumber(
  bytes: Uint8Array,
  start: number,
  end: number,
  low: number,
): { readonly number: number; readonly next: number; readonly minimal: boolean } {
  if (low !== 0x1f) return { number: low, next: start + 1, minimal: true };
  let number = 0;
  let next = start + 1;
  let octet = octetAt(bytes, next, end);
  if (octet === 0x80) throw new Asn1Error('ASN1_TAG_MALFORMED', `expected a tag number without leading zeros at ${start}`);
  for (;;) {
    number = number * 128 + (octet & 0x7f);
    next += 1;
    if (number > MAX_TAG_NUMBER) throw new Asn1Error('ASN1_TAG_MALFORMED', `expected a tag number up to ${MAX_TAG_NUMBER} at ${start}`);
    if (octet < 0x80) return { number, next, minimal: number >= 31 };
    octet = octetAt(bytes, next, end);
  }
}

function bounded(
  contentStart: number,
  length: number,
  end: number,
  at: number,
): { readonly contentStart: number; readonly contentEnd: number } {
  if (contentStart + length > end)
    throw new Asn1Error('ASN1_TRUNCATED', `expected ${length} content octets at ${at}, got ${end - contentStart}`, {
      facts: { offset: at },
    });
  return { contentStart, contentEnd: contentStart + length };
}

function octetAt(bytes: Uint8Array, offset: number, end: number): number {
  const octet = offset < end ? bytes[offset] : undefined;
  if (octet === undefined) throw new Asn1Error('ASN1_TRUNCATED', `expected an octet at ${offset}, got the end`, { facts: { offset } });
  return octet;
}
