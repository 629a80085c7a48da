import type { Amount, GrantSchedule, GrantTerms, Weekday } from './grant-terms.ts';

/** Why a grant does not allow a use, in the order in which it is judged. */
export const GRANT_OBSTACLES = [
  'GRANT_NOT_IN_FORCE',
  'GRANT_DOCUMENT_CLASS',
  'GRANT_AMOUNT',
  'GRANT_COUNT',
  'GRANT_SCHEDULE',
  'GRANT_NETWORK',
] as const;

export type GrantObstacle = (typeof GRANT_OBSTACLES)[number];

/** A use as a grant sees it. */
export interface GrantedUse {
  readonly time: Date;
  /** Null while no document is known: what depends on one is then not judged. */
  readonly document: { readonly documentClass: string | null; readonly amount: Amount | null } | null;
  /** Uses that the grant has allowed already. */
  readonly usesSoFar: number;
  /** Whether the request comes from one of the grant's networks; null where the host does not say from where it comes. */
  readonly fromNetwork: boolean | null;
}

/**
 * The first condition of a grant that a use does not meet, or null. A ceiling in another currency than the amount, a document
 * without class or amount where the grant asks for one, and an unknown network are not met. Pure.
 */
export function findGrantObstacle(terms: GrantTerms, use: GrantedUse): GrantObstacle | null {
  const at = use.time.toISOString();
  if (at < terms.validFrom || (terms.validTo !== null && at >= terms.validTo)) return 'GRANT_NOT_IN_FORCE';
  const { maxUses, schedule, networks } = terms;
  const byDocument = use.document === null ? null : documentObstacle(terms, use.document);
  if (byDocument !== null) return byDocument;
  if (maxUses !== null && use.usesSoFar >= maxUses) return 'GRANT_COUNT';
  if (schedule !== null && !isWithinSchedule(schedule, use.time)) return 'GRANT_SCHEDULE';
  if (networks !== null && use.fromNetwork !== true) return 'GRANT_NETWORK';
  return null;
}

function documentObstacle(
  { documentClasses, amountCeiling }: GrantTerms,
  { documentClass, amount }: NonNullable<GrantedUse['document']>,
): GrantObstacle | null {
  if (documentClasses !== null && (documentClass === null || !documentClasses.includes(documentClass))) return 'GRANT_DOCUMENT_CLASS';
  if (amountCeiling === null) return null;
  return amount?.currency === amountCeiling.currency && amount.value <= amountCeiling.value ? null : 'GRANT_AMOUNT';
}

/** Whether a time lies within a schedule, by the wall clock of its time zone. */
export function isWithinSchedule(schedule: GrantSchedule, time: Date): boolean {
  const { weekday, clock } = wallClock(time, schedule.timeZone);
  return schedule.weekdays.includes(weekday) && schedule.from <= clock && clock < schedule.to;
}

const WEEKDAYS: Readonly<Record<string, Weekday>> = { Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6, Sun: 7 };

function wallClock(time: Date, timeZone: string): { readonly weekday: Weekday; readonly clock: string } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(time);
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((candidate) => candidate.type === type)?.value ?? '';
  const weekday = WEEKDAYS[part('weekday')];
  if (weekday === undefined) throw new RangeError(`timeZone: expected a time zone with weekdays, got ${timeZone}`);
  return { weekday, clock: `${part('hour')}:${part('minute')}` };
}
