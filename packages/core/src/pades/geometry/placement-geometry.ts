import { PadesError } from '../pades-error.ts';
import type { SealPlacement } from '../seal-placement.ts';
import { FULL_TURN, cosineAndSine } from './exact-angle.ts';
import { type PageBox, type PageGeometry, type Point, displayedToUser, micrometres, pageGeometry } from './page-geometry.ts';
import { type Rational, add, compare, formatDecimal, greater, lesser, multiply, negate, rational, subtract } from './rational.ts';

/** Four numbers as they are written: left, bottom, right, top. */
export type SpelledRectangle = readonly [string, string, string, string];
/** Six numbers as they are written. */
export type SpelledMatrix = readonly [string, string, string, string, string, string];

/** How a placement is written: the widget's rectangle and the form that fills it. */
export interface PlacementGeometry {
  /** `/Rect` of the widget in default user space. */
  readonly rect: SpelledRectangle;
  /** `/BBox` of the place's form: the part that is drawn, in units from the lower left of the unrotated box. */
  readonly bbox: SpelledRectangle;
  /** `/Matrix` of the place's form: turns it so that the face shows as placed. */
  readonly matrix: SpelledMatrix;
  /** Exact size of the whole unrotated box in default user space units. */
  readonly width: Rational;
  readonly height: Rational;
}

/** Beyond any page that a reader shows (ISO 32000-2 Annex C: 14,400 units, with a generous UserUnit). */
const LONGEST = 1_000_000_000;
/** Rounding of whole micrometres may reach over the page's edge by less than this. */
const EDGE_TOLERANCE_UM = 1;

/**
 * The rectangle, box and matrix that show a placement upright on the page as displayed, whatever its `/Rotate`, CropBox
 * and `/UserUnit` (ISO 32000-2 §12.5.5).
 *
 * @throws {@link PadesError} `PADES_PLACEMENT_MALFORMED`, `PADES_PLACE_OFF_PAGE`, `PADES_PAGE_GEOMETRY`.
 */
export function placementToRect(placement: SealPlacement, page: PageBox): PlacementGeometry {
  assertPlacement(placement);
  const geometry = pageGeometry(page);
  const corners = drawnCorners(placement, geometry);
  assertOnPage(corners, placement, geometry);
  const user = corners.map((corner) => displayedToUser(geometry, corner));
  const height = micrometres(placement.height, geometry);
  const clip = placement.clip ?? { x: 0, y: 0, width: placement.width, height: placement.height };
  const clipBottom = micrometres(placement.height - clip.y - clip.height, geometry);
  return {
    rect: [
      formatDecimal(user.map((point) => point.x).reduce(lesser)),
      formatDecimal(user.map((point) => point.y).reduce(lesser)),
      formatDecimal(user.map((point) => point.x).reduce(greater)),
      formatDecimal(user.map((point) => point.y).reduce(greater)),
    ],
    bbox: [
      formatDecimal(micrometres(clip.x, geometry)),
      formatDecimal(clipBottom),
      formatDecimal(micrometres(clip.x + clip.width, geometry)),
      formatDecimal(micrometres(placement.height - clip.y, geometry)),
    ],
    matrix: uprightMatrix(placement.rotation, geometry.rotate),
    width: micrometres(placement.width, geometry),
    height,
  };
}

/** @throws {@link PadesError} `PADES_PLACEMENT_MALFORMED` */
export function assertPlacement(placement: SealPlacement): void {
  const { page, x, y, width, height, rotation, clip } = placement;
  const lengths = [x, y, width, height, ...(clip === undefined ? [] : [clip.x, clip.y, clip.width, clip.height])];
  const whole = lengths.every((length) => Number.isSafeInteger(length) && Math.abs(length) <= LONGEST);
  const sized = width > 0 && height > 0 && (clip === undefined || (clip.width > 0 && clip.height > 0));
  const turned = Number.isSafeInteger(rotation) && Math.abs(rotation) < FULL_TURN;
  const inside = clip === undefined || (clip.x >= 0 && clip.y >= 0 && clip.x + clip.width <= width && clip.y + clip.height <= height);
  if (!Number.isSafeInteger(page) || page < 1 || !whole || !sized || !turned || !inside)
    throw new PadesError(
      'PADES_PLACEMENT_MALFORMED',
      'expected whole micrometres and millidegrees, a size above zero, and a clip inside the box',
    );
}

/** The four corners of what is drawn, in units right of and below the displayed top left corner of the page. */
function drawnCorners(placement: SealPlacement, geometry: PageGeometry): readonly Point[] {
  const { x, y, width, height } = placement;
  const clip = placement.clip ?? { x: 0, y: 0, width, height };
  const centre = { x: half(2 * x + width, geometry), y: half(2 * y + height, geometry) };
  const { cosine, sine } = cosineAndSine(placement.rotation);
  const corner = (right: number, down: number): Point => {
    const dx = half(2 * right - width, geometry);
    const dy = half(2 * down - height, geometry);
    return {
      x: add(centre.x, subtract(multiply(dx, cosine), multiply(dy, sine))),
      y: add(centre.y, add(multiply(dx, sine), multiply(dy, cosine))),
    };
  };
  return [
    corner(clip.x, clip.y),
    corner(clip.x + clip.width, clip.y),
    corner(clip.x + clip.width, clip.y + clip.height),
    corner(clip.x, clip.y + clip.height),
  ];
}

function half(doubled: number, geometry: PageGeometry): Rational {
  return multiply(rational(doubled, 2), geometry.unitsPerMicrometre);
}

function assertOnPage(corners: readonly Point[], placement: SealPlacement, geometry: PageGeometry): void {
  const tolerance = micrometres(EDGE_TOLERANCE_UM, geometry);
  const within = (value: Rational, length: Rational): boolean =>
    compare(value, negate(tolerance)) >= 0 && compare(value, add(length, tolerance)) <= 0;
  if (corners.every((corner) => within(corner.x, geometry.displayedWidth) && within(corner.y, geometry.displayedHeight))) return;
  throw new PadesError('PADES_PLACE_OFF_PAGE', `expected a place inside page ${placement.page}`, { facts: { page: placement.page } });
}

/** Counter-clockwise by the page's rotation, since the page is then shown turned clockwise, less the place's own turn. */
function uprightMatrix(rotation: number, pageRotate: number): SpelledMatrix {
  const { cosine, sine } = cosineAndSine(pageRotate * 1000 - rotation);
  const c = formatDecimal(cosine);
  const s = formatDecimal(sine);
  return [c, s, formatDecimal(negate(sine)), c, '0', '0'];
}
