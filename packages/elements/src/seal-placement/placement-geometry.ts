import type { SealPlacement } from '@sealkit/core/pades';
import { isOnPage, placementBounds } from '@sealkit/core/seal';
import type { PageSize } from '../pdf-rendering/page-size.ts';

/** The part of a placement that geometry is about. */
export type PlacedBox = Pick<SealPlacement, 'x' | 'y' | 'width' | 'height' | 'rotation'>;

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Positions are set in steps of a tenth of a millimetre, so that what is shown is what is stored. */
const STEP = 100;
const FULL_TURN = 360_000;
/** Of turned corners, in micrometres. */
const ROUNDING = 1e-6;

/** Centre of the box: what is shown and typed as X and Y. */
export function centreOf(box: PlacedBox): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export function withCentre<Box extends PlacedBox>(box: Box, centre: Point): Box {
  return { ...box, x: Math.round(centre.x - box.width / 2), y: Math.round(centre.y - box.height / 2) };
}

/** The centre put on the grid of tenths of a millimetre. */
export function onGrid<Box extends PlacedBox>(box: Box): Box {
  const { x, y } = centreOf(box);
  return withCentre(box, { x: Math.round(x / STEP) * STEP, y: Math.round(y / STEP) * STEP });
}

export function turnedBy<Box extends PlacedBox>(box: Box, millidegrees: number): Box {
  return { ...box, rotation: normalAngle(box.rotation + millidegrees) };
}

/** From 0 to just below a full turn. */
export function normalAngle(millidegrees: number): number {
  return ((Math.round(millidegrees) % FULL_TURN) + FULL_TURN) % FULL_TURN;
}

/** Half the width and height of the upright rectangle around a turned box, rounded up. */
export function halfExtent(box: SealPlacement): Point {
  const { left, top, right, bottom } = placementBounds(box);
  const half = (length: number): number => Math.ceil(length - ROUNDING) / 2;
  return { x: half(right - left), y: half(bottom - top) };
}

/** Least and greatest centre that keep the whole box on the page; least above greatest when the page is too small. */
export function centreLimits(box: SealPlacement, page: PageSize): { readonly least: Point; readonly most: Point } {
  const half = halfExtent(box);
  return { least: half, most: { x: page.widthUm - half.x, y: page.heightUm - half.y } };
}

export function fitsPage(box: SealPlacement, page: PageSize): boolean {
  return isOnPage(box, { page: box.page, ...page });
}

/** The box moved as little as needed to lie on the page; centred along a side that is too short for it. */
export function keptOnPage<Box extends SealPlacement>(box: Box, page: PageSize): Box {
  const { least, most } = centreLimits(box, page);
  const { x, y } = centreOf(box);
  return withCentre(box, {
    x: between(x, least.x, most.x, page.widthUm / 2),
    y: between(y, least.y, most.y, page.heightUm / 2),
  });
}

/** Distance of the centre from the lower edge, which is what Y shows. */
export function fromBottom(box: PlacedBox, page: PageSize): number {
  return page.heightUm - centreOf(box).y;
}

function between(value: number, least: number, most: number, middle: number): number {
  return least > most ? middle : Math.min(most, Math.max(least, value));
}
