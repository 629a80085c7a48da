import type { Bytes } from '../../bytes/index.ts';
import { fineRotation } from './align-maps.ts';
import { fitMaps, windowDifferences } from './fit-maps.ts';
import { commonHarmonics, leastDifference, likelyRotations } from './harmonics.ts';
import { harmonicsOfLikeness, isLikeness, mapOfLikeness } from './likeness-octets.ts';

/** From this likeness on a face is shown to a person (figures: `docs/like-faces.md`). */
export const LIKE_FACE_THRESHOLD = 820;

const ALIKE = 1000;
/** Part of the outer rings' harmonics that may differ; faces above it have nothing to do with each other. */
const AROUND_LIMIT = 0.16;
/** Difference of the mean ink of two faces. */
const INK_LIMIT = 0.12;
/** Mean square difference of the standardised maps; 2 where they have nothing in common. */
const MAP_LIMIT = 0.16;
const LIKELY_ROTATIONS = 2;
/** Difference in a window that parts of a cell do not mend. */
const HOPELESS = 0.8;
/** Cells of the outer rings by which a window may be off the rotation of the whole. */
const TRIES = [-0.6, -0.4, -0.2, 0.2, 0.4, 0.6] as const;

/**
 * How much two faces look alike, from 0 to 1000 (the same): what differs at the place where they differ most, a place as large as
 * one character of the name, after one has been turned onto the other. So a name that differs in one character tells, however
 * much else is shared. Symmetric; fingerprints of different versions, and what is none, compare as 0.
 */
export function faceLikeness(a: Bytes, b: Bytes): number {
  if (!isLikeness(a) || !isLikeness(b)) return 0;
  const [first, second] = isBefore(a, b) ? [a, b] : [b, a];
  const [aroundFirst, aroundSecond] = [harmonicsOfLikeness(first), harmonicsOfLikeness(second)];
  const common = commonHarmonics(aroundFirst, aroundSecond);
  if (leastDifference(aroundFirst, aroundSecond, common) > AROUND_LIMIT) return 0;
  const [left, right] = [mapOfLikeness(first), mapOfLikeness(second)];
  const rotation = fineRotation(left, right, likelyRotations(common, LIKELY_ROTATIONS));
  const fit = fitMaps(left, right, rotation);
  if (fit.inkApart > INK_LIMIT || fit.remains > MAP_LIMIT) return 0;
  const windows = windowDifferences(fit.differences);
  if (largest(windows) > HOPELESS) return likenessOf(windows);
  for (const part of TRIES) {
    const tried = windowDifferences(fitMaps(left, right, rotation + part).differences);
    for (const [at, difference] of tried.entries()) windows[at] = Math.min(windows[at] ?? 0, difference);
  }
  return likenessOf(windows);
}

function likenessOf(windows: Float32Array): number {
  return Math.round(ALIKE * Math.max(0, 1 - largest(windows) / 2));
}

function largest(values: Float32Array): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}

/** In the order of their octets, so that either order of arguments is measured in the same way. */
function isBefore(a: Bytes, b: Bytes): boolean {
  const at = a.findIndex((octet, index) => octet !== b[index]);
  return at < 0 || (a[at] ?? 0) < (b[at] ?? 0);
}
