import type { WorkingHours } from '../monitoring-policy.ts';
import { findingOfUses, isUsed, type Rule } from '../seal-facts.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Uses at times when nobody should be at work. */
export const useOutsideHours: Rule = ({ uses }, { hours }) => {
  if (hours === null) return [];
  const isWorkingTime = workingTimeIn(hours);
  const { timeZone, from, to } = hours;
  return findingOfUses(
    uses.filter((use) => isUsed(use) && !isWorkingTime(use.time)),
    { kind: 'use-outside-hours', severity: 'warning', values: { timeZone, from, to } },
  );
};

/** A shift past midnight belongs to the day on which it begins. */
function workingTimeIn({ timeZone, from, to, days }: WorkingHours): (time: Date) => boolean {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const works = (day: number): boolean => days.includes(((day + 6) % 7) + 1);
  return (time) => {
    const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, value]));
    const clock = `${parts.get('hour')}:${parts.get('minute')}`;
    const day = DAYS.indexOf(parts.get('weekday') ?? '') + 1;
    if (from <= to) return works(day) && clock >= from && clock < to;
    return (works(day) && clock >= from) || (works(day - 1) && clock < to);
  };
}
