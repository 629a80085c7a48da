import type { FacePicture } from './face-picture.ts';
import { normalNumber } from './seeded-random.ts';

/** Each octet off by a number of this deviation. */
export function grain(picture: FacePicture, deviation: number, random: () => number): FacePicture {
  return { ...picture, samples: picture.samples.map((value) => clamp(value + deviation * normalNumber(random))) };
}

/** This share of the pixels black or white. */
export function saltAndPepper(picture: FacePicture, share: number, random: () => number): FacePicture {
  const samples = Float32Array.from(picture.samples);
  for (let at = 0; at < samples.length; at += 3) {
    if (random() < share) samples.fill(random() < 0.5 ? 0 : 255, at, at + 3);
  }
  return { ...picture, samples };
}

/** Gaussian blur; the deviation in pixels. */
export function blur(picture: FacePicture, deviation: number): FacePicture {
  const reach = Math.ceil(3 * deviation);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, at) => Math.exp(-((at - reach) ** 2) / (2 * deviation ** 2)));
  return pass(pass(picture, weights, 1, 0), weights, 0, 1);
}

function pass({ width, height, samples }: FacePicture, weights: readonly number[], dx: number, dy: number): FacePicture {
  const reach = (weights.length - 1) / 2;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const blurred = new Float32Array(samples.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      for (let component = 0; component < 3; component += 1) {
        let sum = 0;
        for (const [at, weight] of weights.entries()) {
          const column = Math.min(width - 1, Math.max(0, x + (at - reach) * dx));
          const row = Math.min(height - 1, Math.max(0, y + (at - reach) * dy));
          sum += weight * (samples[(row * width + column) * 3 + component] ?? 0);
        }
        blurred[(y * width + x) * 3 + component] = sum / total;
      }
  return { width, height, samples: blurred };
}

/** Cuts a share of the width off one side: 0 left, 1 right, 2 top, 3 bottom. */
export function cut({ width, height, samples }: FacePicture, share: number, side: number): FacePicture {
  const lost = Math.round(share * (side < 2 ? width : height));
  const [newWidth, newHeight] = side < 2 ? [width - lost, height] : [width, height - lost];
  const [left, top] = [side === 0 ? lost : 0, side === 2 ? lost : 0];
  const kept = new Float32Array(newWidth * newHeight * 3);
  for (let y = 0; y < newHeight; y += 1) {
    const from = ((y + top) * width + left) * 3;
    kept.set(samples.subarray(from, from + newWidth * 3), y * newWidth * 3);
  }
  return { width: newWidth, height: newHeight, samples: kept };
}

function clamp(value: number): number {
  return Math.min(255, Math.max(0, value));
}
