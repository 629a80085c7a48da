declare const unit: unique symbol;

/** Lengths and shares that the compiler keeps apart: a number of points cannot be passed where millimetres are meant. */
export type Millimetres = number & { readonly [unit]: 'mm' };
/** 1/72 inch on the page as displayed. */
export type Points = number & { readonly [unit]: 'pt' };
/** Hundredths of the page's width or height as displayed. */
export type Percent = number & { readonly [unit]: 'percent' };
/** Parts of the page's width or height as displayed: 1 is the whole of it. */
export type Fraction = number & { readonly [unit]: 'fraction' };

export const MICROMETRES_PER_MILLIMETRE = 1000;
export const MICROMETRES_PER_POINT: number = 25_400 / 72;

/** @throws RangeError unless finite. */
export function mm(value: number): Millimetres {
  return finite(value) as Millimetres;
}

/** @throws RangeError unless finite. */
export function pt(value: number): Points {
  return finite(value) as Points;
}

/** @throws RangeError unless finite. */
export function percent(value: number): Percent {
  return finite(value) as Percent;
}

/** @throws RangeError unless finite. */
export function fraction(value: number): Fraction {
  return finite(value) as Fraction;
}

/** Whole micrometres: 0.5 µm, that is 0.0015 pt, is the greatest error. */
export function millimetresToMicrometres(length: Millimetres): number {
  return roundHalfAway(length * MICROMETRES_PER_MILLIMETRE);
}

/** Whole micrometres: 0.5 µm, that is 0.0015 pt, is the greatest error. */
export function pointsToMicrometres(length: Points): number {
  return roundHalfAway(length * MICROMETRES_PER_POINT);
}

export function micrometresToMillimetres(length: number): Millimetres {
  return mm(length / MICROMETRES_PER_MILLIMETRE);
}

export function micrometresToPoints(length: number): Points {
  return pt(length / MICROMETRES_PER_POINT);
}

/** Away from zero at the half, so that a mirrored length has the mirrored number; never minus zero. */
export function roundHalfAway(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value)) + 0;
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`value: expected a finite number, got ${value}`);
  return value;
}
