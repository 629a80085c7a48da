import { CELLS, RINGS, TURNS } from './polar-map.ts';

/** Spread of ink below which a map is flat, and differences are not blown up any more. */
const LEAST_SPREAD = 0.003;
/** A window is as large as a character: rings deep, cells wide. */
const WINDOW_DEEP = 4;
const WINDOW_WIDE = 9;

/** Two maps, one turned onto the other. */
export interface Fit {
  /** Mean square difference of the standardised maps: 2 where they have nothing in common. */
  readonly remains: number;
  /** Difference of the mean ink. */
  readonly inkApart: number;
  /** Square differences of the standardised maps. */
  readonly differences: Float32Array;
}

/** Area of a ring's cells, for means over the face. */
const AREAS = RINGS.map(({ inner, outer, cells }) => (outer * outer - inner * inner) / cells);
const AREA = RINGS.reduce((sum, { cells }, ring) => sum + cells * (AREAS[ring] ?? 0), 0);

/** Turns `right` by `rotation` cells of the outer rings, parts of a cell included, and says what is left between the two. */
export function fitMaps(left: Float32Array, right: Float32Array, rotation: number): Fit {
  const a = new Float32Array(CELLS);
  const b = new Float32Array(CELLS);
  for (const { cells, start } of RINGS) {
    const turned = (rotation * cells) / TURNS;
    const whole = Math.round(turned);
    // Each map goes half of the rest, so that both are smoothed alike.
    const half = (turned - whole) / 2;
    shiftRing(left, a, start, cells, -half);
    shiftRing(right, b, start, cells, whole + half);
  }
  const [levelA, levelB] = [levelOf(a), levelOf(b)];
  const differences = new Float32Array(CELLS);
  let remains = 0;
  for (const [ring, { cells, start }] of RINGS.entries()) {
    const area = AREAS[ring] ?? 0;
    for (let at = start; at < start + cells; at += 1) {
      const difference = ((a[at] ?? 0) - levelA.mean) / levelA.deviation - ((b[at] ?? 0) - levelB.mean) / levelB.deviation;
      differences[at] = difference * difference;
      remains += area * difference * difference;
    }
  }
  return { remains: remains / AREA, inkApart: Math.abs(levelA.mean - levelB.mean), differences };
}

function shiftRing(from: Float32Array, to: Float32Array, start: number, cells: number, by: number): void {
  const whole = Math.floor(by);
  const part = by - whole;
  let at = ((whole % cells) + cells) % cells;
  for (let cell = 0; cell < cells; cell += 1) {
    const next = at + 1 < cells ? at + 1 : 0;
    to[start + cell] = (from[start + at] ?? 0) * (1 - part) + (from[start + next] ?? 0) * part;
    at = next;
  }
}

function levelOf(map: Float32Array): { readonly mean: number; readonly deviation: number } {
  let [sum, squares] = [0, 0];
  for (const [ring, { cells, start }] of RINGS.entries()) {
    const area = AREAS[ring] ?? 0;
    for (let at = start; at < start + cells; at += 1) {
      const ink = map[at] ?? 0;
      sum += area * ink;
      squares += area * ink * ink;
    }
  }
  const mean = sum / AREA;
  return { mean, deviation: Math.sqrt(Math.max(LEAST_SPREAD, squares / AREA - mean * mean)) };
}

/** The mean difference in each window; windows overlap by half. */
export function windowDifferences(differences: Float32Array): Float32Array {
  const means: number[] = [];
  for (let inmost = 0; inmost + WINDOW_DEEP <= RINGS.length; inmost += WINDOW_DEEP / 2) {
    const rings = RINGS.slice(inmost, inmost + WINDOW_DEEP);
    const around = rings[0]?.cells ?? 0;
    for (let first = 0; first < around; first += Math.floor(WINDOW_WIDE / 2)) {
      let sum = 0;
      for (const { cells, start } of rings) {
        const finer = cells / around;
        for (let cell = first * finer; cell < (first + WINDOW_WIDE) * finer; cell += 1)
          sum += (differences[start + (cell < cells ? cell : cell - cells)] ?? 0) / finer;
      }
      means.push(sum / (WINDOW_DEEP * WINDOW_WIDE));
    }
  }
  return Float32Array.from(means);
}
