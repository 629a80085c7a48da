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

type Turn = (geometry: PageGeometry, point: Point) => Point;

const TO_USER: Readonly<Record<PageGeometry['rotate'], Turn>> = {
  0: ({ left, top }, { x, y }) => ({ x: add(left, x), y: subtract(top, y) }),
  90: ({ left, bottom }, { x, y }) => ({ x: add(left, y), y: add(bottom, x) }),
  180: ({ right, bottom }, { x, y }) => ({ x: subtract(right, x), y: add(bottom, y) }),
  270: ({ right, top }, { x, y }) => ({ x: subtract(right, y), y: subtract(top, x) }),
};

const TO_DISPLAYED: Readonly<Record<PageGeometry['rotate'], Turn>> = {
  0: ({ left, top }, { x, y }) => ({ x: subtract(x, left), y: subtract(top, y) }),
  90: ({ left, bottom }, { x, y }) => ({ x: subtract(y, bottom), y: subtract(x, left) }),
  180: ({ right, bottom }, { x, y }) => ({ x: subtract(right, x), y: subtract(y, bottom) }),
  270: ({ right, top }, { x, y }) => ({ x: subtract(top, y), y: subtract(right, x) }),
};

/** From units right of and below the displayed top left corner to default user space. */
export function displayedToUser(geometry: PageGeometry, point: Point): Point {
  return TO_USER[geometry.rotate](geometry, point);
}

/** The inverse of {@link displayedToUser}. */
export function userToDisplayed(geometry: PageGeometry, point: Point): Point {
  return TO_DISPLAYED[geometry.rotate](geometry, point);
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
