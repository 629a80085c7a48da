import { encodeLatin1 } from '../../bytes/index.ts';
import { type PdfString, pdfString } from '../../pdf/index.ts';

/** Characters that PDFDocEncoding has at their ASCII codes. */
const PLAIN = /^[\n\r\t\x20-\x7e]*$/;

/** A text string: PDFDocEncoding where ASCII does, else UTF-16BE with its mark (ISO 32000-2 §7.9.2.2). */
export function pdfTextString(text: string): PdfString {
  if (PLAIN.test(text)) return pdfString(encodeLatin1(text));
  const bytes = new Uint8Array(2 + text.length * 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff);
  for (let index = 0; index < text.length; index += 1) view.setUint16(2 + index * 2, text.charCodeAt(index));
  return pdfString(bytes);
}

/** A date in UTC to the second (ISO 32000-2 §7.9.4). @throws RangeError outside the years 0 to 9999. */
export function pdfDateString(time: Date): PdfString {
  const iso = time.toISOString();
  if (iso.length !== 24) throw new RangeError('time: expected a year of four digits');
  return pdfString(encodeLatin1(`D:${iso.slice(0, 19).replace(/[-T:]/g, '')}Z`));
}
