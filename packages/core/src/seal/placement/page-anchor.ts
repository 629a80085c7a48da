import type { SealPlacement } from '../../pades/index.ts';
import {
  type Millimetres,
  micrometresToMillimetres,
  micrometresToPoints,
  MICROMETRES_PER_MILLIMETRE,
  MICROMETRES_PER_POINT,
  type Percent,
  percent,
  type Points,
  roundHalfAway,
} from './units.ts';

/** A page as displayed: CropBox, `/Rotate` and `/UserUnit` applied. */
export interface DisplayedPage {
  /** Counted from 1. */
  readonly page: number;
  readonly widthUm: number;
  readonly heightUm: number;
}

/** The unrotated box of a seal, in micrometres; its rotation in millidegrees clockwise. */
export interface SealBox {
  readonly widthUm: number;
  readonly heightUm: number;
  readonly rotation?: number;
}

/**
 * The point of the page from which a distance is measured, and the same point of the box to which it leads: corner to corner,
 * centre to centre. From a corner distances lead inwards, from the centre right and down.
 */
export type AnchorOrigin = 'top-left' | 'top-right' | 'bottom-left' | 'bottom-right' | 'centre';

/** Where a box stands on a page, in one unit. Percent are of the page's width and height. */
export type PlacementAnchor =
  | { readonly origin: AnchorOrigin; readonly unit: 'mm'; readonly x: Millimetres; readonly y: Millimetres }
  | { readonly origin: AnchorOrigin; readonly unit: 'pt'; readonly x: Points; readonly y: Points }
  | { readonly origin: AnchorOrigin; readonly unit: 'percent'; readonly x: Percent; readonly y: Percent };

/** Share of page and box left of and above an origin, and the way that distances lead from it. */
const ORIGINS = {
  'top-left': { right: 0, down: 0, wayX: 1, wayY: 1 },
  'top-right': { right: 1, down: 0, wayX: -1, wayY: 1 },
  'bottom-left': { right: 0, down: 1, wayX: 1, wayY: -1 },
  'bottom-right': { right: 1, down: 1, wayX: -1, wayY: -1 },
  centre: { right: 0.5, down: 0.5, wayX: 1, wayY: 1 },
} as const satisfies { readonly [origin in AnchorOrigin]: object };

/** The one form in which places are stored and permitted. The box may lie off the page: see `clampToPage`. */
export function resolvePlacement(page: DisplayedPage, anchor: PlacementAnchor, box: SealBox): SealPlacement {
  const { right, down, wayX, wayY } = ORIGINS[anchor.origin];
  const distance = anchorDistance(page, anchor);
  return {
    page: page.page,
    x: roundHalfAway((page.widthUm - box.widthUm) * right + wayX * distance.x),
    y: roundHalfAway((page.heightUm - box.heightUm) * down + wayY * distance.y),
    width: box.widthUm,
    height: box.heightUm,
    rotation: box.rotation ?? 0,
  };
}

/** The anchor that resolves to a placement: what a person reads and types. */
export function anchorOfPlacement(
  page: DisplayedPage,
  placement: SealPlacement,
  { origin, unit }: Pick<PlacementAnchor, 'origin' | 'unit'>,
): PlacementAnchor {
  const { right, down, wayX, wayY } = ORIGINS[origin];
  const x = wayX * (placement.x - (page.widthUm - placement.width) * right) + 0;
  const y = wayY * (placement.y - (page.heightUm - placement.height) * down) + 0;
  if (unit === 'mm') return { origin, unit, x: micrometresToMillimetres(x), y: micrometresToMillimetres(y) };
  if (unit === 'pt') return { origin, unit, x: micrometresToPoints(x), y: micrometresToPoints(y) };
  return { origin, unit, x: percent((100 * x) / page.widthUm), y: percent((100 * y) / page.heightUm) };
}

/** In micrometres, not rounded: one place is rounded once. */
function anchorDistance(page: DisplayedPage, anchor: PlacementAnchor): { readonly x: number; readonly y: number } {
  if (anchor.unit === 'mm') return { x: anchor.x * MICROMETRES_PER_MILLIMETRE, y: anchor.y * MICROMETRES_PER_MILLIMETRE };
  if (anchor.unit === 'pt') return { x: anchor.x * MICROMETRES_PER_POINT, y: anchor.y * MICROMETRES_PER_POINT };
  return { x: (anchor.x / 100) * page.widthUm, y: (anchor.y / 100) * page.heightUm };
}
