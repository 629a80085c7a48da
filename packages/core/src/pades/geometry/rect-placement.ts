import { PadesError } from '../pades-error.ts';
import type { SealPlacement } from '../seal-placement.ts';
import { FULL_TURN } from './exact-angle.ts';
import { type PageBox, type PageGeometry, boxNumber, pageGeometry, userToDisplayed } from './page-geometry.ts';
import type { SpelledMatrix, SpelledRectangle } from './placement-geometry.ts';
import { type Rational, add, divide, multiply, rational, roundToInteger, subtract } from './rational.ts';

/** The form that fills a widget's rectangle, as far as its place follows from it. */
export interface PlacedForm {
  readonly bbox: SpelledRectangle;
  readonly matrix: SpelledMatrix;
}

const HALF: Rational = rational(1, 2);

/**
 * The placement that a widget's rectangle shows. Without a form it is the rectangle as displayed, unturned; with a form
 * the box is the form's, turned as its matrix says. The inverse of `placementToRect` up to whole micrometres for places
 * without a clip; a clipped place gives the box of its slice.
 *
 * @throws {@link PadesError} `PADES_PAGE_GEOMETRY`
 */
export function rectToPlacement(rect: SpelledRectangle, index: number, page: PageBox, form?: PlacedForm): SealPlacement {
  const geometry = pageGeometry(page);
  const [x0, y0, x1, y1] = numbers(rect);
  const first = userToDisplayed(geometry, { x: x0, y: y0 });
  const second = userToDisplayed(geometry, { x: x1, y: y1 });
  const centre = { x: multiply(add(first.x, second.x), HALF), y: multiply(add(first.y, second.y), HALF) };
  const shown = { width: distance(first.x, second.x), height: distance(first.y, second.y) };
  const box = form === undefined ? { ...shown, rotation: 0 } : { ...formSize(form), rotation: formRotation(form, page.rotate) };
  const width = toMicrometres(box.width, geometry);
  const height = toMicrometres(box.height, geometry);
  return {
    page: index,
    x: toMicrometres(subtract(centre.x, multiply(box.width, HALF)), geometry),
    y: toMicrometres(subtract(centre.y, multiply(box.height, HALF)), geometry),
    width,
    height,
    rotation: box.rotation,
  };
}

function numbers(rect: SpelledRectangle): readonly [Rational, Rational, Rational, Rational] {
  return [boxNumber(rect[0]), boxNumber(rect[1]), boxNumber(rect[2]), boxNumber(rect[3])];
}

function formSize(form: PlacedForm): { readonly width: Rational; readonly height: Rational } {
  const [x0, y0, x1, y1] = numbers(form.bbox);
  return { width: distance(x0, x1), height: distance(y0, y1) };
}

/** Whole millidegrees clockwise as displayed; the matrix holds four decimals, so up to three millidegrees are lost. */
function formRotation(form: PlacedForm, pageRotate: number): number {
  const cosine = Number(form.matrix[0]);
  const sine = Number(form.matrix[1]);
  if (!Number.isFinite(cosine) || !Number.isFinite(sine) || (cosine === 0 && sine === 0))
    throw new PadesError('PADES_PAGE_GEOMETRY', 'expected the matrix of a rotation');
  const counterClockwise = Math.round((Math.atan2(sine, cosine) * 180_000) / Math.PI);
  return (((pageRotate * 1000 - counterClockwise) % FULL_TURN) + FULL_TURN) % FULL_TURN;
}

function toMicrometres(length: Rational, geometry: PageGeometry): number {
  return Number(roundToInteger(divide(length, geometry.unitsPerMicrometre)));
}

function distance(left: Rational, right: Rational): Rational {
  const difference = subtract(left, right);
  return difference.numerator < 0n ? subtract(right, left) : difference;
}
