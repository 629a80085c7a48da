/** The instant at which a day (`2026-09-18`) begins in a zone. Undefined when the text is no day. */
export function startOfDay(day: string, timeZone: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const utc = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(utc)) return undefined;
  // Twice, since the offset at the first guess may be that of the other side of a change of clocks.
  const first = utc - offsetAt(new Date(utc), timeZone);
  return new Date(utc - offsetAt(new Date(first), timeZone));
}

/** The instant at which the day after begins: the excluded end of the day. */
export function endOfDay(day: string, timeZone: string): Date | undefined {
  const utc = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(utc)) return undefined;
  return startOfDay(new Date(utc + 86_400_000).toISOString().slice(0, 10), timeZone);
}

function offsetAt(instant: Date, timeZone: string): number {
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(instant)
    .find((part) => part.type === 'timeZoneName')?.value;
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? '');
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}
