import type { SealPlacement } from '../../pades/index.ts';
import {
  type Fraction,
  fraction,
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
  /** The MediaBox as displayed where it differs: its top left, measured from the page's, is zero or above and left of it. */
  readonly mediaBox?: PageArea;
}

/** A part of the displayed plane in micrometres from the top left of the page as displayed. */
export interface PageArea {
  readonly x: number;
  readonly y: number;
  readonly widthUm: number;
  readonly heightUm: number;
}

/** The box that corners and shares mean: what readers show, or the whole medium with what they cut off. */
export type AnchorBox = 'crop' | 'media';

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

/** Two lengths in one unit: right and down, or as an origin leads. Percent and fraction are of the width and the height. */
export type UnitDistance =
  | { readonly unit: 'mm'; readonly x: Millimetres; readonly y: Millimetres }
  | { readonly unit: 'pt'; readonly x: Points; readonly y: Points }
  | { readonly unit: 'percent'; readonly x: Percent; readonly y: Percent }
  | { readonly unit: 'fraction'; readonly x: Fraction; readonly y: Fraction };

export type PlacementUnit = UnitDistance['unit'];

/** Where a box stands on a page, in one unit. The page's box is the one that is displayed unless `box` says otherwise. */
export type PlacementAnchor = UnitDistance & { readonly origin: AnchorOrigin; readonly box?: AnchorBox };

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
  const area = pageArea(page, anchor.box);
  const distance = distanceInMicrometres(anchor, area);
  return {
    page: page.page,
    x: roundHalfAway(area.x + (area.widthUm - box.widthUm) * right + wayX * distance.x),
    y: roundHalfAway(area.y + (area.heightUm - box.heightUm) * down + wayY * distance.y),
    width: box.widthUm,
    height: box.heightUm,
    rotation: box.rotation ?? 0,
  };
}

/** The anchor that resolves to a placement: what a person reads and types. */
export function anchorOfPlacement(
  page: DisplayedPage,
  placement: SealPlacement,
  { origin, unit, box }: { readonly origin: AnchorOrigin; readonly unit: PlacementUnit; readonly box?: AnchorBox },
): PlacementAnchor {
  const { right, down, wayX, wayY } = ORIGINS[origin];
  const area = pageArea(page, box);
  const x = wayX * (placement.x - area.x - (area.widthUm - placement.width) * right) + 0;
  const y = wayY * (placement.y - area.y - (area.heightUm - placement.height) * down) + 0;
  return { origin, ...(box === undefined ? {} : { box }), ...micrometresInUnit({ x, y }, unit, area) };
}

/** The box that an anchor is measured in; a page without a MediaBox of its own has but one. */
export function pageArea(page: DisplayedPage, box: AnchorBox = 'crop'): PageArea {
  const crop = { x: 0, y: 0, widthUm: page.widthUm, heightUm: page.heightUm };
  return box === 'media' ? (page.mediaBox ?? crop) : crop;
}

/** In micrometres, not rounded: one place is rounded once. */
export function distanceInMicrometres(
  distance: UnitDistance,
  area: Pick<PageArea, 'widthUm' | 'heightUm'>,
): { readonly x: number; readonly y: number } {
  const { x, y } = distance;
  switch (distance.unit) {
    case 'mm':
      return { x: x * MICROMETRES_PER_MILLIMETRE, y: y * MICROMETRES_PER_MILLIMETRE };
    case 'pt':
      return { x: x * MICROMETRES_PER_POINT, y: y * MICROMETRES_PER_POINT };
    case 'percent':
      return { x: (x / 100) * area.widthUm, y: (y / 100) * area.heightUm };
    case 'fraction':
      return { x: x * area.widthUm, y: y * area.heightUm };
  }
}

/** The inverse of {@link distanceInMicrometres}. */
export function micrometresInUnit(
  { x, y }: { readonly x: number; readonly y: number },
  unit: PlacementUnit,
  area: Pick<PageArea, 'widthUm' | 'heightUm'>,
): UnitDistance {
  switch (unit) {
    case 'mm':
      return { unit, x: micrometresToMillimetres(x), y: micrometresToMillimetres(y) };
    case 'pt':
      return { unit, x: micrometresToPoints(x), y: micrometresToPoints(y) };
    case 'percent':
      return { unit, x: percent((100 * x) / area.widthUm), y: percent((100 * y) / area.heightUm) };
    case 'fraction':
      return { unit, x: fraction(x / area.widthUm), y: fraction(y / area.heightUm) };
  }
}
