import type { IntentAnswer } from '@sealkit/core/protocol';

/** The digits of an answer `{ code }`, in ASCII, without the spaces that people type; null where it holds something else. */
export function digitsOf(answer: IntentAnswer, length: number): string | null {
  const code = answer['code'];
  if (typeof code !== 'string' || code.length > 4 * length) return null;
  const digits = code.normalize('NFKC').replaceAll(/\s/g, '');
  return digits.length === length && /^[0-9]+$/.test(digits) ? digits : null;
}
