/**
 * An exact number: numerator over a positive denominator. Every length and coordinate that is written into a document is
 * computed with it, so that server, page and verifier write the same digits whatever their floating-point arithmetic.
 */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const DECIMAL = /^(-?)(\d{1,20})(?:\.(\d{1,20}))?$/;
const DECIMALS = 4;
const DECIMAL_SCALE = 10n ** BigInt(DECIMALS);

/** @throws RangeError when the denominator is zero. */
export function rational(numerator: bigint | number, denominator: bigint | number = 1): Rational {
  const below = BigInt(denominator);
  if (below === 0n) throw new RangeError('expected a denominator that is not zero');
  const above = BigInt(numerator);
  return below < 0n ? { numerator: -above, denominator: -below } : { numerator: above, denominator: below };
}

export const ZERO: Rational = { numerator: 0n, denominator: 1n };

/** Reads a decimal text such as `-12.50`; `undefined` when it is none (or unreasonably long). */
export function parseDecimal(text: string): Rational | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const magnitude = BigInt(whole + fraction);
  return { numerator: sign === '-' ? -magnitude : magnitude, denominator: 10n ** BigInt(fraction.length) };
}

export function add(left: Rational, right: Rational): Rational {
  if (left.denominator === right.denominator) return { numerator: left.numerator + right.numerator, denominator: left.denominator };
  return {
    numerator: left.numerator * right.denominator + right.numerator * left.denominator,
    denominator: left.denominator * right.denominator,
  };
}

export function subtract(left: Rational, right: Rational): Rational {
  return add(left, negate(right));
}

export function multiply(left: Rational, right: Rational): Rational {
  return { numerator: left.numerator * right.numerator, denominator: left.denominator * right.denominator };
}

/** @throws RangeError when the divisor is zero. */
export function divide(left: Rational, right: Rational): Rational {
  return rational(left.numerator * right.denominator, left.denominator * right.numerator);
}

export function negate(value: Rational): Rational {
  return { numerator: -value.numerator, denominator: value.denominator };
}

/** Negative, zero or positive, as `left` is below, at or above `right`. */
export function compare(left: Rational, right: Rational): number {
  const difference = left.numerator * right.denominator - right.numerator * left.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function lesser(left: Rational, right: Rational): Rational {
  return compare(left, right) <= 0 ? left : right;
}

export function greater(left: Rational, right: Rational): Rational {
  return compare(left, right) >= 0 ? left : right;
}

/** The nearest whole number, halves away from zero. */
export function roundToInteger(value: Rational): bigint {
  const negative = value.numerator < 0n;
  const magnitude = negative ? -value.numerator : value.numerator;
  const rounded = (2n * magnitude + value.denominator) / (2n * value.denominator);
  return negative ? -rounded : rounded;
}

/**
 * The number as it is written into a document: at most four decimals, halves rounded away from zero, no exponent, no
 * trailing zeros, no negative zero (explained signing, rule 13).
 */
export function formatDecimal(value: Rational): string {
  const scaled = roundToInteger(multiply(value, { numerator: DECIMAL_SCALE, denominator: 1n }));
  const magnitude = scaled < 0n ? -scaled : scaled;
  const fraction = (magnitude % DECIMAL_SCALE).toString().padStart(DECIMALS, '0').replace(/0+$/, '');
  const whole = (magnitude / DECIMAL_SCALE).toString();
  return `${scaled < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
