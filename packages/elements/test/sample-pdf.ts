/** Small PDFs made by hand, so that a test names what is odd about each page. */
export interface SamplePage {
  /** MediaBox, in units. A4 when absent. */
  readonly mediaBox?: readonly [number, number, number, number];
  readonly cropBox?: readonly [number, number, number, number];
  readonly rotate?: 0 | 90 | 180 | 270;
  readonly userUnit?: number;
  readonly text?: string;
}

export const A4_BOX = [0, 0, 595.276, 841.89] as const;

export function samplePdf(pages: readonly SamplePage[]): Uint8Array<ArrayBuffer> {
  const objects: string[] = ['<< /Type /Catalog /Pages 2 0 R >>', '', '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'];
  const kids: string[] = [];
  for (const page of pages) {
    const content = `BT /F1 12 Tf 72 700 Td (${page.text ?? 'Article 16 Entry into force'}) Tj ET`;
    objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    const entries = [
      '/Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >>',
      `/MediaBox [${(page.mediaBox ?? A4_BOX).join(' ')}]`,
      page.cropBox ? `/CropBox [${page.cropBox.join(' ')}]` : '',
      page.rotate ? `/Rotate ${page.rotate}` : '',
      page.userUnit ? `/UserUnit ${page.userUnit}` : '',
      `/Contents ${objects.length} 0 R`,
    ];
    objects.push(`<< ${entries.join(' ')} >>`);
    kids.push(`${objects.length} 0 R`);
  }
  objects[1] = `<< /Type /Pages /Count ${pages.length} /Kids [${kids.join(' ')}] >>`;
  return assemble(objects);
}

function assemble(objects: readonly string[], trailerEntries = ''): Uint8Array<ArrayBuffer> {
  let file = '%PDF-1.7\n';
  const offsets: number[] = [];
  for (const [index, object] of objects.entries()) {
    offsets.push(file.length);
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const start = file.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailerEntries}>>\nstartxref\n${start}\n%%EOF\n`;
  return new TextEncoder().encode(file);
}

/** A file that asks for a password: the standard handler, and check values that no empty password meets. */
export function encryptedPdf(): Uint8Array<ArrayBuffer> {
  const zeros = '00'.repeat(32);
  const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>';
  return assemble(
    [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
      page,
      `<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <${zeros}> /U <${zeros}> >>`,
    ],
    `/Encrypt 4 0 R /ID [<${'ab'.repeat(16)}> <${'ab'.repeat(16)}>] `,
  );
}

/** Where the test server has pdf.js. */
export const PDF_ASSETS = {
  pdfModule: '/node_modules/pdfjs-dist/build/pdf.mjs',
  pdfWorker: '/node_modules/pdfjs-dist/build/pdf.worker.mjs',
  pdfCMaps: '/node_modules/pdfjs-dist/cmaps/',
  pdfStandardFonts: '/node_modules/pdfjs-dist/standard_fonts/',
} as const;
