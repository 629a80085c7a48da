import { type PdfLimits, assertWithin } from '../limits.ts';
import type { Decoded } from './decoded-octets.ts';

export interface PredictorParameters {
  readonly predictor: number;
  readonly colors: number;
  readonly bitsPerComponent: number;
  readonly columns: number;
}

/**
 * Undoes a TIFF (2) or PNG (10–15) predictor. A cut last row is kept as far as it goes.
 *
 * @see ISO 32000-2 §7.4.4.4
 */
export function undoPredictor(decoded: Decoded, parameters: PredictorParameters, limits: PdfLimits): Decoded {
  const { predictor, colors, bitsPerComponent, columns } = parameters;
  if (predictor === 1) return decoded;
  const sane = columns >= 1 && colors >= 1 && colors <= 255 && [1, 2, 4, 8, 16].includes(bitsPerComponent);
  if (!sane) return { bytes: new Uint8Array(0), complete: false };
  const rowBits = columns * colors * bitsPerComponent;
  assertWithin('decodedBytes', rowBits / 8, limits);
  const rowBytes = Math.ceil(rowBits / 8);
  const pixelBytes = Math.max(1, (colors * bitsPerComponent) >> 3);
  if (predictor === 2) return undoTiff(decoded, parameters, rowBytes);
  if (predictor >= 10 && predictor <= 15) return undoPng(decoded, rowBytes, pixelBytes);
  return { bytes: new Uint8Array(0), complete: false };
}

function undoPng(decoded: Decoded, rowBytes: number, pixelBytes: number): Decoded {
  const { bytes: source } = decoded;
  const rows = Math.ceil(source.length / (rowBytes + 1));
  const out = new Uint8Array(Math.max(0, source.length - rows));
  let complete = decoded.complete;
  for (let row = 0; row < rows; row += 1) {
    const from = row * (rowBytes + 1);
    const to = row * rowBytes;
    const length = Math.min(rowBytes, source.length - from - 1);
    const type = source[from] ?? 0;
    if (type > 4) complete = false;
    for (let index = 0; index < length; index += 1) {
      const left = index >= pixelBytes ? (out[to + index - pixelBytes] ?? 0) : 0;
      const up = row > 0 ? (out[to + index - rowBytes] ?? 0) : 0;
      const upLeft = row > 0 && index >= pixelBytes ? (out[to + index - rowBytes - pixelBytes] ?? 0) : 0;
      out[to + index] = (source[from + 1 + index] ?? 0) + pngPrediction(type, left, up, upLeft);
    }
  }
  return { bytes: out, complete };
}

function pngPrediction(type: number, left: number, up: number, upLeft: number): number {
  if (type === 1) return left;
  if (type === 2) return up;
  if (type === 3) return (left + up) >> 1;
  if (type !== 4) return 0;
  const estimate = left + up - upLeft;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toUpLeft = Math.abs(estimate - upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}

function undoTiff(decoded: Decoded, parameters: PredictorParameters, rowBytes: number): Decoded {
  const out = new Uint8Array(decoded.bytes);
  const { colors, bitsPerComponent, columns } = parameters;
  for (let row = 0; row < out.length; row += rowBytes) {
    const end = Math.min(row + rowBytes, out.length);
    if (bitsPerComponent === 8) {
      for (let index = row + colors; index < end; index += 1) out[index] = (out[index] ?? 0) + (out[index - colors] ?? 0);
    } else if (end - row === rowBytes) {
      undoTiffRow(out.subarray(row, end), colors, bitsPerComponent, columns);
    }
  }
  return { bytes: out, complete: decoded.complete };
}

/** Components of 1, 2, 4 or 16 bits, each the sum of itself and the one of the same colour before it. */
function undoTiffRow(row: Uint8Array, colors: number, bits: number, columns: number): void {
  const previous = new Uint16Array(colors);
  const mask = (1 << bits) - 1;
  for (let component = 0; component < columns * colors; component += 1) {
    const at = component * bits;
    const byte = at >> 3;
    const shift = bits === 16 ? 0 : 8 - bits - (at & 7);
    const read = bits === 16 ? ((row[byte] ?? 0) << 8) | (row[byte + 1] ?? 0) : (row[byte] ?? 0) >> shift;
    const value = (read + (previous[component % colors] ?? 0)) & mask;
    previous[component % colors] = value;
    if (bits === 16) {
      row[byte] = value >> 8;
      row[byte + 1] = value;
    } else {
      row[byte] = ((row[byte] ?? 0) & ~(mask << shift)) | (value << shift);
    }
  }
}
