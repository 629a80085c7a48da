import { encodeBase64Url } from '@sealkit/core/bytes';
import { randomBytes } from '@sealkit/core/crypto';
import { batchRoot } from '@sealkit/core/seal';
import type { BatchAct, IntentBatchRequest, IntentBatchView, IntentRequest, IntentView } from '@sealkit/core/protocol';
import type { PermitIntentPolicy } from '@sealkit/core/seal';
import type { Principal } from '../../adapter-config.ts';
import type { AdapterContext } from '../../adapter-context.ts';
import { newId } from '../../new-id.ts';
import type { ProblemCode } from '../../problem-codes.ts';
import { type Refused, refuse, unwrapRefusal } from '../../refusal.ts';
import type { IntentBatchRecord, UseRecord } from '../../storage/records.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { readConfirmAttempt } from '../../uses/confirm-attempt.ts';
import { isAlteredUse } from '../../uses/use-alteration.ts';
import { digestOfAct } from '../challenge.ts';
import { commonPermitPolicy } from '../intent-policy.ts';
import { beginProof } from '../start-intent.ts';
import { batchWordingOf } from '../wording.ts';
import { assertMayConfirm, assertMayConfirmBatch, batchSubject } from './batch-subject.ts';
import { presentBatch } from './batch-view.ts';

/**
 * Puts uses of the caller's that wait for intent into one batch, in the order that is asked for. Nothing is proven or consumed yet. The
 * batch ends with the first of its uses that does.
 *
 * @throws {@link AdapterError} `INTENT_BATCH_REFUSED` where a permit does not take a proof for several acts, `INTENT_POLICY_UNMEETABLE`
 * where the permits have no way in common, and whatever stands against a use; `values.useId` says which
 */
export async function openBatch(
  context: AdapterContext,
  principal: Principal,
  { useIds }: IntentBatchRequest,
  finish: (tx: StoreTransaction, view: IntentBatchView) => Promise<void>,
): Promise<IntentBatchView> {
  await assertMayConfirm(context, principal, useIds);
  const now = context.clock.now();
  return unwrapRefusal(
    await context.store.transaction(async (tx): Promise<IntentBatchView | Refused> => {
      const judged = await judgeUses(tx, principal, useIds, now);
      if ('error' in judged) return judged;
      const batch = await composeBatch(judged.uses, now);
      await tx.intents.addBatch(batch);
      const view = presentBatch(batch, judged.policy);
      await finish(tx, view);
      return view;
    }),
  );
}

/** Starts a proof of intent for a batch of the caller's that waits for one. What went before it for the same batch ends. */
export async function startBatchIntent(
  context: AdapterContext,
  principal: Principal,
  { batchId, ...request }: IntentRequest & { readonly batchId: string },
  finish: (tx: StoreTransaction, view: IntentView) => Promise<void>,
): Promise<IntentView> {
  await assertMayConfirmBatch(context, principal, batchId);
  return beginProof(context, principal, batchSubject(batchId), request, finish);
}

async function judgeUses(
  tx: StoreTransaction,
  principal: Principal,
  useIds: readonly string[],
  now: Date,
): Promise<{ readonly uses: readonly [UseRecord, ...UseRecord[]]; readonly policy: PermitIntentPolicy } | Refused> {
  const uses: UseRecord[] = [];
  const policies: PermitIntentPolicy[] = [];
  for (const useId of useIds) {
    const { use, permit, attempt } = await readConfirmAttempt(tx, principal, useId, now);
    const no = (code: ProblemCode): Promise<Refused> => refuse(tx, attempt, code, { useId });
    if (use.personId !== principal.personId) return no('PERMIT_FOREIGN');
    if (await isAlteredUse(tx, use)) return no('USE_ALTERED');
    if (use.status !== 'awaiting-intent') return no('INTENT_SPENT');
    if (use.expiresAt <= now.toISOString()) return no('INTENT_EXPIRED');
    if (permit.payload.intentPolicy.batch !== true) return no('INTENT_BATCH_REFUSED');
    uses.push(use);
    policies.push(permit.payload.intentPolicy);
    if (commonPermitPolicy(policies).methods.length === 0) return no('INTENT_POLICY_UNMEETABLE');
  }
  const [first, ...others] = uses;
  if (first === undefined) throw new RangeError('useIds: expected at least one');
  return { uses: [first, ...others], policy: commonPermitPolicy(policies) };
}

async function composeBatch(uses: readonly [UseRecord, ...UseRecord[]], now: Date): Promise<IntentBatchRecord> {
  const [{ tenant, personId, act: first }] = uses;
  const expiresAt = uses.map((use) => use.expiresAt).reduce((left, right) => (left < right ? left : right));
  const leaves = uses.map(({ id, challenge }) => ({ useId: id, challenge }));
  const { personName } = first;
  const count = leaves.length;
  const act: BatchAct = {
    v: 1,
    action: 'batch',
    tenant,
    person: personId,
    personName,
    count,
    root: await batchRoot(leaves.map(({ challenge }) => challenge)),
    wording: batchWordingOf({ personName, count }, first.wording.locale),
    nonce: encodeBase64Url(randomBytes(16)),
    issuedAt: now.toISOString(),
    expires: expiresAt,
  };
  const challenge = await digestOfAct(act);
  return { tenant, id: newId(), personId, act, challenge, uses: leaves, createdAt: act.issuedAt, expiresAt, confirmed: null };
}
