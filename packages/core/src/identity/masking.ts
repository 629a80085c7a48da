const HIDDEN = '*';
/** Shorter than this, what is left open would give away too much. */
const SHORTEST = 8;

/** A personal number with its first and last character open; one of fewer than eight characters is hidden whole. */
export function maskPersonalNumber(number: string): string {
  return mask(number, 1, 1);
}

/** A phone number: of a mobile number of mainland China three digits and the last four, of any other the last two. */
export function maskPhone(phone: string): string {
  const digits = phone.replaceAll(/[\s()-]/g, '');
  const mobile = /^(?:\+?86)?(1[3-9][0-9]{9})$/.exec(digits)?.[1];
  return mobile === undefined ? mask(digits, 0, 2) : mask(mobile, 3, 4);
}

/** The number of a bank account or card with its last four digits open. */
export function maskAccount(account: string): string {
  return mask(account.replaceAll(/[\s-]/g, ''), 0, 4);
}

/** With a date of birth in its place, whatever the check character: a number that was mistyped is personal too. */
const RESIDENT_ID =
  /(?<![0-9A-Za-z])[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9A-Za-z])/g;

/**
 * Hides what looks like a citizen's number or a mobile number of mainland China anywhere in a text. For lines of logs, as a second net:
 * what is known to be personal does not go there in the first place.
 */
export function redactPersonalNumbers(text: string): string {
  return text
    .replaceAll(RESIDENT_ID, maskPersonalNumber)
    .replaceAll(/(?<![0-9A-Za-z])(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9A-Za-z])/g, maskPhone);
}

function mask(text: string, first: number, last: number): string {
  const characters = Array.from(text);
  if (characters.length < SHORTEST) return HIDDEN.repeat(characters.length);
  return characters.map((character, index) => (index < first || index >= characters.length - last ? character : HIDDEN)).join('');
}
