import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnnotationMode, getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Red, green and blue of a page as a reader shows it, row by row from the top. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** Width and height of a page in pixels of {@link PIXEL}. */
export type PixelSize = readonly [number, number];

export interface Renderer {
  readonly name: string;
  /** Whether it is installed here. */
  readonly present: boolean;
  /** Each page with its annotations, cropped and turned, in the size that is asked for. */
  render(pdf: Uint8Array, sizes: readonly PixelSize[]): Promise<readonly Picture[]>;
}

const MAX_OUTPUT = 256 * 1024 * 1024;
/** Dots per inch. */
const RESOLUTION = 127;
/** Micrometres of a pixel at that resolution. */
export const PIXEL: number = 25_400 / RESOLUTION;

export const RENDERERS: readonly Renderer[] = [
  {
    name: 'poppler',
    present: spawnSync('pdftoppm', ['-v']).status === 0,
    render: (pdf, sizes) => renderFile(pdf, sizes, drawWithPoppler),
  },
  {
    name: 'MuPDF',
    present: spawnSync('mutool', ['-v']).status === 0,
    render: (pdf, sizes) => renderFile(pdf, sizes, drawWithMupdf),
  },
  { name: 'pdf.js', present: hasCanvas(), render: renderWithPdfjs },
];

function hasCanvas(): boolean {
  try {
    return createRequire(import.meta.url).resolve('@napi-rs/canvas') !== '';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return false;
    throw error;
  }
}

function renderFile(
  pdf: Uint8Array,
  sizes: readonly PixelSize[],
  draw: (file: string, page: string, size: PixelSize) => Picture,
): Promise<readonly Picture[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sealkit-rendering-'));
  try {
    const file = join(folder, 'document.pdf');
    writeFileSync(file, pdf);
    return Promise.resolve(sizes.map((size, index) => draw(file, String(index + 1), size)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** It scales turned pages to a size before it turns them, and does not know units: so by a resolution, once more for a unit. */
function drawWithPoppler(file: string, page: string, [width, height]: PixelSize): Picture {
  const at = (resolution: number): Picture =>
    readPpm(
      execFileSync('pdftoppm', ['-q', '-cropbox', '-r', String(resolution), '-f', page, '-l', page, file], { maxBuffer: MAX_OUTPUT }),
    );
  const picture = at(RESOLUTION);
  const unit = Math.round(width / picture.width);
  return framed(unit === 1 ? picture : at(RESOLUTION * unit), width, height);
}

function drawWithMupdf(file: string, page: string, [width, height]: PixelSize): Picture {
  const words = ['draw', '-q', '-F', 'ppm', '-o', '-', '-f', '-w', String(width), '-h', String(height), file, page];
  return readPpm(execFileSync('mutool', words, { maxBuffer: MAX_OUTPUT, stdio: ['ignore', 'pipe', 'ignore'] }));
}

/** The same picture in this size; a reader rounds a page's size its own way, by a pixel. */
function framed(picture: Picture, width: number, height: number): Picture {
  if (Math.abs(picture.width - width) > 2 || Math.abs(picture.height - height) > 2)
    throw new RangeError(`expected a page of ${width} by ${height} pixels, got ${picture.width} by ${picture.height}`);
  const rgb = new Uint8Array(width * height * 3).fill(255);
  for (let row = 0; row < Math.min(height, picture.height); row += 1) {
    const start = row * picture.width * 3;
    rgb.set(picture.rgb.subarray(start, start + Math.min(width, picture.width) * 3), row * width * 3);
  }
  return { width, height, rgb };
}

function readPpm(bytes: Uint8Array): Picture {
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(String.fromCharCode(...bytes.subarray(0, 40)));
  if (head === null) throw new TypeError('expected a PPM');
  return { width: Number(head[1]), height: Number(head[2]), rgb: bytes.subarray(head[0].length) };
}

interface Canvas {
  readonly canvas: HTMLCanvasElement;
  readonly context: CanvasRenderingContext2D;
}

async function renderWithPdfjs(pdf: Uint8Array, sizes: readonly PixelSize[]): Promise<readonly Picture[]> {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
  try {
    const document = await task.promise;
    const factory = document.canvasFactory as { create(width: number, height: number): Canvas };
    const pictures: Picture[] = [];
    for (const [index, [width, height]] of sizes.entries()) {
      const page = await document.getPage(index + 1);
      const viewport = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width });
      const { canvas, context } = factory.create(width, height);
      await page.render({ canvas, canvasContext: context, viewport, annotationMode: AnnotationMode.ENABLE }).promise;
      const { data } = context.getImageData(0, 0, width, height);
      pictures.push({
        width,
        height,
        rgb: Uint8Array.from({ length: width * height * 3 }, (_, at) => data[Math.floor(at / 3) * 4 + (at % 3)] ?? 0),
      });
    }
    return pictures;
  } finally {
    await task.destroy();
  }
}
