import { toRadians } from '../trigonometry.ts';

/** How a name stands around a round face: lengths in millimetres, angles in degrees. */
export interface RingLayout {
  /** Width of the border. */
  readonly border: number;
  /** From the centre of the first glyph to the centre of the last. */
  readonly sweep: number;
  readonly step: number;
  /** Height and width of a glyph's cell. */
  readonly height: number;
  readonly width: number;
  /** Radius of the circle of glyph centres, and of their feet. */
  readonly centreRadius: number;
  readonly feetRadius: number;
  /** False when the name would be condensed below what can be read. */
  readonly fits: boolean;
}

export interface RingOptions {
  readonly hasLine?: boolean;
  readonly codeLength?: number;
}

export const LONGEST_RING = 40;
const WIDEST = 0.78;
const NARROWEST = 0.46;
const SMALLEST_HEIGHT = 2.6;
const HEIGHT_STEP = 0.1;
/** Height of a glyph on a face of 40 mm, by the greatest number of characters. */
const HEIGHTS = [
  [7, 6.2],
  [12, 5.8],
  [16, 5.2],
  [22, 4.6],
  [28, 4.1],
  [34, 3.7],
] as const;
const LEAST_STARTING_HEIGHT = 3.4;

/** Long names grow in angle first, then get smaller, then narrower (seal face geometry §3). */
export function ringLayout(characters: number, diameter: number, options: RingOptions = {}): RingLayout {
  const k = diameter / 40;
  const border = borderWidth(diameter);
  const sweep = Math.min(clamp(96 + 11.5 * characters, 142, 270), widestSweep(diameter, options));
  const step = sweep / Math.max(1, characters - 1);
  let layout = layOut(startingHeight(characters) * k);
  while (!layout.fits && layout.height > SMALLEST_HEIGHT) layout = layOut(layout.height - HEIGHT_STEP);
  return layout;

  function layOut(height: number): RingLayout {
    const centreRadius = diameter / 2 - border - 0.8 * k - height / 2;
    const feetRadius = centreRadius - height / 2;
    const radians = toRadians(step);
    const width = Math.min(WIDEST * height, 0.82 * centreRadius * radians, 0.96 * feetRadius * radians);
    return { border, sweep, step, height, width, centreRadius, feetRadius, fits: width / height >= NARROWEST };
  }
}

export function borderWidth(diameter: number): number {
  return diameter >= 40 ? 1.2 : 1;
}

/** Radius of the circle on which the code of a round face stands. */
export function codeRadius(diameter: number): number {
  const k = diameter / 40;
  return diameter / 2 - borderWidth(diameter) - 0.8 * k - 0.75 * k;
}

/** Degrees from one character of the code to the next. */
export function codeStep(diameter: number): number {
  return ((1.42 * (diameter / 40)) / codeRadius(diameter)) * (180 / Math.PI);
}

function widestSweep(diameter: number, { hasLine = false, codeLength = 0 }: RingOptions): number {
  const beside = codeLength > 0 ? 360 - codeStep(diameter) * (codeLength - 1) - 40 : 270;
  return Math.min(270, beside, hasLine ? 232 : 270);
}

function startingHeight(characters: number): number {
  return HEIGHTS.find(([most]) => characters <= most)?.[1] ?? LEAST_STARTING_HEIGHT;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
