import { PadesError } from '../pades-error.ts';

/** What a PDF must know of a JPEG that it embeds as it stands (ISO/IEC 10918-1 Annex B, ISO 32000-2 §7.4.8). */
export interface JpegFacts {
  readonly width: number;
  readonly height: number;
  readonly components: 1 | 3 | 4;
  /** An Adobe marker in a four-component file: its samples are inverted. */
  readonly inverted: boolean;
}

const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const APP1 = 0xe1;
const APP14 = 0xee;
/** Baseline, extended sequential and progressive, Huffman coded. */
const SUPPORTED_FRAMES = new Set([0xc0, 0xc1, 0xc2]);
/** All start-of-frame codes: C0 to CF without DHT, JPG and DAC. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
const ADOBE = [0x41, 0x64, 0x6f, 0x62, 0x65] as const;
const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0] as const;
const MAX_PIXELS = 16_777_216;

/**
 * Reads the markers up to the first scan.
 *
 * @throws {@link PadesError} `PADES_FACE_JPEG_MALFORMED`, `PADES_FACE_JPEG_UNSUPPORTED`, `PADES_FACE_TOO_LARGE`.
 */
export function readJpeg(bytes: Uint8Array): JpegFacts {
  if (bytes[0] !== 0xff || bytes[1] !== START_OF_IMAGE) throw malformed('expected SOI');
  if (bytes.at(-2) !== 0xff || bytes.at(-1) !== END_OF_IMAGE) throw malformed('expected EOI at the end');
  let frame: Omit<JpegFacts, 'inverted'> | undefined;
  let adobe = false;
  for (let position = 2; ;) {
    if (bytes[position] !== 0xff) throw malformed('expected a marker');
    while (bytes[position + 1] === 0xff) position += 1;
    const marker = bytes[position + 1] ?? 0;
    if (marker === START_OF_SCAN) break;
    const length = ((bytes[position + 2] ?? 0) << 8) | (bytes[position + 3] ?? 0);
    if (length < 2 || position + 2 + length > bytes.length) throw malformed('expected a segment inside the file');
    const body = bytes.subarray(position + 4, position + 2 + length);
    if (isFrame(marker)) {
      if (frame !== undefined) throw malformed('expected one frame');
      frame = readFrame(marker, body);
    } else if (marker === APP14 && startsWith(body, ADOBE)) adobe = true;
    else if (marker === APP1 && startsWith(body, EXIF)) assertUpright(body.subarray(EXIF.length));
    position += 2 + length;
  }
  if (frame === undefined) throw malformed('expected a frame before the scan');
  return { ...frame, inverted: adobe && frame.components === 4 };
}

function readFrame(marker: number, body: Uint8Array): Omit<JpegFacts, 'inverted'> {
  const [precision = 0, heightHigh = 0, heightLow = 0, widthHigh = 0, widthLow = 0, components = 0] = body;
  const width = (widthHigh << 8) | widthLow;
  const height = (heightHigh << 8) | heightLow;
  if (!SUPPORTED_FRAMES.has(marker) || precision !== 8 || (components !== 1 && components !== 3 && components !== 4))
    throw new PadesError('PADES_FACE_JPEG_UNSUPPORTED', 'expected baseline or progressive JPEG of eight bits, grey, RGB or CMYK');
  if (body.length !== 6 + 3 * components || width === 0 || height === 0) throw malformed('expected a frame with a size');
  if (width * height > MAX_PIXELS) throw new PadesError('PADES_FACE_TOO_LARGE', `expected at most ${MAX_PIXELS} pixels`);
  return { width, height, components };
}

/** A picture that viewers of photographs turn by its EXIF orientation would stand otherwise in a PDF: refused. */
function assertUpright(tiff: Uint8Array): void {
  const little = tiff[0] === 0x49;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (tiff.length < 8) return;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return;
  const entries = view.getUint16(directory, little);
  for (let index = 0; index < entries; index += 1) {
    const entry = directory + 2 + index * 12;
    if (entry + 12 > tiff.length) return;
    if (view.getUint16(entry, little) === 0x0112 && view.getUint16(entry + 8, little) !== 1)
      throw new PadesError('PADES_FACE_JPEG_UNSUPPORTED', 'expected an upright picture, got one with an EXIF orientation');
  }
}

function startsWith(body: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => body[index] === byte);
}

function malformed(expectation: string): PadesError {
  return new PadesError('PADES_FACE_JPEG_MALFORMED', `JPEG is malformed: ${expectation}`);
}
