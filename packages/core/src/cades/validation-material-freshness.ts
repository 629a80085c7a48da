import type { RevocationAnswer } from '../x509/index.ts';

/** How an answer stands to the time that a certificate is judged at. */
export type Freshness =
  /** Made since that time, or not yet replaced by a newer one. */
  | 'fresh'
  /** Replaced by now, but it was the current one at that time. */
  | 'was-fresh'
  | 'stale'
  | 'from-the-future';

/** Difference of clocks that is not held against an answer. */
const MAX_SKEW = 5 * 60_000;
/** An answer without nextUpdate is replaced at any time (RFC 6960 §4.2.2.1); this long it is taken for new. */
const MAX_AGE_WITHOUT_NEXT_UPDATE = 60 * 60_000;

/**
 * An answer from after the time says that the certificate was not revoked then. One from before counts while its authority
 * let it count.
 *
 * @see EN 319 102-1 §5.2.5.4
 */
export function freshnessOf(answer: Pick<RevocationAnswer, 'thisUpdate' | 'nextUpdate'>, at: Date, now: Date): Freshness {
  const { thisUpdate, nextUpdate } = answer;
  if (thisUpdate === undefined) return 'stale';
  if (thisUpdate.getTime() > now.getTime() + MAX_SKEW) return 'from-the-future';
  if (thisUpdate >= at) return 'fresh';
  if (nextUpdate === undefined) return thisUpdate.getTime() >= now.getTime() - MAX_AGE_WITHOUT_NEXT_UPDATE ? 'fresh' : 'stale';
  if (nextUpdate >= now) return 'fresh';
  return nextUpdate >= at ? 'was-fresh' : 'stale';
}
