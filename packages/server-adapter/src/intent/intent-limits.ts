import type { IntentCountRecord } from '../storage/records.ts';
import type { IntentLimits } from './intent-config.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Whether an account may give another answer. A new code changes nothing here. */
export function isAccountLocked(count: IntentCountRecord | undefined, limits: IntentLimits, now: Date): boolean {
  if (count === undefined) return false;
  return count.total >= limits.failuresInTotal || countSince(count, now, HOUR) >= limits.failuresPerHour;
}

/** From when on another message may go to a place; null for now. */
export function nextMessageAt(count: IntentCountRecord | undefined, limits: IntentLimits, now: Date): Date | null {
  const times = (count?.times ?? []).map((time) => Date.parse(time));
  const free = Math.max(
    freeAgain(times, 1, limits.resendMs),
    freeAgain(times, limits.messagesPerHour, HOUR),
    freeAgain(times, limits.messagesPerDay, DAY),
  );
  return free > now.getTime() ? new Date(free) : null;
}

/** What is counted, and how often this once. */
export interface Counting {
  readonly tenant: string;
  readonly subject: string;
  readonly times: number;
}

/** So many more; only instants of the last day are kept. */
export function counted(count: IntentCountRecord | undefined, { tenant, subject, times: more }: Counting, now: Date): IntentCountRecord {
  const since = new Date(now.getTime() - DAY).toISOString();
  const added = Array.from({ length: more }, () => now.toISOString());
  const times = [...(count?.times ?? []).filter((time) => time > since), ...added];
  return { tenant, subject, total: (count?.total ?? 0) + more, times };
}

/** Takes back what was counted so often for an answer that proved to be right. */
export function discounted(count: IntentCountRecord, at: string, times: number): IntentCountRecord {
  let left = times;
  const kept = count.times.toReversed().filter((time) => time !== at || (left -= 1) < 0);
  return { ...count, total: Math.max(0, count.total - times), times: kept.toReversed() };
}

function countSince({ times }: IntentCountRecord, now: Date, span: number): number {
  return times.filter((time) => Date.parse(time) > now.getTime() - span).length;
}

/** When fewer than `most` of the instants lie within the span. */
function freeAgain(times: readonly number[], most: number, span: number): number {
  const oldest = times.at(-most);
  return oldest === undefined ? 0 : oldest + span;
}
