/** Why a text is no number of a citizen. */
export type ResidentIdFault = 'LENGTH' | 'CHARACTER' | 'DIVISION' | 'DATE' | 'DATE_IN_FUTURE' | 'CHECK_CHARACTER';

/** What a citizen's number says. It is a personal number: keep no more of it than its use asks for. */
export interface ResidentId {
  /** All 18 characters, `X` as capital. */
  readonly number: string;
  /** Six digits of GB/T 2260. */
  readonly division: string;
  /** `YYYY-MM-DD`. */
  readonly born: string;
}

export type ResidentIdCheck =
  | { readonly result: 'well-formed'; readonly residentId: ResidentId }
  | { readonly result: 'malformed'; readonly fault: ResidentIdFault };

const FORM = /^[0-9]{17}[0-9X]$/;
/** Weights of ISO 7064 MOD 11-2, written out as in GB 11643-1999 §4.3: powers of two modulo 11. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1] as const;

/**
 * Whether a text is written as a citizen's number of 18 characters: digits, a real date of birth not after `at`, and the right check
 * character. Nothing is said of whether such a person exists.
 *
 * @see GB 11643-1999 §4
 */
export function checkResidentId(text: string, options: { readonly at?: Date } = {}): ResidentIdCheck {
  const number = text.toUpperCase();
  if (number.length !== WEIGHTS.length) return malformed('LENGTH');
  if (!FORM.test(number)) return malformed('CHARACTER');
  // Divisions begin with 1 to 8, Hong Kong, Macao and Taiwan included; 9 is for foreigners with permanent residence.
  if (number.startsWith('0')) return malformed('DIVISION');
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isDate(born)) return malformed('DATE');
  if (options.at !== undefined && born > options.at.toISOString().slice(0, 10)) return malformed('DATE_IN_FUTURE');
  if (weightedSum(number) % 11 !== 1) return malformed('CHECK_CHARACTER');
  return { result: 'well-formed', residentId: { number, division: number.slice(0, 6), born } };
}

/** ISO 7064 MOD 11-2: the sum with the check character leaves 1. */
function weightedSum(number: string): number {
  return WEIGHTS.reduce((sum, weight, index) => {
    const character = number.charAt(index);
    return sum + weight * (character === 'X' ? 10 : Number(character));
  }, 0);
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) && text >= '1800';
}

function malformed(fault: ResidentIdFault): ResidentIdCheck {
  return { result: 'malformed', fault };
}
