import { sineCosine } from '../trigonometry.ts';
import { CELLS, RINGS, TURNS } from './polar-map.ts';

/**
 * What goes around the outer rings, as signed octets: for each band of rings the first harmonics of its ink, real and imaginary
 * parts in turn. A rotation of the face changes their phases alone, and those of all bands in step.
 */
export type Harmonics = Int8Array<ArrayBuffer>;

const BAND_RINGS = 3;
const OUTER_RINGS = RINGS.filter(({ cells }) => cells === TURNS);
const OUTER_START = CELLS - OUTER_RINGS.length * TURNS;
const BANDS = OUTER_RINGS.length / BAND_RINGS;
/** Neighbouring cells taken together before the transform. */
const CLUSTER = 4;
const CLUSTERS = TURNS / CLUSTER;
const HIGHEST = 12;
const LARGEST = 127;
/** Harmonics below this are noise: faces that have nothing around them are alike in that. */
const LEAST_ENERGY = 400;

export const HARMONICS: number = BANDS * HIGHEST * 2;
const WAVES = Array.from({ length: TURNS }, (_, step) => sineCosine((step * 360) / TURNS));
const COSINES = Float32Array.from(WAVES, ({ cosine }) => cosine);
const SINES = Float32Array.from(WAVES, ({ sine }) => sine);

export function harmonicsOf(map: Float32Array): Harmonics {
  const harmonics = new Int8Array(HARMONICS);
  const clusters = new Float32Array(CLUSTERS);
  for (let band = 0; band < BANDS; band += 1) {
    const start = OUTER_START + band * BAND_RINGS * TURNS;
    clusters.fill(0);
    for (let cell = 0; cell < BAND_RINGS * TURNS; cell += 1) {
      const cluster = ((cell % TURNS) / CLUSTER) | 0;
      clusters[cluster] = (clusters[cluster] ?? 0) + (map[start + cell] ?? 0);
    }
    for (let order = 1; order <= HIGHEST; order += 1) {
      let [real, imaginary] = [0, 0];
      for (let cluster = 0, phase = 0; cluster < CLUSTERS; cluster += 1, phase = (phase + order * CLUSTER) % TURNS) {
        const ink = clusters[cluster] ?? 0;
        real += ink * (COSINES[phase] ?? 0);
        imaginary += ink * (SINES[phase] ?? 0);
      }
      const at = (band * HIGHEST + order - 1) * 2;
      harmonics[at] = octet(real);
      harmonics[at + 1] = octet(imaginary);
    }
  }
  return harmonics;
}

function octet(value: number): number {
  return Math.max(-LARGEST, Math.min(LARGEST, Math.round(value)));
}

/** For each order, what two faces have in common in all bands: `conj(a) · b`. */
export function commonHarmonics(a: Harmonics, b: Harmonics): Float32Array {
  const common = new Float32Array(HIGHEST * 2);
  for (let at = 0; at < a.length; at += 2) {
    const order = at % (HIGHEST * 2);
    const [re, im, otherRe, otherIm] = [a[at] ?? 0, a[at + 1] ?? 0, b[at] ?? 0, b[at + 1] ?? 0];
    common[order] = (common[order] ?? 0) + re * otherRe + im * otherIm;
    common[order + 1] = (common[order + 1] ?? 0) + re * otherIm - im * otherRe;
  }
  return common;
}

/** Square differences that no rotation takes away, in parts of the larger of the two: 0 for the same face. */
export function leastDifference(a: Harmonics, b: Harmonics, common: Float32Array): number {
  const [energyA, energyB] = [energy(a), energy(b)];
  let shared = 0;
  for (let at = 0; at < common.length; at += 2) shared += Math.sqrt((common[at] ?? 0) ** 2 + (common[at + 1] ?? 0) ** 2);
  return (energyA + energyB - 2 * shared) / Math.max(LEAST_ENERGY, energyA, energyB);
}

function energy(harmonics: Harmonics): number {
  let sum = 0;
  for (let at = 0; at < harmonics.length; at += 1) sum += (harmonics[at] ?? 0) ** 2;
  return sum;
}

/** The rotations of the second face, in cells of the outer rings, that bring it best onto the first: the highest peaks. */
export function likelyRotations(common: Float32Array, count: number): readonly number[] {
  const products = new Float64Array(TURNS);
  for (let rotation = 0; rotation < TURNS; rotation += 1) {
    let sum = 0;
    for (let order = 1; order <= HIGHEST; order += 1) {
      const phase = (rotation * order) % TURNS;
      sum += (common[order * 2 - 2] ?? 0) * (COSINES[phase] ?? 0) + (common[order * 2 - 1] ?? 0) * (SINES[phase] ?? 0);
    }
    products[rotation] = sum;
  }
  const at = (rotation: number): number => products[(rotation + TURNS) % TURNS] ?? 0;
  return Array.from(products.keys())
    .filter((rotation) => at(rotation) >= at(rotation - 1) && at(rotation) > at(rotation + 1))
    .sort((p, q) => at(q) - at(p))
    .slice(0, count);
}
