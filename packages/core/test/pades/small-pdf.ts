import { type Bytes, concatBytes, encodeLatin1 } from '../../src/bytes/index.ts';

/** A document from the text of its objects: object number → body. Offsets come from here, as from any writer. */
export interface SmallPdf {
  readonly objects: Readonly<Record<number, string>>;
  /** Entries of the trailer besides `/Size`, `/Prev` and what a stream section needs. */
  readonly trailer: string;
  readonly size?: number;
  readonly form?: 'table' | 'stream';
}

/** Writes a whole document, or with `previous` an incremental update of it. */
export function smallPdf(
  pdf: SmallPdf,
  previous?: { readonly bytes: Uint8Array; readonly startxref: number },
): { bytes: Bytes; startxref: number } {
  const numbers = Object.keys(pdf.objects)
    .map(Number)
    .sort((left, right) => left - right);
  let text = previous === undefined ? '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n' : '';
  const base = previous?.bytes.length ?? 0;
  const offsets = new Map<number, number>();
  for (const number of numbers) {
    offsets.set(number, base + text.length);
    text += `${number} 0 obj\n${pdf.objects[number] ?? ''}\nendobj\n`;
  }
  const startxref = base + text.length;
  const stream = (numbers.at(-1) ?? 0) + 1;
  const size = pdf.size ?? stream + (pdf.form === 'stream' ? 1 : 0);
  const prev = previous === undefined ? '' : `/Prev ${previous.startxref} `;
  if (pdf.form === 'stream') {
    offsets.set(stream, startxref);
    text += xrefStream(stream, offsets, `${pdf.trailer} ${prev}/Size ${Math.max(size, stream + 1)}`, previous === undefined);
  } else {
    const entries = previous === undefined ? ['0 1\n0000000000 65535 f \n'] : [];
    for (const number of numbers) entries.push(`${number} 1\n${String(offsets.get(number)).padStart(10, '0')} 00000 n \n`);
    text += `xref\n${entries.join('')}trailer\n<< ${pdf.trailer} ${prev}/Size ${size} >>\n`;
  }
  const added = encodeLatin1(`${text}startxref\n${startxref}\n%%EOF\n`);
  return { bytes: previous === undefined ? added : concatBytes(previous.bytes, added), startxref };
}

function xrefStream(number: number, offsets: ReadonlyMap<number, number>, trailer: string, first: boolean): string {
  const rows: string[] = first ? ['00000000000000'] : [];
  const index: string[] = first ? ['0 1'] : [];
  for (const [entry, offset] of offsets) {
    index.push(`${entry} 1`);
    rows.push(`01${offset.toString(16).padStart(8, '0')}0000`);
  }
  const hex = `${rows.join('\n')}>`;
  return `${number} 0 obj\n<< /Type /XRef /W [1 4 2] /Index [${index.join(' ')}] ${trailer} /Filter /ASCIIHexDecode /Length ${hex.length} >>\nstream\n${hex}\nendstream\nendobj\n`;
}

/** Text of a content stream that draws a frame and an L in the lower left, so that a turn shows. */
export function contentStream(operators: string): string {
  return `<< /Length ${operators.length} >>\nstream\n${operators}\nendstream`;
}

/** A document of pages whose own entries are given (boxes, rotation, unit, annotations). Pages are objects 4, 6, 8… */
export function pagesPdf(pages: readonly string[], more: Partial<SmallPdf> = {}): SmallPdf {
  const objects: Record<number, string> = {
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${4 + index * 2} 0 R`).join(' ')}] >>`,
    3: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  };
  pages.forEach((entries, index) => {
    objects[4 + index * 2] =
      `<< /Type /Page /Parent 2 0 R /Resources << /Font << /F 3 0 R >> >> /Contents ${5 + index * 2} 0 R ${entries} >>`;
    objects[5 + index * 2] = contentStream(`BT /F 24 Tf 60 60 Td (Page ${index + 1}) Tj ET`);
  });
  return { trailer: '/Root 1 0 R', ...more, objects: { ...objects, ...more.objects } };
}
