import { type Bytes, decodeLatin1, encodeLatin1 } from '../bytes/index.ts';
import { Asn1Error } from './asn1-error.ts';
import { type DerNode, derContent } from './der-reader.ts';
import { encodeElement } from './der-writer.ts';
import { TAGS } from './tags.ts';

const UTC_TIME = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{1,9}))?Z$/;

/**
 * An instant from UTCTime (1950 to 2049) or GeneralizedTime in the forms of DER: seconds present, `Z`, no offset, a fraction
 * without trailing zeros, cut to milliseconds.
 *
 * @throws {@link Asn1Error} `ASN1_TAG_UNEXPECTED`, `ASN1_VALUE_MALFORMED`
 * @see X.690 §11.7, §11.8; RFC 5280 §4.1.2.5
 */
export function readTime(node: DerNode): Date {
  const text = decodeLatin1(derContent(node));
  if (node.tagClass === 'universal' && !node.constructed && node.tagNumber === TAGS.UTC_TIME) return utcTime(text);
  if (node.tagClass === 'universal' && !node.constructed && node.tagNumber === TAGS.GENERALIZED_TIME) return generalizedTime(text);
  throw new Asn1Error('ASN1_TAG_UNEXPECTED', `expected a time at ${node.start}, got tag ${node.tagNumber}`);
}

/** The rule of RFC 5280 §4.1.2.5: UTCTime up to 2049, GeneralizedTime from then on and before 1950. */
export function encodeUtcOrGeneralizedTime(date: Date): Bytes {
  const year = date.getUTCFullYear();
  if (year < 1950 || year > 2049) return encodeGeneralizedTime(date);
  return encodeElement(TAGS.UTC_TIME, encodeLatin1(`${digits(date).slice(2)}Z`));
}

/** GeneralizedTime to the second; a fraction is dropped. @throws RangeError for years before 0 or after 9999. */
export function encodeGeneralizedTime(date: Date): Bytes {
  return encodeElement(TAGS.GENERALIZED_TIME, encodeLatin1(`${digits(date)}Z`));
}

function digits(date: Date): string {
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) throw new RangeError('date: expected a year from 0 to 9999');
  return date.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');
}

function utcTime(text: string): Date {
  const match = UTC_TIME.exec(text);
  if (match === null) throw malformed('YYMMDDhhmmssZ');
  const [year = 0, ...rest] = match.slice(1).map(Number);
  return instant(year + (year < 50 ? 2000 : 1900), rest, 0);
}

function generalizedTime(text: string): Date {
  const match = GENERALIZED_TIME.exec(text);
  if (match === null || match[7]?.endsWith('0')) throw malformed('YYYYMMDDhhmmss[.f]Z');
  const [year = 0, ...rest] = match.slice(1, 7).map(Number);
  return instant(year, rest, Number((match[7] ?? '').padEnd(3, '0').slice(0, 3)));
}

function instant(year: number, parts: readonly number[], milliseconds: number): Date {
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, milliseconds);
  const faithful =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
  if (!faithful) throw malformed('a time that exists');
  return date;
}

function malformed(expected: string): Asn1Error {
  return new Asn1Error('ASN1_VALUE_MALFORMED', `expected ${expected}`);
}
