import { digestOfJson } from '@sealkit/core/crypto';
import type { IntentBatchView } from '@sealkit/core/protocol';
import type { Principal } from '../../adapter-config.ts';
import type { AdapterContext } from '../../adapter-context.ts';
import { appendEvent } from '../../audit/audit-event.ts';
import type { ProblemCode } from '../../problem-codes.ts';
import { type Refused, unwrapRefusal } from '../../refusal.ts';
import type { IntentBatchRecord } from '../../storage/records.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { consumeProof, findIntent, type FoundIntent, type OwnProof } from '../finish-intent.ts';
import { isPersonStopped } from '../person-context.ts';
import { assertMayConfirmBatch, batchSubject, readBatch } from './batch-subject.ts';
import { presentBatch } from './batch-view.ts';

/**
 * Judges the one proof of a batch and consumes it, with the event that says so. No use is touched: each consumes its own place in the
 * transaction of its own permit, by `{ batchId, shownDigest }`, or never.
 *
 * @throws {@link AdapterError} the fault of the proof; `INTENT_NOT_FOUND`, `INTENT_EXPIRED`, `INTENT_SPENT`
 */
export async function confirmBatch(
  context: AdapterContext,
  principal: Principal,
  batchId: string,
  proof: OwnProof,
): Promise<IntentBatchView> {
  await assertMayConfirmBatch(context, principal, batchId);
  const found = await findIntent(context, principal, batchSubject(batchId), proof);
  const now = context.clock.now();
  return unwrapRefusal(await context.store.transaction((tx) => consume(tx, principal, batchId, { proof, found }, now)));
}

async function consume(
  tx: StoreTransaction,
  principal: Principal,
  batchId: string,
  { proof, found }: { readonly proof: OwnProof; readonly found: FoundIntent },
  now: Date,
): Promise<IntentBatchView | Refused> {
  const batch = await readBatch(tx, principal, batchId);
  const subject = await batchSubject(batchId)(tx, principal, now);
  const no = (code: ProblemCode): Promise<Refused> => subject.refuse(code);
  if (await subject.isAltered()) return no('USE_ALTERED');
  if (await isPersonStopped(tx, principal)) return no('PERSON_STOPPED');
  if (batch.confirmed !== null) return isRepeat(batch, batch.confirmed, proof) ? presentBatch(batch, subject.policy) : no('INTENT_SPENT');
  if (found.kind === 'ended') return no('INTENT_SPENT');
  if (batch.expiresAt <= now.toISOString()) return no('INTENT_EXPIRED');
  if (subject.policy.batch !== true) return no('INTENT_BATCH_REFUSED');
  const proven = await consumeProof(tx, principal, subject, found, now);
  if (typeof proven === 'string') return no(proven);
  const event = await appendEvent(tx, {
    tenant: batch.tenant,
    envelopeId: null,
    sealNumber: null,
    type: 'intent-batch-confirmed',
    time: now,
    actor: principal.personId,
    body: {
      batchId,
      challenge: batch.challenge,
      root: batch.act.root,
      uses: batch.uses.map(({ useId }) => useId),
      proven: await digestOfJson(proven),
      intentMethod: proven.method,
      intentAssurance: proven.assurance,
    },
  });
  const confirmed = { proven, event: { id: event.id, digest: event.digest } };
  await tx.intents.confirmBatch(batch, confirmed);
  return presentBatch({ ...batch, confirmed }, subject.policy);
}

/** Whether the batch was confirmed by this very proof. */
function isRepeat(batch: IntentBatchRecord, { proven }: NonNullable<IntentBatchRecord['confirmed']>, proof: OwnProof): boolean {
  if (proof.shownDigest !== batch.challenge) return false;
  return 'intentId' in proof ? proven['intentId'] === proof.intentId : proven['method'] === 'confirm';
}
