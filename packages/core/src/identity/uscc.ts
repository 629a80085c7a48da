/** Why a text is no unified social credit code. */
export type UsccFault = 'LENGTH' | 'CHARACTER' | 'DIVISION' | 'CHECK_CHARACTER';

/** The parts of a unified social credit code (GB 32100-2015 §4). */
export interface Uscc {
  /** All 18 characters, upper case. */
  readonly code: string;
  /** Department of registration: `9` is the market regulator's. */
  readonly department: string;
  /** Kind of body within the department. */
  readonly category: string;
  /** Six digits of GB/T 2260. */
  readonly division: string;
  /** Nine characters of GB 11714. Its own check character is not judged: the eighteenth covers it. */
  readonly organisationCode: string;
}

export type UsccCheck =
  | { readonly result: 'well-formed'; readonly uscc: Uscc }
  | { readonly result: 'malformed'; readonly fault: UsccFault };

/** GB 32100-2015 table 2: digits and capitals without I, O, S, V and Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const LENGTH = 18;
const MODULUS = 31;

/**
 * Whether a text is written as a unified social credit code and its check character is right. Small letters are taken for capitals;
 * nothing is said of whether such a body is registered.
 *
 * @see GB 32100-2015 §4, annex A
 */
export function checkUscc(text: string): UsccCheck {
  const code = text.toUpperCase();
  if (code.length !== LENGTH) return malformed('LENGTH');
  const values = Array.from(code, (character) => ALPHABET.indexOf(character));
  if (values.includes(-1)) return malformed('CHARACTER');
  const division = code.slice(2, 8);
  if (!/^[0-9]{6}$/.test(division)) return malformed('DIVISION');
  if (weightedSum(values) !== 0) return malformed('CHECK_CHARACTER');
  return {
    result: 'well-formed',
    uscc: { code, department: code.slice(0, 1), category: code.slice(1, 2), division, organisationCode: code.slice(8, 17) },
  };
}

/** Powers of 3 as weights, the check character with weight 1: nothing is left over modulo 31 where all is right. */
function weightedSum(values: readonly number[]): number {
  let weight = 1;
  let sum = 0;
  for (const [index, value] of values.entries()) {
    sum += index === LENGTH - 1 ? value : value * weight;
    weight = (weight * 3) % MODULUS;
  }
  return sum % MODULUS;
}

function malformed(fault: UsccFault): UsccCheck {
  return { result: 'malformed', fault };
}
