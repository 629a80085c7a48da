/** Instants, lengths, sizes and digests as people read them. */

/** `2026-09-18 14:31:12 +08:00`: an instant as evidence, with its zone, the same in every language. */
export function formatInstant(instant: Date | string, timeZone: string): string {
  const { date, time, offset } = instantFields(instant, timeZone);
  return `${date} ${time} ${offset}`;
}

/** The day and the time of an instant apart, for tables whose heading names the zone. */
export function instantFields(
  instant: Date | string,
  timeZone: string,
): { readonly date: string; readonly time: string; readonly offset: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  }).formatToParts(new Date(instant));
  const field = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? '';
  return {
    date: `${field('year')}-${field('month')}-${field('day')}`,
    time: `${field('hour')}:${field('minute')}:${field('second')}`,
    offset: field('timeZoneName').replace('GMT', '') || '+00:00',
  };
}

/** The day of an instant, `2026-09-18`. */
export function formatDay(instant: Date | string, timeZone: string): string {
  return instantFields(instant, timeZone).date;
}

/** Size of a file: `1.2 MB`, `812 kB`, `860 bytes`. */
export function formatFileSize(octets: number, locale: string): string {
  const [value, unit]: readonly [number, string] =
    octets < 1000 ? [octets, 'byte'] : octets < 1_000_000 ? [octets / 1000, 'kilobyte'] : [octets / 1_000_000, 'megabyte'];
  const unitDisplay = unit === 'byte' ? 'long' : 'short';
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits: unit === 'megabyte' ? 1 : 0 }).format(
    value,
  );
}

/** First and last four hexadecimal digits: `9f2c…41ab`. The algorithm's name is dropped; a copy takes the whole. */
export function shortDigest(digest: string): string {
  const hex = digest.slice(digest.indexOf(':') + 1);
  return hex.length <= 9 ? hex : `${hex.slice(0, 4)}…${hex.slice(-4)}`;
}

/** A fingerprint for people: groups of four hexadecimal digits. */
export function fingerprintGroups(hex: string): readonly string[] {
  return hex.slice(hex.indexOf(':') + 1).match(/.{1,4}/g) ?? [];
}

/** A number of a log entry with digits grouped by a thin space: `18 204`. */
export function formatSequence(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u2009');
}

/** Micrometres as millimetres with one decimal and tabular figures in mind: `61.0`. */
export function formatMillimetres(micrometres: number): string {
  return (Math.round(micrometres / 100) / 10).toFixed(1);
}

/** Pages as people write them: `1–6, 8`. */
export function formatPageRanges(pages: readonly number[]): string {
  const sorted = [...new Set(pages)].sort((left, right) => left - right);
  const ranges: string[] = [];
  for (let at = 0; at < sorted.length;) {
    let end = at;
    while (sorted[end + 1] === (sorted[end] ?? 0) + 1) end += 1;
    ranges.push(end === at ? String(sorted[at]) : `${sorted[at]}–${sorted[end]}`);
    at = end + 1;
  }
  return ranges.join(', ');
}

/** An amount of money from its smallest unit: `¥12,860.00`. A currency that is none is written by its letters. */
export function formatAmount({ value, currency }: { readonly value: number; readonly currency: string }, locale: string): string {
  const digits = currencyDigits(currency);
  const major = value / 10 ** digits;
  if (!/^[A-Z]{3}$/.test(currency)) return `${major} ${currency}`;
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(major);
}

/** Decimal places of a currency: 2 for CNY, 0 for JPY. */
export function currencyDigits(currency: string): number {
  if (!/^[A-Z]{3}$/.test(currency)) return 2;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}
