import { encodeUtf8, equalBytes } from '../../bytes/index.ts';

/** Code points of PDFDocEncoding 0x18 to 0x1F and 0x80 to 0xA0; zero where none is defined (ISO 32000-2 Annex D.2). */
const LOW = [0x02d8, 0x02c7, 0x02c6, 0x02d9, 0x02dd, 0x02db, 0x02da, 0x02dc];
const HIGH = [
  0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x0192, 0x2044, 0x2039, 0x203a, 0x2212, 0x2030, 0x201e, 0x201c, 0x201d, 0x2018, 0x2019,
  0x201a, 0x2122, 0xfb01, 0xfb02, 0x0141, 0x0152, 0x0160, 0x0178, 0x017d, 0x0131, 0x0142, 0x0153, 0x0161, 0x017e, 0, 0x20ac,
];
const PDF_DOC = new Map([
  ...LOW.map((point, index) => [point, 0x18 + index] as const),
  ...HIGH.map((point, index) => [point, 0x80 + index] as const),
]);

/**
 * The octets that a password may have in revisions 2 to 4, the likeliest first: PDFDocEncoding as the standard has it,
 * then Latin-1 and UTF-8 as writers had them.
 *
 * @see ISO 32000-2 §7.6.4.3.2, step a
 */
export function legacyPasswordOctets(password: string): readonly Uint8Array[] {
  const points = Array.from(password, (character) => character.codePointAt(0) ?? 0);
  const pdfDoc = points.map((point) => PDF_DOC.get(point) ?? (isCommonToLatin1(point) ? point : undefined));
  const latin1 = points.every((point) => point < 0x100) ? [Uint8Array.from(points)] : [];
  const whole = pdfDoc.filter((octet) => octet !== undefined);
  return distinct([...(whole.length === points.length ? [Uint8Array.from(whole)] : []), ...latin1, encodeUtf8(password)], 32);
}

/** 0x80 to 0xA0 and 0x18 to 0x1F stand for other characters in PDFDocEncoding, and 0xAD for none. */
function isCommonToLatin1(point: number): boolean {
  return point < 0x18 || (point >= 0x20 && point < 0x80) || (point > 0xa0 && point < 0x100 && point !== 0xad);
}

/**
 * The octets that a password may have in revisions 5 and 6: UTF-8 of its SASLprep form, then as it was typed, for writers
 * that do not prepare.
 *
 * @see ISO 32000-2 §7.6.4.3.3, step a
 */
export function unicodePasswordOctets(password: string): readonly Uint8Array[] {
  return distinct([encodeUtf8(prepared(password)), encodeUtf8(password)], 127);
}

/** Of RFC 4013 what can make two people's spellings of a password one: mapping and NFKC. Nothing is prohibited here: a password that is, opens nothing. */
function prepared(password: string): string {
  return password.replaceAll(NON_ASCII_SPACE, ' ').replaceAll(MAPPED_TO_NOTHING, '').normalize('NFKC');
}

/** RFC 3454 tables C.1.2 and B.1. */
const NON_ASCII_SPACE = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/gu;
const MAPPED_TO_NOTHING = /\u00ad|\u034f|\u1806|[\u180b-\u180d]|\u200c|\u200d|\u2060|[\ufe00-\ufe0f]|\ufeff/gu;

/** Cut to the longest that the revision takes. */
function distinct(candidates: readonly Uint8Array[], longest: number): readonly Uint8Array[] {
  const cut = candidates.map((octets) => octets.subarray(0, longest));
  return cut.filter((octets, index) => cut.findIndex((other) => equalBytes(other, octets)) === index);
}
