/** Working time of those who use seals. */
export interface WorkingHours {
  /** IANA name, such as `Asia/Shanghai`. */
  readonly timeZone: string;
  /** `HH:MM`, included. */
  readonly from: string;
  /** `HH:MM`, not included; before `from` where a shift goes past midnight. */
  readonly to: string;
  /** ISO 8601 days of the week: 1 is Monday, 7 is Sunday. */
  readonly days: readonly number[];
}

/** When the rules find something. */
export interface MonitoringPolicy {
  /** Null: uses are in order at any time. */
  readonly hours: WorkingHours | null;
  /** So many uses or refusals of one seal within `withinMs` are a burst. */
  readonly burst: { readonly withinMs: number; readonly uses: number; readonly refusals: number };
  /** A client or a kind of document is new only after so many uses without it. */
  readonly historyUses: number;
  /** A grant is lapsing when it has so much time left, in milliseconds. */
  readonly lapsingMs: number;
  /** A grant is lapsing when so great a part of its uses is used, from 0 to 1. */
  readonly lapsingShare: number;
  /** Pause between two looks for lapsing grants that the webhooks are told of, in milliseconds. */
  readonly announceEveryMs: number;
  /** How far back rows are looked at, in milliseconds. */
  readonly lookBackMs: number;
  /** Rows of the use log that one request looks at, the latest. */
  readonly maxRows: number;
  /** Seals that one request looks at. */
  readonly maxSeals: number;
  /** The transparency log is read as a whole where the tenant has no more events than this. */
  readonly maxEvents: number;
  /** A long use log that is looked at is verified anew from its first event when that was last done so long ago, in milliseconds. */
  readonly walkEveryMs: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Monday to Friday from 07:00 to 21:00 in Shanghai; 50 uses or 5 refusals in ten minutes; 14 days or nine tenths of the uses; 30 days back. */
export const DEFAULT_MONITORING_POLICY: MonitoringPolicy = {
  hours: { timeZone: 'Asia/Shanghai', from: '07:00', to: '21:00', days: [1, 2, 3, 4, 5] },
  burst: { withinMs: 600_000, uses: 50, refusals: 5 },
  historyUses: 5,
  lapsingMs: 14 * DAY,
  lapsingShare: 0.9,
  announceEveryMs: HOUR,
  lookBackMs: 30 * DAY,
  maxRows: 2000,
  maxSeals: 500,
  maxEvents: 50_000,
  walkEveryMs: HOUR,
};

/** @throws TypeError naming the argument. */
export function assertMonitoringPolicy({ hours, burst, ...numbers }: MonitoringPolicy): void {
  if (hours !== null) assertHours(hours);
  for (const [name, value] of Object.entries({ ...burst, ...numbers }))
    if (!(typeof value === 'number' && value > 0))
      throw new TypeError(`monitoring.${name}: expected a number above 0, got ${String(value)}`);
}

function assertHours({ timeZone, from, to, days }: WorkingHours): void {
  assertTimeZone(timeZone);
  if (![from, to].every((text) => /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text)))
    throw new TypeError(`monitoring.hours: expected times as HH:MM, got '${from}' and '${to}'`);
  if (!days.every((day) => Number.isInteger(day) && day >= 1 && day <= 7))
    throw new TypeError('monitoring.hours.days: expected days from 1 (Monday) to 7 (Sunday)');
}

function assertTimeZone(timeZone: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone });
  } catch (cause) {
    throw new TypeError(`monitoring.hours.timeZone: expected an IANA time zone, got '${timeZone}'`, { cause });
  }
}
