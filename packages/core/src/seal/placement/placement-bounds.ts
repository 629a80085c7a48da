import type { SealPlacement } from '../../pades/index.ts';
import { sineCosine } from '../trigonometry.ts';

/** Edges in micrometres from the top left of the page as displayed. */
export interface PlacementBounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

type Corner = readonly [x: number, y: number];

/** Less than this, and what touches by rounding does not overlap. */
const TOUCH_UM = 0.5;

/** The four corners of what is drawn, turned about the centre of the box, clockwise from the top left. */
export function placementCorners(placement: SealPlacement): readonly [Corner, Corner, Corner, Corner] {
  const { x, y, width, height, rotation } = placement;
  const clip = placement.clip ?? { x: 0, y: 0, width, height };
  const { sine, cosine } = sineCosine(rotation / 1000);
  const turn = (right: number, down: number): Corner => {
    const dx = right - width / 2;
    const dy = down - height / 2;
    return [x + width / 2 + dx * cosine - dy * sine, y + height / 2 + dx * sine + dy * cosine];
  };
  return [
    turn(clip.x, clip.y),
    turn(clip.x + clip.width, clip.y),
    turn(clip.x + clip.width, clip.y + clip.height),
    turn(clip.x, clip.y + clip.height),
  ];
}

/** The upright rectangle around what is drawn. */
export function placementBounds(placement: SealPlacement): PlacementBounds {
  const corners = placementCorners(placement);
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/** Whether two places on one page cover each other; places that only touch do not. */
export function placementsOverlap(one: SealPlacement, other: SealPlacement): boolean {
  if (one.page !== other.page) return false;
  const [a, b] = [placementCorners(one), placementCorners(other)];
  const axes = [one.rotation, one.rotation + 90_000, other.rotation, other.rotation + 90_000];
  return axes.every((axis) => shadowsOverlap(a, b, axis));
}

/** Whether the shadows of two boxes on a line overlap: on one line they must not, if the boxes are apart. */
function shadowsOverlap(one: readonly Corner[], other: readonly Corner[], millidegrees: number): boolean {
  const { sine, cosine } = sineCosine(millidegrees / 1000);
  const shadow = (corners: readonly Corner[]): readonly [number, number] => {
    const places = corners.map(([x, y]) => x * cosine + y * sine);
    return [Math.min(...places), Math.max(...places)];
  };
  const [first, last] = shadow(one);
  const [start, end] = shadow(other);
  return Math.min(last, end) - Math.max(first, start) > TOUCH_UM;
}
