import { sineCosine } from '../trigonometry.ts';
import { type FaceCircle, sampleInk } from './face-circle.ts';
import type { InkRaster } from './ink-raster.ts';

/** A ring of cells: radii in parts of the face's radius, cells around it. */
export interface Ring {
  readonly inner: number;
  readonly outer: number;
  readonly cells: number;
  /** Position of its first cell in the map. */
  readonly start: number;
}

/** Cells around the outermost rings. */
export const TURNS = 192;
const INNERMOST = 0.06;
const DEPTH = 0.04;
const RING_COUNT = 22;

/** What lies inside of the border, from the middle outwards, in cells of about 0.8 mm by 0.5 mm on a face of 40 mm. */
export const RINGS: readonly Ring[] = layRings();
export const CELLS: number = RINGS.reduce((sum, { cells }) => sum + cells, 0);

function layRings(): readonly Ring[] {
  const rings: Ring[] = [];
  let start = 0;
  for (let index = 0; index < RING_COUNT; index += 1) {
    const inner = INNERMOST + index * DEPTH;
    const cells = inner < 0.2 ? TURNS / 4 : inner < 0.44 ? TURNS / 2 : TURNS;
    rings.push({ inner, outer: inner + DEPTH, cells, start });
    start += cells;
  }
  return rings;
}

const SAMPLES_DEEP = 6;
const SAMPLES_AROUND = 5;

/** The mean ink of each cell, ring by ring. A cell fades into its neighbours, so that a shift by parts of a cell changes little. */
export function polarMap(raster: InkRaster, circle: FaceCircle): Float32Array {
  const map = new Float32Array(CELLS);
  for (const ring of RINGS) {
    const around = inkAround(raster, circle, ring);
    for (let cell = 0; cell < ring.cells; cell += 1) {
      const middle = cell * SAMPLES_AROUND + (SAMPLES_AROUND - 1) / 2 + around.length;
      let sum = 0;
      for (let off = 1 - SAMPLES_AROUND; off < SAMPLES_AROUND; off += 1)
        sum += (SAMPLES_AROUND - Math.abs(off)) * (around[(middle + off) % around.length] ?? 0);
      map[ring.start + cell] = sum / (SAMPLES_AROUND * SAMPLES_AROUND);
    }
  }
  return map;
}

function inkAround(raster: InkRaster, { x, y, radius }: FaceCircle, { inner, outer, cells }: Ring): Float32Array {
  const around = new Float32Array(cells * SAMPLES_AROUND);
  for (let step = 0; step < around.length; step += 1) {
    const { sine, cosine } = sineCosine(((step + 0.5) * 360) / around.length);
    let sum = 0;
    for (let deep = 0; deep < SAMPLES_DEEP; deep += 1) {
      const at = radius * (inner + ((outer - inner) * (deep + 0.5)) / SAMPLES_DEEP);
      sum += sampleInk(raster, x + at * cosine, y + at * sine);
    }
    around[step] = sum / SAMPLES_DEEP;
  }
  return around;
}
