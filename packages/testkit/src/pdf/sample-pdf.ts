import type { PDFDocument, PDFPage } from 'pdf-lib';

/** Loaded when it is called: parts of it are no modules for a browser, and whoever tests there needs the rest of this package. */
const loadPdfLib = () => import('pdf-lib');
type PdfLib = Awaited<ReturnType<typeof loadPdfLib>>;

export interface SamplePdfOptions {
  readonly pages?: number;
  /** Points, before rotation. A4 by default. */
  readonly size?: readonly [number, number];
  readonly rotate?: 0 | 90 | 180 | 270;
  readonly cropBox?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly userUnit?: number;
  /** Cross-reference stream and object streams instead of the classic table. */
  readonly objectStreams?: boolean;
  /** Text of the first line of each page. */
  readonly title?: string;
  /** Octets of incompressible content added to the file. */
  readonly padding?: number;
}

const EPOCH = new Date('2026-01-01T00:00:00Z');

/** A contract-like document by pdf-lib; the same octets in every run. */
export async function buildSamplePdf(options: SamplePdfOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const pdfLib = await loadPdfLib();
  const document = await pdfLib.PDFDocument.create({ updateMetadata: false });
  const font = await document.embedFont(pdfLib.StandardFonts.Helvetica);
  document.setTitle(options.title ?? 'Sample contract');
  document.setCreationDate(EPOCH);
  document.setModificationDate(EPOCH);
  for (let index = 0; index < (options.pages ?? 1); index += 1) {
    const page = document.addPage([...(options.size ?? [595.28, 841.89])]);
    setGeometry(pdfLib, page, options);
    page.drawText(`${options.title ?? 'Sample contract'}, page ${index + 1}`, { x: 72, y: page.getHeight() - 90, size: 14, font });
    for (let line = 0; line < 12; line += 1)
      page.drawText(`Clause ${index + 1}.${line + 1}: the parties agree on what this line says.`, {
        x: 72,
        y: page.getHeight() - 130 - line * 22,
        size: 10,
        font,
      });
  }
  if (options.padding !== undefined) addPadding(pdfLib, document, options.padding);
  return new Uint8Array(await document.save({ useObjectStreams: options.objectStreams ?? false, addDefaultPage: false }));
}

function setGeometry({ degrees, PDFName, PDFNumber }: PdfLib, page: PDFPage, options: SamplePdfOptions): void {
  if (options.rotate !== undefined) page.setRotation(degrees(options.rotate));
  if (options.cropBox !== undefined) page.setCropBox(options.cropBox.x, options.cropBox.y, options.cropBox.width, options.cropBox.height);
  if (options.userUnit !== undefined) page.node.set(PDFName.of('UserUnit'), PDFNumber.of(options.userUnit));
}

/** A private stream in the catalog, of octets that do not repeat. */
function addPadding({ PDFName }: PdfLib, document: PDFDocument, length: number): void {
  const octets = new Uint8Array(length);
  let state = 0x9e3779b9;
  for (let index = 0; index < length; index += 1) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + index;
    octets[index] = state >>> 24;
  }
  document.catalog.set(PDFName.of('SealkitTestPadding'), document.context.register(document.context.stream(octets)));
}
