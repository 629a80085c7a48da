import { type Bytes, concatBytes, crc32 } from '../../bytes/index.ts';
import { PadesError } from '../pades-error.ts';

/** The chunks of a PNG file that decide what it shows (W3C PNG, third edition, §5 and §11). */
export interface PngChunks {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colourType: 0 | 2 | 3 | 4 | 6;
  readonly interlaced: boolean;
  readonly palette?: Uint8Array;
  readonly transparency?: Uint8Array;
  /** The zlib stream. */
  readonly compressed: Bytes;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
const DEPTHS: Readonly<Record<number, readonly number[]>> = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] };
/** About 500 dots per inch on a seal of 100 mm. */
const MAX_PIXELS = 4_194_304;

/**
 * Reads the chunks; each checksum is verified, and unknown critical chunks are refused.
 *
 * @throws {@link PadesError} `PADES_FACE_PNG_MALFORMED`, `PADES_FACE_PNG_UNSUPPORTED`, `PADES_FACE_TOO_LARGE`.
 */
export function readPngChunks(bytes: Uint8Array): PngChunks {
  if (!SIGNATURE.every((byte, index) => bytes[index] === byte)) throw malformed('expected the PNG signature');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data: Uint8Array[] = [];
  let header: Uint8Array | undefined;
  let palette: Uint8Array | undefined;
  let transparency: Uint8Array | undefined;
  let position = SIGNATURE.length;
  for (let type = ''; type !== 'IEND';) {
    if (position + 12 > bytes.length) throw malformed('expected a whole chunk');
    const length = view.getUint32(position);
    if (length > bytes.length - position - 12) throw malformed('expected a chunk inside the file');
    type = String.fromCharCode(...bytes.subarray(position + 4, position + 8));
    const body = bytes.subarray(position + 8, position + 8 + length);
    if (crc32(bytes.subarray(position + 4, position + 8 + length)) !== view.getUint32(position + 8 + length))
      throw malformed('expected the checksum of each chunk');
    if ((type === 'IHDR') !== (header === undefined)) throw malformed('expected one IHDR, first');
    if (type === 'IHDR') header = body;
    else if (type === 'PLTE') palette = only(palette, body);
    else if (type === 'tRNS') transparency = only(transparency, body);
    else if (type === 'IDAT') data.push(body);
    else if (type !== 'IEND' && /^[A-Z]/.test(type)) throw new PadesError('PADES_FACE_PNG_UNSUPPORTED', 'unknown critical chunk');
    position += 12 + length;
  }
  if (position !== bytes.length) throw malformed('expected nothing after IEND');
  if (header === undefined || data.length === 0) throw malformed('expected IHDR and IDAT');
  return {
    ...readHeader(header),
    ...(palette === undefined ? {} : { palette }),
    ...(transparency === undefined ? {} : { transparency }),
    compressed: concatBytes(...data),
  };
}

function readHeader(header: Uint8Array): Omit<PngChunks, 'compressed'> {
  if (header.length !== 13) throw malformed('expected an IHDR of 13 octets');
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const width = view.getUint32(0);
  const height = view.getUint32(4);
  const [bitDepth = 0, colourType = 0, compression, filter, interlace = 0] = header.subarray(8);
  if (width === 0 || height === 0 || compression !== 0 || filter !== 0 || interlace > 1)
    throw malformed('expected a size and known methods');
  if (!isColourType(colourType) || DEPTHS[colourType]?.includes(bitDepth) !== true)
    throw malformed('expected a known colour type and depth');
  if (width * height > MAX_PIXELS) throw new PadesError('PADES_FACE_TOO_LARGE', `expected at most ${MAX_PIXELS} pixels`);
  return { width, height, bitDepth, colourType, interlaced: interlace === 1 };
}

function isColourType(value: number): value is PngChunks['colourType'] {
  return value in DEPTHS;
}

function only(previous: Uint8Array | undefined, body: Uint8Array): Uint8Array {
  if (previous !== undefined) throw malformed('expected PLTE and tRNS at most once');
  return body;
}

function malformed(expectation: string): PadesError {
  return new PadesError('PADES_FACE_PNG_MALFORMED', `PNG is malformed: ${expectation}`);
}
