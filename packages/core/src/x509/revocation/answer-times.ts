import type { RevocationAnswer } from './revocation-answer.ts';

type AnswerTimes = Pick<RevocationAnswer, 'thisUpdate' | 'nextUpdate'>;

/** Difference of clocks that is not held against an answer, in milliseconds. */
const MAX_SKEW = 5 * 60_000;
/** An answer without nextUpdate may be replaced at any time (RFC 6960 §4.2.2.1); this long it is taken for new. */
const MAX_AGE_WITHOUT_NEXT_UPDATE = 60 * 60_000;

/** Whether an answer was made after a time, or its authority let it stand for that time. @see EN 319 102-1 §5.2.5.4 */
export function isAnswerCurrentAt({ thisUpdate, nextUpdate }: AnswerTimes, at: Date): boolean {
  if (thisUpdate === undefined) return false;
  if (thisUpdate >= at) return true;
  return nextUpdate === undefined ? thisUpdate.getTime() >= at.getTime() - MAX_AGE_WITHOUT_NEXT_UPDATE : nextUpdate >= at;
}

/** Whether an answer was made, as it says, after `now`, by more than clocks differ. */
export function isAnswerFromFuture({ thisUpdate }: AnswerTimes, now: Date): boolean {
  return thisUpdate !== undefined && thisUpdate.getTime() > now.getTime() + MAX_SKEW;
}
