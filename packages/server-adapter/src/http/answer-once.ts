import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { newId } from '../new-id.ts';
import type { AnswerRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { type Answer, JSON_TYPE } from './answer.ts';
import { requestFingerprint } from './request-fingerprint.ts';

/**
 * Stores the answer in the transaction of the effect, so that a repeat after a crash meets either no effect or its answer.
 * Rejects, and with it the effect, where another request has taken the key over.
 */
export type Remember = (tx: StoreTransaction, status: number, body: object) => Promise<void>;

export interface Repeatable {
  readonly principal: Principal;
  /** Method and path. */
  readonly route: string;
  readonly key: string;
  readonly body: Uint8Array;
}

/**
 * Does the work of a POST once per idempotency key (tenant, person, route): the same key and body get the stored answer.
 * Where `keepsResult` is false, only refusals are stored; of a success, the key remembers its body alone, and a repeat works
 * again.
 *
 * @throws {@link AdapterError} `IDEMPOTENCY_KEY_REUSED` for another body, `IDEMPOTENCY_IN_PROGRESS`
 */
export async function answerOnce(
  context: AdapterContext,
  request: Repeatable,
  { keepsResult }: { readonly keepsResult: boolean },
  work: (remember: Remember) => Promise<Answer>,
): Promise<Answer> {
  const { store, clock, policy } = context;
  const now = clock.now().getTime();
  const mine: AnswerRecord = {
    tenant: request.principal.tenant,
    personId: request.principal.personId,
    route: request.route,
    key: request.key,
    fingerprint: requestFingerprint(context.fingerprintKey, request.body),
    owner: newId(),
    leaseUntil: new Date(now + policy.answerLeaseMs).toISOString(),
    expiresAt: new Date(now + policy.answerLifetimeMs).toISOString(),
    answer: null,
  };
  const stored = await store.transaction((tx) => claim(tx, mine, new Date(now)));
  if (stored !== null) return stored;
  let remembered = false;
  try {
    const answer = await work(async (tx, status, body) => {
      const current = await tx.answers.find(mine);
      if (current?.owner !== mine.owner || current.answer !== null) throw new AdapterError('IDEMPOTENCY_IN_PROGRESS');
      await tx.answers.put({ ...mine, answer: { status, contentType: JSON_TYPE, body: JSON.stringify(body) } });
      remembered = true;
    });
    if (!remembered) await store.transaction((tx) => settle(tx, mine, toKeep(answer, mine, keepsResult, new Date(now))));
    return answer;
  } catch (error) {
    // Also where the commit itself failed: what was remembered is then gone with it.
    await store.transaction((tx) => settle(tx, mine, null));
    throw error;
  }
}

/** Takes the key, or finds what the first request left under it. */
async function claim(tx: StoreTransaction, mine: AnswerRecord, now: Date): Promise<Answer | null> {
  await tx.answers.removeExpired(mine.tenant, now.toISOString());
  const found = await tx.answers.find(mine);
  if (found !== undefined) {
    if (found.fingerprint !== mine.fingerprint) throw new AdapterError('IDEMPOTENCY_KEY_REUSED');
    if (found.answer !== null) return found.answer;
    if (found.leaseUntil > now.toISOString()) throw new AdapterError('IDEMPOTENCY_IN_PROGRESS');
  }
  await tx.answers.put(mine);
  return null;
}

/** What stays under the key: an answer, or the body alone for work that may be done again at once, or nothing. */
function toKeep(answer: Answer, mine: AnswerRecord, keepsResult: boolean, now: Date): AnswerRecord | null {
  if (!isFinal(answer)) return null;
  return keepsResult || answer.status >= 400 ? { ...mine, answer } : { ...mine, leaseUntil: now.toISOString() };
}

/** Keeps a record or frees the key, unless another request has taken it over. */
async function settle(tx: StoreTransaction, mine: AnswerRecord, kept: AnswerRecord | null): Promise<void> {
  const current = await tx.answers.find(mine);
  if (current?.owner !== mine.owner || current.answer !== null) return;
  await (kept === null ? tx.answers.remove(mine) : tx.answers.put(kept));
}

/** A server's failure is not an answer to keep: the repeat may do better. */
function isFinal({ status, body }: Answer): boolean {
  if (status >= 500) return false;
  if (status < 400) return status !== 202;
  const problem = JSON.parse(body) as { readonly retryable?: boolean };
  return problem.retryable !== true;
}
