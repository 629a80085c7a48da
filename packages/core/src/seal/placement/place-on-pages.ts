import type { SealPlacement } from '../../pades/index.ts';
import { SealError } from '../seal-error.ts';
import { type AnchorOrigin, anchorOfPlacement, type DisplayedPage, resolvePlacement } from './page-anchor.ts';
import { placementBounds } from './placement-bounds.ts';

/** Rounding of turned corners stays below this. */
const EPSILON_UM = 1e-6;

/** Whether all that is drawn lies on the page. */
export function isOnPage(placement: SealPlacement, page: DisplayedPage): boolean {
  const { left, top, right, bottom } = placementBounds(placement);
  return left >= -EPSILON_UM && top >= -EPSILON_UM && right <= page.widthUm + EPSILON_UM && bottom <= page.heightUm + EPSILON_UM;
}

/**
 * The nearest place that lies on the page, size and rotation kept.
 *
 * @throws {@link SealError} `SEAL_PLACEMENT_OUTSIDE_PAGE` when the page is too small for it.
 */
export function clampToPage(placement: SealPlacement, page: DisplayedPage): SealPlacement {
  const { left, top, right, bottom } = placementBounds(placement);
  const moved = {
    ...placement,
    page: page.page,
    x: placement.x + inwards(left, right, page.widthUm),
    y: placement.y + inwards(top, bottom, page.heightUm),
  };
  if (!isOnPage(moved, page))
    throw new SealError('SEAL_PLACEMENT_OUTSIDE_PAGE', `expected a place that fits page ${page.page}`, {
      facts: { page: page.page, widthUm: page.widthUm, heightUm: page.heightUm },
    });
  return moved;
}

export interface CopyOptions {
  /** The corner from which the distance is kept where pages differ in size; the nearest one of the placement by default. */
  readonly origin?: AnchorOrigin;
}

/**
 * The same place on other pages, moved onto a page where it would leave it.
 *
 * @throws {@link SealError} `SEAL_PLACEMENT_OUTSIDE_PAGE` when a page is too small for it.
 */
export function copyToPages(
  placement: SealPlacement,
  from: DisplayedPage,
  pages: readonly DisplayedPage[],
  options: CopyOptions = {},
): readonly SealPlacement[] {
  const origin = options.origin ?? nearestCorner(placement, from);
  const anchor = anchorOfPlacement(from, placement, { origin, unit: 'mm' });
  const box = { widthUm: placement.width, heightUm: placement.height, rotation: placement.rotation };
  return pages.map((page) => clampToPage({ ...placement, ...resolvePlacement(page, anchor, box) }, page));
}

function nearestCorner(placement: SealPlacement, page: DisplayedPage): AnchorOrigin {
  const isRight = 2 * placement.x + placement.width > page.widthUm;
  const isLow = 2 * placement.y + placement.height > page.heightUm;
  if (isLow) return isRight ? 'bottom-right' : 'bottom-left';
  return isRight ? 'top-right' : 'top-left';
}

/** Whole micrometres by which a span moves to lie between 0 and `end`. */
function inwards(first: number, last: number, end: number): number {
  if (first < -EPSILON_UM) return Math.ceil(-first - EPSILON_UM);
  if (last > end + EPSILON_UM) return -Math.ceil(last - end - EPSILON_UM);
  return 0;
}
