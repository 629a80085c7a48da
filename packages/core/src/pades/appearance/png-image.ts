import { unzlibSync } from 'fflate';
import type { Bytes } from '../../bytes/index.ts';
import { PadesError } from '../pades-error.ts';
import { type PngChunks, readPngChunks } from './png-chunks.ts';

/** Decoded samples of eight bits, row by row from the top; alpha stands apart and is absent when all is opaque. */
export interface RasterSamples {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3;
  readonly samples: Bytes;
  readonly alpha?: Bytes;
}

interface Pass {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

const CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;
const WHOLE: readonly Pass[] = [{ x: 0, y: 0, dx: 1, dy: 1 }];
/** Adam7. */
const INTERLACED: readonly Pass[] = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];

/**
 * Decodes a PNG of any colour type, depth and interlacing to samples of eight bits (W3C PNG, third edition, §7 to §9).
 * Colour profiles and gamma are left aside: a face's colours are taken as they stand.
 *
 * @throws {@link PadesError} `PADES_FACE_PNG_MALFORMED`, `PADES_FACE_PNG_UNSUPPORTED`, `PADES_FACE_TOO_LARGE`.
 */
export function decodePng(bytes: Uint8Array): RasterSamples {
  const chunks = readPngChunks(bytes);
  const passes = (chunks.interlaced ? INTERLACED : WHOLE).map((pass) => passSize(pass, chunks)).filter(({ rows }) => rows > 0);
  const raw = inflate(
    chunks.compressed,
    passes.reduce((length, { rows, stride }) => length + rows * (stride + 1), 0),
  );
  const raster = newRaster(chunks);
  let position = 0;
  for (const pass of passes) {
    let previous = new Uint8Array(pass.stride);
    for (let row = 0; row < pass.rows; row += 1) {
      const line = unfilter(raw, position, previous, pass.stride, Math.max(1, (chunks.bitDepth * CHANNELS[chunks.colourType]) >> 3));
      for (let column = 0; column < pass.columns; column += 1)
        raster.put((pass.y + row * pass.dy) * chunks.width + pass.x + column * pass.dx, line, column);
      previous = line;
      position += pass.stride + 1;
    }
  }
  return raster.finish();
}

function passSize(pass: Pass, chunks: PngChunks): Pass & { readonly columns: number; readonly rows: number; readonly stride: number } {
  const columns = Math.max(0, Math.ceil((chunks.width - pass.x) / pass.dx));
  const rows = columns === 0 ? 0 : Math.max(0, Math.ceil((chunks.height - pass.y) / pass.dy));
  return { ...pass, columns, rows, stride: Math.ceil((columns * CHANNELS[chunks.colourType] * chunks.bitDepth) / 8) };
}

/** One octet more than expected is offered, so that a stream that is too long shows. */
function inflate(compressed: Bytes, expected: number): Uint8Array {
  try {
    const raw = unzlibSync(compressed, { out: new Uint8Array(expected + 1) });
    if (raw.length === expected) return raw;
  } catch (cause) {
    throw new PadesError('PADES_FACE_PNG_MALFORMED', 'PNG is malformed: expected a zlib stream', { cause });
  }
  throw malformed('expected as many octets as the size asks for');
}

function unfilter(raw: Uint8Array, start: number, above: Uint8Array, stride: number, pixel: number): Uint8Array<ArrayBuffer> {
  const filter = raw[start] ?? 0;
  if (filter > 4) throw malformed('expected a filter from 0 to 4');
  const line = new Uint8Array(stride);
  for (let index = 0; index < stride; index += 1) {
    const left = index >= pixel ? (line[index - pixel] ?? 0) : 0;
    const up = above[index] ?? 0;
    const upLeft = index >= pixel ? (above[index - pixel] ?? 0) : 0;
    line[index] = (raw[start + 1 + index] ?? 0) + prediction(filter, left, up, upLeft);
  }
  return line;
}

function prediction(filter: number, left: number, up: number, upLeft: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return paeth(left, up, upLeft);
    default:
      return 0;
  }
}

function paeth(left: number, up: number, upLeft: number): number {
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}

interface Raster {
  put(pixel: number, line: Uint8Array, column: number): void;
  finish(): RasterSamples;
}

function newRaster(chunks: PngChunks): Raster {
  const { width, height, bitDepth, colourType, palette, transparency } = chunks;
  const components = colourType === 0 || colourType === 4 ? 1 : 3;
  const samples = new Uint8Array(width * height * components);
  const alpha = new Uint8Array(width * height).fill(255);
  const channels = CHANNELS[colourType];
  if (colourType === 3 && (palette === undefined || palette.length === 0 || palette.length % 3 !== 0))
    throw malformed('expected a palette');
  if (transparency !== undefined) assertTransparency(chunks, transparency);
  const keys = colourType === 0 || colourType === 2 ? transparentColour(transparency) : undefined;
  const put = (pixel: number, line: Uint8Array, column: number): void => {
    const first = sample(line, column * channels, bitDepth);
    if (colourType === 3 && palette !== undefined) {
      if (first * 3 >= palette.length) throw malformed('expected indices inside the palette');
      samples.set(palette.subarray(first * 3, first * 3 + 3), pixel * 3);
      alpha[pixel] = transparency?.[first] ?? 255;
      return;
    }
    let matches = keys !== undefined;
    for (let index = 0; index < components; index += 1) {
      const value = sample(line, column * channels + index, bitDepth);
      matches &&= keys?.[index] === value;
      samples[pixel * components + index] = toEightBits(value, bitDepth);
    }
    if (channels > components) alpha[pixel] = toEightBits(sample(line, column * channels + components, bitDepth), bitDepth);
    else if (matches) alpha[pixel] = 0;
  };
  const finish = (): RasterSamples => ({ width, height, components, samples, ...(alpha.some((value) => value !== 255) ? { alpha } : {}) });
  return { put, finish };
}

function assertTransparency({ colourType, palette }: PngChunks, transparency: Uint8Array): void {
  const fits =
    colourType === 0
      ? transparency.length === 2
      : colourType === 2
        ? transparency.length === 6
        : colourType === 3 && transparency.length <= (palette?.length ?? 0) / 3;
  if (!fits) throw malformed('expected a tRNS that fits the colour type');
}

function transparentColour(transparency: Uint8Array | undefined): readonly number[] | undefined {
  if (transparency === undefined) return undefined;
  const values: number[] = [];
  for (let index = 0; index < transparency.length; index += 2)
    values.push(((transparency[index] ?? 0) << 8) | (transparency[index + 1] ?? 0));
  return values;
}

function sample(line: Uint8Array, index: number, bitDepth: number): number {
  if (bitDepth === 8) return line[index] ?? 0;
  if (bitDepth === 16) return ((line[index * 2] ?? 0) << 8) | (line[index * 2 + 1] ?? 0);
  const bit = index * bitDepth;
  return ((line[bit >> 3] ?? 0) >> (8 - bitDepth - (bit & 7))) & ((1 << bitDepth) - 1);
}

function toEightBits(value: number, bitDepth: number): number {
  if (bitDepth === 8) return value;
  return Math.floor((value * 510 + ((1 << bitDepth) - 1)) / (2 * ((1 << bitDepth) - 1)));
}

function malformed(expectation: string): PadesError {
  return new PadesError('PADES_FACE_PNG_MALFORMED', `PNG is malformed: ${expectation}`);
}
