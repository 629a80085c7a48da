/** No receiver puts its messages off further than this, in milliseconds. */
const MOST_MS = 24 * 3_600_000;

/**
 * How long a receiver asks to be left alone, in milliseconds: seconds or a date, at most a day; 0 where it does not say.
 *
 * @see RFC 9110 §10.2.3
 */
export function readRetryAfter(field: string | undefined, now: Date): number {
  if (field === undefined) return 0;
  const text = field.trim();
  // A date ends with GMT; `Date` would take other texts, and numbers, for one.
  const wanted = /^\d{1,10}$/.test(text) ? Number(text) * 1000 : text.endsWith('GMT') ? Date.parse(text) - now.getTime() : 0;
  return Number.isNaN(wanted) ? 0 : Math.min(Math.max(wanted, 0), MOST_MS);
}
