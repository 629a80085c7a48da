import { decodePng, type RasterSamples } from '../../pades/index.ts';
import type { InkRaster } from './ink-raster.ts';

/** The part of one row or column that falls into a smaller one, and into the next. */
interface Share {
  readonly at: number;
  readonly here: number;
  readonly next: number;
}

/**
 * The darkness of a PNG on white paper, reduced to `longestSide` pixels where it is larger: each pixel the mean of what it
 * covers. Darkness is that of the darkest component, so that every hue counts alike.
 *
 * @throws {@link PadesError} `PADES_FACE_PNG_…`, `PADES_FACE_TOO_LARGE`.
 */
export function darknessOfPng(bytes: Uint8Array, longestSide: number): InkRaster {
  const picture = decodePng(bytes);
  const scale = Math.max(1, Math.max(picture.width, picture.height) / longestSide);
  const width = Math.ceil(picture.width / scale);
  const height = Math.ceil(picture.height / scale);
  const columns = shares(picture.width, scale);
  const rows = shares(picture.height, scale);
  const ink = new Float32Array(width * height);
  for (const [y, row] of rows.entries()) {
    for (const [x, column] of columns.entries()) {
      const darkness = darknessOfPixel(picture, y * picture.width + x) / (255 * scale * scale);
      if (darkness === 0) continue;
      const at = row.at * width + column.at;
      ink[at] = (ink[at] ?? 0) + darkness * row.here * column.here;
      if (column.next > 0) ink[at + 1] = (ink[at + 1] ?? 0) + darkness * row.here * column.next;
      if (row.next > 0) ink[at + width] = (ink[at + width] ?? 0) + darkness * row.next * column.here;
      if (row.next > 0 && column.next > 0) ink[at + width + 1] = (ink[at + width + 1] ?? 0) + darkness * row.next * column.next;
    }
  }
  return { width, height, ink };
}

function shares(length: number, scale: number): readonly Share[] {
  return Array.from({ length }, (_, index) => {
    const at = Math.floor(index / scale);
    const next = Math.max(0, index + 1 - (at + 1) * scale);
    return { at, here: 1 - next, next: next < 1e-9 ? 0 : next };
  });
}

function darknessOfPixel({ components, samples, alpha }: RasterSamples, pixel: number): number {
  let least = 255;
  for (let at = pixel * components; at < (pixel + 1) * components; at += 1) least = Math.min(least, samples[at] ?? 255);
  return ((255 - least) * (alpha?.[pixel] ?? 255)) / 255;
}
