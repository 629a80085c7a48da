import type { FacePicture } from './face-picture.ts';

/** ITU-T T.81 annex K, tables K.1 and K.2, row by row. */
const LUMINANCE = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62, 18, 22,
  37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const CHROMINANCE = [
  17,
  18,
  24,
  47,
  99,
  99,
  99,
  99,
  18,
  21,
  26,
  66,
  99,
  99,
  99,
  99,
  24,
  26,
  56,
  99,
  99,
  99,
  99,
  99,
  47,
  66,
  99,
  99,
  99,
  99,
  99,
  99,
  ...Array.from({ length: 32 }, () => 99),
];

const BASIS = Array.from({ length: 64 }, (_, at) => {
  const [frequency, position] = [Math.floor(at / 8), at % 8];
  return (frequency === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * position + 1) * frequency * Math.PI) / 16);
});

/**
 * What is left of a picture after baseline JPEG: YCbCr with halved chrominance, blocks of 8 × 8, DCT, tables of annex K scaled
 * by the quality as the Independent JPEG Group does, all octets rounded. The entropy coding that follows loses nothing.
 */
export function jpegLoss(picture: FacePicture, quality: number): FacePicture {
  const { width, height, samples } = picture;
  const planes = [0, 1, 2].map(() => new Float32Array(width * height));
  for (let at = 0; at < width * height; at += 1) {
    const [r, g, b] = [samples[at * 3] ?? 0, samples[at * 3 + 1] ?? 0, samples[at * 3 + 2] ?? 0];
    planes[0]?.fill(0.299 * r + 0.587 * g + 0.114 * b, at, at + 1);
    planes[1]?.fill(128 - 0.168736 * r - 0.331264 * g + 0.5 * b, at, at + 1);
    planes[2]?.fill(128 + 0.5 * r - 0.418688 * g - 0.081312 * b, at, at + 1);
  }
  const [luma = new Float32Array(), cb = new Float32Array(), cr = new Float32Array()] = planes;
  const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const y = quantise(luma, width, height, scaled(LUMINANCE, quality));
  const [blue, red] = [cb, cr].map((plane) => quantise(halve(plane, width, height), halfWidth, halfHeight, scaled(CHROMINANCE, quality)));
  const lossy = new Float32Array(samples.length);
  for (let at = 0; at < width * height; at += 1) {
    const half = Math.floor(Math.floor(at / width) / 2) * halfWidth + Math.floor((at % width) / 2);
    const [l, u, v] = [y[at] ?? 0, (blue?.[half] ?? 128) - 128, (red?.[half] ?? 128) - 128];
    lossy.set([octet(l + 1.402 * v), octet(l - 0.344136 * u - 0.714136 * v), octet(l + 1.772 * u)], at * 3);
  }
  return { width, height, samples: lossy };
}

function scaled(table: readonly number[], quality: number): readonly number[] {
  const scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return table.map((value) => Math.min(255, Math.max(1, Math.floor((value * scale + 50) / 100))));
}

function halve(plane: Float32Array, width: number, height: number): Float32Array {
  const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)];
  const halved = new Float32Array(halfWidth * halfHeight);
  for (let at = 0; at < halved.length; at += 1) {
    const [x, y] = [(at % halfWidth) * 2, Math.floor(at / halfWidth) * 2];
    const [right, below] = [Math.min(width - 1, x + 1), Math.min(height - 1, y + 1)];
    const sum =
      (plane[y * width + x] ?? 0) + (plane[y * width + right] ?? 0) + (plane[below * width + x] ?? 0) + (plane[below * width + right] ?? 0);
    halved[at] = sum / 4;
  }
  return halved;
}

function quantise(plane: Float32Array, width: number, height: number, table: readonly number[]): Float32Array {
  const result = new Float32Array(plane.length);
  const block = new Float64Array(64);
  for (let top = 0; top < height; top += 8)
    for (let left = 0; left < width; left += 8) {
      for (let at = 0; at < 64; at += 1) {
        const [x, y] = [Math.min(width - 1, left + (at % 8)), Math.min(height - 1, top + Math.floor(at / 8))];
        block[at] = Math.round(plane[y * width + x] ?? 0) - 128;
      }
      const coefficients = transform(block, true);
      for (let at = 0; at < 64; at += 1) coefficients[at] = Math.round((coefficients[at] ?? 0) / (table[at] ?? 1)) * (table[at] ?? 1);
      const restored = transform(coefficients, false);
      for (let at = 0; at < 64; at += 1) {
        const [x, y] = [left + (at % 8), top + Math.floor(at / 8)];
        if (x < width && y < height) result[y * width + x] = octet((restored[at] ?? 0) + 128);
      }
    }
  return result;
}

/** The discrete cosine transform of a block, or back. */
function transform(block: Float64Array, forward: boolean): Float64Array {
  const rows = new Float64Array(64);
  const both = new Float64Array(64);
  const basis = (k: number, n: number): number => BASIS[forward ? k * 8 + n : n * 8 + k] ?? 0;
  for (let at = 0; at < 64; at += 1)
    for (let n = 0; n < 8; n += 1) rows[at] = (rows[at] ?? 0) + basis(at % 8, n) * (block[at - (at % 8) + n] ?? 0);
  for (let at = 0; at < 64; at += 1)
    for (let n = 0; n < 8; n += 1) both[at] = (both[at] ?? 0) + basis(Math.floor(at / 8), n) * (rows[n * 8 + (at % 8)] ?? 0);
  return both;
}

function octet(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}
