import { formatDecimal, multiply, rational, type Rational } from './rational.ts';

/** Default user space: 72 units to an inch (ISO 32000-2 §8.3.2.3). */
export const POINTS_PER_MICROMETRE: Rational = rational(72, 25_400);

/** Micrometres in points, exactly. */
export function points(micrometres: number): Rational {
  return multiply(rational(micrometres), POINTS_PER_MICROMETRE);
}

/** Micrometres as a number of a content stream, in points. */
export function formatPoints(micrometres: number): string {
  return formatDecimal(points(micrometres));
}
