import { type Rational, rational } from './rational.ts';

/** Millidegrees of a full turn. */
export const FULL_TURN = 360_000;
const QUARTER_TURN = 90_000;
const GUARD_DIGITS = 40n;
const UNIT = 10n ** GUARD_DIGITS;
/** π to forty decimals. */
const PI = 31_415_926_535_897_932_384_626_433_832_795_028_841_972n;

/**
 * Cosine and sine of an angle in millidegrees, exact at quarter turns and else right to more than thirty decimals: the
 * engine's own `Math.sin` may differ from one runtime to the next, and written digits may not.
 */
export function cosineAndSine(millidegrees: number): { readonly cosine: Rational; readonly sine: Rational } {
  const angle = ((millidegrees % FULL_TURN) + FULL_TURN) % FULL_TURN;
  const quarter = Math.floor(angle / QUARTER_TURN);
  const [cosine, sine] = firstQuarter(angle % QUARTER_TURN);
  const turned: readonly [bigint, bigint] =
    quarter === 0 ? [cosine, sine] : quarter === 1 ? [-sine, cosine] : quarter === 2 ? [-cosine, -sine] : [sine, -cosine];
  return { cosine: rational(turned[0], UNIT), sine: rational(turned[1], UNIT) };
}

function firstQuarter(angle: number): readonly [bigint, bigint] {
  if (angle === 0) return [UNIT, 0n];
  const radians = (BigInt(angle) * PI) / 180_000n;
  return [series(UNIT, radians, 0n), series(radians, radians, 1n)];
}

/** Sum of the Taylor series whose first term is given; the next term is the last times −x²/((k+1)(k+2)). */
function series(first: bigint, radians: bigint, startingPower: bigint): bigint {
  const square = (radians * radians) / UNIT;
  let term = first;
  let sum = first;
  for (let power = startingPower; term !== 0n; power += 2n) {
    term = -(term * square) / (UNIT * (power + 1n) * (power + 2n));
    sum += term;
  }
  return sum;
}
