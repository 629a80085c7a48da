import type { PadPoint, PadStroke } from './pad-strokes.ts';

/** Width of the line at its thinnest and at its thickest, in micrometres. */
export interface Pen {
  readonly least: number;
  readonly most: number;
}

export const DEFAULT_PEN: Pen = { least: 250, most: 750 };

/** A point of the line with its half width. The outline is what lies between neighbours, and a disc at each end and each sharp turn. */
interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Speed in micrometres per millisecond at which a line without pressure is at its thinnest. */
const FAST = 250;
/** How much of the width before is kept: a hand does not change its pressure at once. */
const INERTIA = 0.6;
/** Up to this part of a step the inner side of a turn keeps its way round. */
const SMOOTH = 0.7;
/** Part of the radius at which the handles of four curves make a circle. */
const KAPPA = 0.5523;

/**
 * The filled outline of a stroke as path data of the closed profile of faces: absolute M, L, C and Z in millimetres with three
 * decimals. All parts run the same way round, so that a fill by `nonzero` is their union.
 *
 * @param spacing Distance of the points of the line in micrometres; larger gives shorter data.
 */
export function strokeOutline(stroke: PadStroke, pen: Pen, spacing = 300): string {
  const discs = discsOf(stroke, pen, spacing);
  const joints = discs.map((_, index) => jointNormal(discs, index));
  return discs
    .map((disc, index) => {
      const before = discs[index - 1];
      const round = joints[index] === null ? circle(disc) : '';
      return before ? `${round}${bridge(before, disc, joints[index - 1] ?? null, joints[index] ?? null)}` : round;
    })
    .join('');
}

/** Length of a stroke's line in micrometres. */
export function strokeLength({ points }: PadStroke): number {
  return points.reduce((length, point, index) => length + distance(points[index - 1] ?? point, point), 0);
}

function discsOf(stroke: PadStroke, pen: Pen, spacing: number): readonly Disc[] {
  const { points } = stroke;
  const knots = points.map((point, index): Disc => ({ x: point.x, y: point.y, radius: radiusAt(stroke, index, pen) }));
  const radii = smoothRadii(knots.map(({ radius }) => radius));
  const line = knots.map((knot, index) => ({ ...knot, radius: radii[index] ?? knot.radius }));
  const discs: Disc[] = line.slice(0, 1);
  for (let index = 1; index < line.length; index += 1) {
    const [before, from, to, after] = [line[index - 2], line[index - 1], line[index], line[index + 1]];
    if (!from || !to) continue;
    const steps = Math.max(1, Math.ceil(distance(from, to) / spacing));
    for (let step = 1; step <= steps; step += 1) discs.push(between(before ?? from, from, to, after ?? to, step / steps));
  }
  return thinned(discs, spacing / 2);
}

/** Half the width of the line at a point, in micrometres. */
function radiusAt({ points, measured }: PadStroke, index: number, { least, most }: Pen): number {
  const point = points[index];
  const before = points[index - 1];
  if (!point) return least / 2;
  if (measured) return (least + (most - least) * point.pressure) / 2;
  if (!before) return (least + most) / 4;
  const speed = distance(before, point) / Math.max(1, point.time - before.time);
  return (most - (most - least) * Math.min(1, speed / FAST)) / 2;
}

function smoothRadii(radii: readonly number[]): readonly number[] {
  const smooth: number[] = [];
  for (const radius of radii) smooth.push(INERTIA * (smooth.at(-1) ?? radius) + (1 - INERTIA) * radius);
  return smooth;
}

/** A point of the Catmull-Rom curve through two points, given those beside them. */
function between(before: Disc, from: Disc, to: Disc, after: Disc, at: number): Disc {
  const along = (a: number, b: number, c: number, d: number): number =>
    0.5 * (2 * b + (c - a) * at + (2 * a - 5 * b + 4 * c - d) * at ** 2 + (3 * b - a - 3 * c + d) * at ** 3);
  return {
    x: along(before.x, from.x, to.x, after.x),
    y: along(before.y, from.y, to.y, after.y),
    radius: from.radius + (to.radius - from.radius) * at,
  };
}

/** Without discs that nearly lie on the one before; the last one stays. */
function thinned(discs: readonly Disc[], least: number): readonly Disc[] {
  const kept: Disc[] = [];
  for (const [index, disc] of discs.entries()) {
    const last = kept.at(-1);
    if (last === undefined || index === discs.length - 1 || distance(last, disc) >= least) kept.push(disc);
  }
  return kept;
}

function circle({ x, y, radius: r }: Disc): string {
  const k = r * KAPPA;
  return `${moveTo(x + r, y)}${curve(x + r, y + k, x + k, y + r, x, y + r)}${curve(x - k, y + r, x - r, y + k, x - r, y)}${curve(x - r, y - k, x - k, y - r, x, y - r)}${curve(x + k, y - r, x + r, y - k, x + r, y)}Z`;
}

type Normal = readonly [number, number];

/** The direction across the line at a point where it runs on smoothly; null at its ends and where it turns too sharply for its width. */
function jointNormal(discs: readonly Disc[], index: number): Normal | null {
  const [before, disc, after] = [discs[index - 1], discs[index], discs[index + 1]];
  if (!before || !disc || !after) return null;
  const [one, two] = [across(before, disc), across(disc, after)];
  const turn = Math.acos(Math.min(1, Math.max(-1, one[0] * two[0] + one[1] * two[1])));
  const step = Math.min(distance(before, disc), distance(disc, after));
  if (turn * Math.max(before.radius, disc.radius, after.radius) > SMOOTH * step) return null;
  const length = Math.hypot(one[0] + two[0], one[1] + two[1]);
  return [(one[0] + two[0]) / length, (one[1] + two[1]) / length];
}

function across(from: Disc, to: Disc): Normal {
  const length = Math.max(distance(from, to), 1e-9);
  return [(to.y - from.y) / length, (from.x - to.x) / length];
}

/** The four-cornered part between two points of the line, the same way round as a disc. */
function bridge(from: Disc, to: Disc, atFrom: Normal | null, atTo: Normal | null): string {
  if (distance(from, to) === 0) return '';
  const own = across(from, to);
  const corner = ({ x, y, radius }: Disc, [nx, ny]: Normal, side: number): readonly [number, number] => [
    x + nx * radius * side,
    y + ny * radius * side,
  ];
  const [start, end] = [atFrom ?? own, atTo ?? own];
  const [first, ...others] = [corner(from, start, 1), corner(to, end, 1), corner(to, end, -1), corner(from, start, -1)] as const;
  return `${moveTo(...first)}${others.map(([x, y]) => `L${millimetres(x)} ${millimetres(y)}`).join('')}Z`;
}

function moveTo(x: number, y: number): string {
  return `M${millimetres(x)} ${millimetres(y)}`;
}

function curve(...coordinates: readonly number[]): string {
  return `C${coordinates.map(millimetres).join(' ')}`;
}

/** Micrometres as a decimal of millimetres, as short as it gets. */
export function millimetres(micrometres: number): string {
  const whole = Math.round(micrometres);
  return whole === 0 ? '0' : String(whole / 1000);
}

function distance(from: Pick<PadPoint, 'x' | 'y'>, to: Pick<PadPoint, 'x' | 'y'>): number {
  return Math.hypot(to.x - from.x, to.y - from.y);
}
