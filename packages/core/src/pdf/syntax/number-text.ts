const NUMBER = /^([+-]?)(\d*)(?:(\.)(\d*))?$/;

/**
 * The one spelling of a number from its text, digit by digit: no `+`, no superfluous zeros, a leading `0.`, an integral
 * real keeps `.0`, zero has no sign. Undefined when the text is no number.
 *
 * @see ISO 32000-2 §7.3.3
 */
export function canonicalNumber(text: string): string | undefined {
  const match = NUMBER.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', point, fraction = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const integral = whole.replace(/^0+(?=\d)/, '') || '0';
  const decimals = fraction.replace(/0+$/, '');
  const minus = sign === '-' && (integral !== '0' || decimals !== '') ? '-' : '';
  return point === undefined ? `${minus}${integral}` : `${minus}${integral}.${decimals || '0'}`;
}
