/**
 * Sine and cosine from the four basic operations alone. `Math.sin` may differ in the last bit from one engine to the
 * next; these are the same everywhere, so that one face has one spelling.
 */
export interface SineCosine {
  readonly sine: number;
  readonly cosine: number;
}

const QUARTER_TURN = 90;
const RADIANS_PER_DEGREE = Math.PI / 180;
/** Terms of the series that a double can tell apart for an eighth of a turn. */
const LAST_POWER = 19;

export function sineCosine(degrees: number): SineCosine {
  const turned = ((degrees % 360) + 360) % 360;
  const quarter = Math.round(turned / QUARTER_TURN);
  const radians = (turned - quarter * QUARTER_TURN) * RADIANS_PER_DEGREE;
  const sine = series(radians, 1);
  const cosine = series(radians, 0);
  switch (quarter % 4) {
    case 1:
      return { sine: cosine, cosine: -sine };
    case 2:
      return { sine: -sine, cosine: -cosine };
    case 3:
      return { sine: -cosine, cosine: sine };
    default:
      return { sine, cosine };
  }
}

export function toRadians(degrees: number): number {
  return degrees * RADIANS_PER_DEGREE;
}

/** The Taylor series that starts with x to the power 0 (cosine) or 1 (sine). */
function series(x: number, firstPower: 0 | 1): number {
  let term = firstPower === 0 ? 1 : x;
  let sum = term;
  for (let power = firstPower + 2; power <= LAST_POWER; power += 2) {
    term = (-term * x * x) / (power * (power - 1));
    sum += term;
  }
  return sum;
}
