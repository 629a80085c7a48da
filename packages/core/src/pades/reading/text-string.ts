import type { PdfObject } from '../../pdf/index.ts';

/** Code points of PDFDocEncoding 0x18 to 0x1F and 0x80 to 0xA0; zero where none is defined (ISO 32000-2 Annex D.2). */
const LOW = [0x02d8, 0x02c7, 0x02c6, 0x02d9, 0x02dd, 0x02db, 0x02da, 0x02dc] as const;
const HIGH = [
  0x2022, 0x2020, 0x2021, 0x2026, 0x2014, 0x2013, 0x0192, 0x2044, 0x2039, 0x203a, 0x2212, 0x2030, 0x201e, 0x201c, 0x201d, 0x2018, 0x2019,
  0x201a, 0x2122, 0xfb01, 0xfb02, 0x0141, 0x0152, 0x0160, 0x0178, 0x017d, 0x0131, 0x0142, 0x0153, 0x0161, 0x017e, 0xfffd, 0x20ac,
] as const;

/** A text string as text (ISO 32000-2 §7.9.2.2): UTF-16BE or UTF-8 by its mark, else PDFDocEncoding; undefined for other objects. */
export function textOf(object: PdfObject | undefined): string | undefined {
  if (object?.kind !== 'string') return undefined;
  const { bytes } = object;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes.subarray(2));
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder().decode(bytes.subarray(3));
  return Array.from(bytes, (byte) => String.fromCodePoint(codePoint(byte))).join('');
}

function codePoint(byte: number): number {
  if (byte >= 0x18 && byte < 0x20) return LOW[byte - 0x18] ?? 0xfffd;
  return byte >= 0x80 && byte <= 0xa0 ? (HIGH[byte - 0x80] ?? 0xfffd) : byte;
}
