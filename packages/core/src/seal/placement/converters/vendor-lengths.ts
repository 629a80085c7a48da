import type { SealPlacement } from '../../../pades/index.ts';
import { SealError } from '../../seal-error.ts';
import { type DisplayedPage, distanceInMicrometres, micrometresInUnit, type SealBox, type UnitDistance } from '../page-anchor.ts';
import { MICROMETRES_PER_POINT, roundHalfAway } from '../units.ts';
import type { RequestedPlacement } from './requested-placement.ts';

/** Points and pixels at 72 dpi are the same length. */
export function fromPoints(points: number): number {
  return points * MICROMETRES_PER_POINT;
}

/** To a thousandth of a point: less than half a micrometre, so that a place is found again exactly. */
export function toPoints(micrometres: number): number {
  return decimal(micrometres / MICROMETRES_PER_POINT, 3);
}

/** With at most so many decimals, and never minus zero. */
export function decimal(value: number, digits: number): number {
  return Number(value.toFixed(digits)) + 0;
}

/** A share of a length that finds micrometres again on pages of up to 50 metres. */
export function shareOf(part: number, whole: number): number {
  return decimal(part / whole, 8);
}

export function placeAt(page: DisplayedPage, x: number, y: number, box: SealBox): SealPlacement {
  return {
    page: page.page,
    x: roundHalfAway(x),
    y: roundHalfAway(y),
    width: roundHalfAway(box.widthUm),
    height: roundHalfAway(box.heightUm),
    rotation: box.rotation ?? 0,
  };
}

export function boxOf(placement: SealPlacement): SealBox {
  return { widthUm: placement.width, heightUm: placement.height };
}

export function pageOf(pages: readonly DisplayedPage[], page: number): DisplayedPage {
  const found = pages.find((candidate) => candidate.page === page);
  if (found === undefined) throw new RangeError(`pages: expected page ${page} among them`);
  return found;
}

/** @throws {@link SealError} `PLACEMENT_EXPORT_UNSUPPORTED` for a turned place or a slice, which no vendor's model has. */
export function assertPlain(vendor: string, placement: SealPlacement): void {
  if (placement.rotation % 360_000 !== 0) throw unsupported(vendor, 'rotation');
  if (placement.clip !== undefined) throw unsupported(vendor, 'clip');
}

/** What a vendor's model cannot say is refused, not dropped. */
export function unsupported(vendor: string, what: string): SealError {
  return new SealError('PLACEMENT_EXPORT_UNSUPPORTED', `expected what the model of ${vendor} can say`, { facts: { vendor, what } });
}

export function roleOf(request: RequestedPlacement, otherwise: string): string {
  return request.role ?? otherwise;
}

/**
 * A keyword's offset in the vendor's unit.
 *
 * @throws {@link SealError} `PLACEMENT_EXPORT_UNSUPPORTED` where lengths turn into shares, or shares into lengths, and pages differ in size.
 */
export function offsetIn(
  vendor: string,
  offset: UnitDistance | undefined,
  unit: 'pt' | 'fraction',
  pages: readonly DisplayedPage[],
): { readonly x: number; readonly y: number } {
  const [first] = pages;
  if (offset === undefined || first === undefined) return { x: 0, y: 0 };
  const isShare = offset.unit === 'percent' || offset.unit === 'fraction';
  const isOneSize = pages.every(({ widthUm, heightUm }) => widthUm === first.widthUm && heightUm === first.heightUm);
  if (isShare !== (unit === 'fraction') && !isOneSize) throw unsupported(vendor, 'offset');
  const { x, y } = micrometresInUnit(distanceInMicrometres(offset, first), unit, first);
  const digits = unit === 'pt' ? 3 : 8;
  return { x: decimal(x, digits), y: decimal(y, digits) };
}
