import { sineCosine } from '../trigonometry.ts';
import type { InkRaster } from './ink-raster.ts';

/** Where a face is in its picture: what is compared lies within this circle. Pixels. */
export interface FaceCircle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const RAYS = 180;
const ROUNDS = 12;
/** Share of the radius by which the border may be off the circle; wider in the first rounds. */
const TOLERANCE = 0.015;
/** Share of rays that have to end on the circle: the dashes of test material leave a third of them out. */
const LEAST_SUPPORT = 0.45;
/** Of a face without a round border: radius in terms of the root of the mean square distance of its ink. */
const SPREAD_RADIUS = 1.6;
/** Ink of a pixel and its neighbours from which on it is no speck. */
const SOLID = 0.5;

/**
 * The circle of a face: that of its round border, which cuts and specks of dust do not move; of other faces the centre of
 * gravity of the ink and a radius by its spread. Null where all ink is specks.
 */
export function faceCircle(raster: InkRaster): FaceCircle | null {
  const solid = blur(raster);
  const around = spreadCircle(solid);
  if (around === null) return null;
  return borderCircle(solid, around) ?? around;
}

/** The mean of each pixel and its eight neighbours. */
function blur({ width, height, ink }: InkRaster): InkRaster {
  const rows = new Float32Array(ink.length);
  const blurred = new Float32Array(ink.length);
  for (let at = 0; at < ink.length; at += 1) {
    const x = at % width;
    rows[at] = ((x > 0 ? (ink[at - 1] ?? 0) : 0) + (ink[at] ?? 0) + (x < width - 1 ? (ink[at + 1] ?? 0) : 0)) / 3;
  }
  for (let at = 0; at < ink.length; at += 1) blurred[at] = ((rows[at - width] ?? 0) + (rows[at] ?? 0) + (rows[at + width] ?? 0)) / 3;
  return { width, height, ink: blurred };
}

function spreadCircle({ width, ink }: InkRaster): FaceCircle | null {
  let [mass, sumX, sumY, sumSquares] = [0, 0, 0, 0];
  for (const [at, value] of ink.entries()) {
    if (value < SOLID) continue;
    const [x, y] = [(at % width) + 0.5, Math.floor(at / width) + 0.5];
    mass += 1;
    sumX += x;
    sumY += y;
    sumSquares += x * x + y * y;
  }
  if (mass === 0) return null;
  const [x, y] = [sumX / mass, sumY / mass];
  const spread = Math.sqrt(sumSquares / mass - x * x - y * y);
  return spread < 1 ? null : { x, y, radius: spread * SPREAD_RADIUS };
}

/** Fitted to the ends of the ink along rays, those near the circle of the round before alone; undefined where too few are. */
function borderCircle(raster: InkRaster, around: FaceCircle): FaceCircle | undefined {
  let circle = around;
  let support = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const ends = outerEnds(raster, circle, around.radius);
    if (round === 0) circle = { ...circle, radius: median(ends.map((end) => distance(end, circle))) };
    const tolerance = Math.max(TOLERANCE, 0.16 / 2 ** (round / 2)) * circle.radius;
    const near = ends.filter((end) => Math.abs(distance(end, circle) - circle.radius) < tolerance);
    support = near.length / RAYS;
    if (support < LEAST_SUPPORT) return undefined;
    circle = fitCircle(near, circle);
  }
  return circle;
}

/** The last solid ink on each ray from the circle's centre, half way down its flank. */
function outerEnds(raster: InkRaster, { x, y }: Point, radius: number): readonly Point[] {
  const ends: Point[] = [];
  for (let ray = 0; ray < RAYS; ray += 1) {
    const { sine, cosine } = sineCosine((ray * 360) / RAYS);
    for (let at = 2 * radius; at > radius / 4; at -= 0.5) {
      const inner = sampleInk(raster, x + at * cosine, y + at * sine);
      if (inner < SOLID) continue;
      const outer = sampleInk(raster, x + (at + 0.5) * cosine, y + (at + 0.5) * sine);
      const end = at + (outer < SOLID ? (0.5 * (inner - SOLID)) / (inner - outer) : 0);
      ends.push({ x: x + end * cosine, y: y + end * sine });
      break;
    }
  }
  return ends;
}

/** One step of Gauss and Newton towards the circle of least squares. */
function fitCircle(points: readonly Point[], from: FaceCircle): FaceCircle {
  let [xx, xy, yy, sx, sy, xr, yr, r] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const point of points) {
    const length = distance(point, from);
    const [ux, uy] = [(point.x - from.x) / length, (point.y - from.y) / length];
    const residual = length - from.radius;
    xx += ux * ux;
    xy += ux * uy;
    yy += uy * uy;
    sx += ux;
    sy += uy;
    xr += ux * residual;
    yr += uy * residual;
    r += residual;
  }
  const count = points.length;
  const [a, b, c] = [xx - (sx * sx) / count, xy - (sx * sy) / count, yy - (sy * sy) / count];
  const [p, q] = [xr - (sx * r) / count, yr - (sy * r) / count];
  const determinant = a * c - b * b;
  if (Math.abs(determinant) < 1e-9) return from;
  const [dx, dy] = [(c * p - b * q) / determinant, (a * q - b * p) / determinant];
  return { x: from.x + dx, y: from.y + dy, radius: from.radius + (r - sx * dx - sy * dy) / count };
}

/** Between the middles of four pixels; outside of the picture there is no ink. */
export function sampleInk({ width, height, ink }: InkRaster, x: number, y: number): number {
  const left = Math.floor(x - 0.5);
  const top = Math.floor(y - 0.5);
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) return 0;
  const [u, v] = [x - 0.5 - left, y - 0.5 - top];
  const at = top * width + left;
  const above = (ink[at] ?? 0) * (1 - u) + (ink[at + 1] ?? 0) * u;
  const below = (ink[at + width] ?? 0) * (1 - u) + (ink[at + width + 1] ?? 0) * u;
  return above * (1 - v) + below * v;
}

function distance(a: Point, b: Point): number {
  return Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
