/*
 * Positions and sizes are whole numbers up to 2^53 - 1. Bit operators would cut them to 32 bits, so halves are divisions.
 */

/** @throws RangeError where it is no position in a tree of `size` leaves. */
export function assertIndexInTree(index: number, size: number): void {
  if (!Number.isSafeInteger(index) || index < 0) throw new RangeError(`index: expected a whole number, got ${index}`);
  assertTreeSize(size, 'size');
  if (index >= size) throw new RangeError(`index: expected less than the size ${size}, got ${index}`);
}

/** @throws RangeError naming the argument. */
export function assertTreeSize(size: number, name: string): void {
  if (!isTreeSize(size)) throw new RangeError(`${name}: expected a whole number, got ${size}`);
}

export function isTreeSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0;
}

export function isOdd(value: number): boolean {
  return value % 2 === 1;
}

export function half(value: number): number {
  return Math.floor(value / 2);
}

/** The largest power of two below `count`, where a tree of `count` > 1 leaves is split. @see RFC 9162 §2.1.1 */
export function splitPoint(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
