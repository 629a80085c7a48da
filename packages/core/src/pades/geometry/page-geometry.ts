import type { FramePage } from '../document-frame.ts';
import { PadesError } from '../pades-error.ts';
import { type Rational, add, compare, divide, greater, lesser, multiply, parseDecimal, rational, subtract } from './rational.ts';

/** What decides how a page shows: its effective CropBox, `/Rotate` and `/UserUnit` (ISO 32000-2 §7.7.3.3, §14.11.2). */
export type PageBox = Pick<FramePage, 'cropBox' | 'rotate' | 'userUnit'>;

/** A page's geometry in exact numbers. */
export interface PageGeometry {
  readonly left: Rational;
  readonly bottom: Rational;
  readonly right: Rational;
  readonly top: Rational;
  readonly rotate: 0 | 90 | 180 | 270;
  /** Default user space units in one micrometre. */
  readonly unitsPerMicrometre: Rational;
  /** Size as displayed, in default user space units. */
  readonly displayedWidth: Rational;
  readonly displayedHeight: Rational;
}

export interface Point {
  readonly x: Rational;
  readonly y: Rational;
}

const ZERO_LENGTH = rational(0);

/** @throws {@link PadesError} `PADES_PAGE_GEOMETRY` for a box without area or a unit that is not positive. */
export function pageGeometry(page: PageBox): PageGeometry {
  const [x0, y0, x1, y1] = page.cropBox.map(boxNumber);
  const userUnit = boxNumber(page.userUnit);
  if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined || compare(userUnit, ZERO_LENGTH) <= 0)
    throw new PadesError('PADES_PAGE_GEOMETRY', 'expected four box numbers and a positive user unit');
  const left = lesser(x0, x1);
  const right = greater(x0, x1);
  const bottom = lesser(y0, y1);
  const top = greater(y0, y1);
  const width = subtract(right, left);
  const height = subtract(top, bottom);
  if (compare(width, ZERO_LENGTH) === 0 || compare(height, ZERO_LENGTH) === 0)
    throw new PadesError('PADES_PAGE_GEOMETRY', 'expected a page with an area');
  const upright = page.rotate === 0 || page.rotate === 180;
  return {
    left,
    bottom,
    right,
    top,
    rotate: page.rotate,
    unitsPerMicrometre: divide(rational(72, 25_400), userUnit),
    displayedWidth: upright ? width : height,
    displayedHeight: upright ? height : width,
  };
}

/** From units right of and below the displayed top left corner to default user space. */
export function displayedToUser(geometry: PageGeometry, point: Point): Point {
  const { left, bottom, right, top } = geometry;
  const { x, y } = point;
  switch (geometry.rotate) {
    case 0:
      return { x: add(left, x), y: subtract(top, y) };
    case 90:
      return { x: add(left, y), y: add(bottom, x) };
    case 180:
      return { x: subtract(right, x), y: add(bottom, y) };
    case 270:
      return { x: subtract(right, y), y: subtract(top, x) };
  }
}

/** The inverse of {@link displayedToUser}. */
export function userToDisplayed(geometry: PageGeometry, point: Point): Point {
  const { left, bottom, right, top } = geometry;
  const { x, y } = point;
  switch (geometry.rotate) {
    case 0:
      return { x: subtract(x, left), y: subtract(top, y) };
    case 90:
      return { x: subtract(y, bottom), y: subtract(x, left) };
    case 180:
      return { x: subtract(right, x), y: subtract(y, bottom) };
    case 270:
      return { x: subtract(top, y), y: subtract(right, x) };
  }
}

/** The page's size as displayed, in micrometres rounded down, so that what fits in it lies on the page. */
export function displayedSize(page: PageBox): { readonly widthUm: number; readonly heightUm: number } {
  const geometry = pageGeometry(page);
  return {
    widthUm: floorMicrometres(geometry.displayedWidth, geometry),
    heightUm: floorMicrometres(geometry.displayedHeight, geometry),
  };
}

export function boxNumber(text: string): Rational {
  const value = parseDecimal(text);
  if (value === undefined) throw new PadesError('PADES_PAGE_GEOMETRY', `expected a decimal number, got ${text.slice(0, 40)}`);
  return value;
}

export function micrometres(length: number, geometry: PageGeometry): Rational {
  return multiply(rational(length), geometry.unitsPerMicrometre);
}

function floorMicrometres(length: Rational, geometry: PageGeometry): number {
  const exact = divide(length, geometry.unitsPerMicrometre);
  return Number(exact.numerator / exact.denominator);
}
