import type { Principal } from '../../adapter-config.ts';
import type { AdapterContext } from '../../adapter-context.ts';
import { AdapterError } from '../../adapter-error.ts';
import type { RefusedAttempt } from '../../audit/use-log.ts';
import { assertAuthorized } from '../../authorization.ts';
import { refuse } from '../../refusal.ts';
import type { IntentBatchRecord } from '../../storage/records.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { commonPermitPolicy } from '../intent-policy.ts';
import type { FindIntentSubject } from '../intent-subject.ts';
import { isAlteredBatch } from './batch-integrity.ts';

/** A batch as subject of a proof; it throws `INTENT_NOT_FOUND`. */
export function batchSubject(batchId: string): FindIntentSubject {
  return async (tx, principal, now) => {
    const batch = await readBatch(tx, principal, batchId);
    const { tenant, id, personId, act, challenge, createdAt, expiresAt } = batch;
    return {
      tenant,
      id,
      personId,
      act,
      challenge,
      createdAt,
      expiresAt,
      policy: await readBatchPolicy(tx, batch),
      waits: batch.confirmed === null,
      envelopeId: null,
      named: { intentOfBatch: id },
      refuse: (code, values) => refuse(tx, attemptOn(principal, id, now), code, values),
      isAltered: () => isAlteredBatch(tx, batch),
    };
  };
}

/** How the log names a refused attempt on a batch. */
function attemptOn({ tenant, personId }: Principal, batchId: string, time: Date): Omit<RefusedAttempt, 'refusal'> {
  const nothing = { envelope: null, seal: null, pages: [], originalDigest: null, permit: null };
  return { tenant, personId, stage: 'confirm', time, ...nothing, batchId };
}

/** @throws {@link AdapterError} `INTENT_NOT_FOUND`, for another person's too */
export async function readBatch(tx: StoreTransaction, { tenant, personId }: Principal, batchId: string): Promise<IntentBatchRecord> {
  const batch = await tx.intents.findBatch(tenant, batchId);
  if (batch === undefined || batch.personId !== personId) throw new AdapterError('INTENT_NOT_FOUND');
  return batch;
}

/** What the permits of all its uses ask for together. */
export async function readBatchPolicy(tx: StoreTransaction, { tenant, uses }: Pick<IntentBatchRecord, 'tenant' | 'uses'>) {
  const permits = await Promise.all(
    uses.map(async ({ useId }) => {
      const use = await tx.uses.find(tenant, useId);
      return use && tx.permits.find(tenant, use.permitId);
    }),
  );
  return commonPermitPolicy(
    permits.map((permit) => {
      if (permit === undefined) throw new AdapterError('PERMIT_NOT_FOUND');
      return permit.payload.intentPolicy;
    }),
  );
}

/** Whether the caller may confirm each of its uses. @throws {@link AdapterError} `INTENT_NOT_FOUND`, `NOT_AUTHORIZED` */
export async function assertMayConfirmBatch(context: AdapterContext, principal: Principal, batchId: string): Promise<void> {
  const { uses } = await context.store.transaction((tx) => readBatch(tx, principal, batchId), { readOnly: true });
  await assertMayConfirm(
    context,
    principal,
    uses.map(({ useId }) => useId),
  );
}

/** @throws {@link AdapterError} `NOT_AUTHORIZED` */
export async function assertMayConfirm(context: AdapterContext, principal: Principal, useIds: readonly string[]): Promise<void> {
  for (const id of useIds) await assertAuthorized(context, principal, 'use.confirm', { type: 'use', id });
}
