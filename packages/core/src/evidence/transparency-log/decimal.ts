const DECIMAL = /^(?:0|[1-9][0-9]{0,15})$/;

/** A number as C2SP texts spell it: decimal, no leading zeros; undefined for another spelling and for more than 2^53 - 1. */
export function findDecimal(text: string): number | undefined {
  if (!DECIMAL.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}
