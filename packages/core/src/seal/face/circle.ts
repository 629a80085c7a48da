import type { Outline, OutlineStep } from './outline.ts';
import { sineCosine } from '../trigonometry.ts';

export type Vector = readonly [x: number, y: number];

/** The longest arc that one curve draws: at 45° it leaves the circle by less than a millionth of the radius ÷ 0.2. */
const ARC_DEGREES = 45;

/** The point at `degrees` clockwise from 12 o'clock, y downwards. */
export function pointOnCircle(radius: number, degrees: number): Vector {
  const { sine, cosine } = sineCosine(degrees);
  return [radius * sine, -radius * cosine];
}

export function circle(radius: number): Outline {
  return [moveTo(pointOnCircle(radius, 0)), ...arcSteps(radius, 0, 360), CLOSE];
}

/** The part of a ring between two angles, clockwise. */
export function ringSector(outer: number, inner: number, from: number, to: number): Outline {
  return [
    moveTo(pointOnCircle(outer, from)),
    ...arcSteps(outer, from, to),
    { command: 'L', coordinates: pointOnCircle(inner, to) },
    ...arcSteps(inner, to, from),
    CLOSE,
  ];
}

/** Curves along the circle from one angle to another, clockwise when `to` is greater. */
function arcSteps(radius: number, from: number, to: number): OutlineStep[] {
  const count = Math.ceil(Math.abs(to - from) / ARC_DEGREES);
  const at = (index: number): Vector => pointOnCircle(radius, from + ((to - from) * index) / count);
  return Array.from({ length: count }, (_, index) => arcCurve(at(index), at(index + 1)));
}

/** Curves along the shorter arc about the origin between two points of one circle. */
export function arcBetween(from: Vector, to: Vector): OutlineStep[] {
  return splitArc(from, to, 3);
}

function splitArc(from: Vector, to: Vector, depth: number): OutlineStep[] {
  if (depth === 0) return [arcCurve(from, to)];
  const radius = Math.sqrt(from[0] * from[0] + from[1] * from[1]);
  const sum: Vector = [from[0] + to[0], from[1] + to[1]];
  const scale = radius / Math.sqrt(sum[0] * sum[0] + sum[1] * sum[1]);
  const middle: Vector = [sum[0] * scale, sum[1] * scale];
  return [...splitArc(from, middle, depth - 1), ...splitArc(middle, to, depth - 1)];
}

/** One cubic for an arc of less than half a turn about the origin; handles are 4/3 · tan(θ/4) of the radius long. */
function arcCurve(from: Vector, to: Vector): OutlineStep {
  const dot = from[0] * to[0] + from[1] * to[1];
  const cross = from[0] * to[1] - from[1] * to[0];
  const squared = from[0] * from[0] + from[1] * from[1];
  const tangentOfHalf = cross / (squared + dot);
  const handle = ((4 / 3) * tangentOfHalf) / (1 + Math.sqrt(1 + tangentOfHalf * tangentOfHalf));
  return {
    command: 'C',
    coordinates: [from[0] - handle * from[1], from[1] + handle * from[0], to[0] + handle * to[1], to[1] - handle * to[0], to[0], to[1]],
  };
}

const CLOSE: OutlineStep = { command: 'Z', coordinates: [] };

export function moveTo(point: Vector): OutlineStep {
  return { command: 'M', coordinates: point };
}
