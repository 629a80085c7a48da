import { isAnswerCurrentAt, isAnswerFromFuture, type RevocationAnswer } from '../x509/index.ts';

/** How an answer stands to the time that a certificate is judged at. */
export type Freshness =
  /** Made since that time, or not yet replaced by a newer one. */
  | 'fresh'
  /** Replaced by now, but it was the current one at that time. */
  | 'was-fresh'
  | 'stale'
  | 'from-the-future';

/**
 * An answer from after the time says that the certificate was not revoked then. One from before counts while its authority
 * let it count.
 *
 * @see EN 319 102-1 §5.2.5.4
 */
export function freshnessOf(answer: Pick<RevocationAnswer, 'thisUpdate' | 'nextUpdate'>, at: Date, now: Date): Freshness {
  const { thisUpdate } = answer;
  if (isAnswerFromFuture(answer, now)) return 'from-the-future';
  if ((thisUpdate !== undefined && thisUpdate >= at) || isAnswerCurrentAt(answer, now)) return 'fresh';
  return isAnswerCurrentAt(answer, at) ? 'was-fresh' : 'stale';
}
