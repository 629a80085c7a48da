import type { Clock } from '@sealkit/core/ports';
import { appendEvent } from '../../audit/audit-event.ts';
import type { EventKeyRecord } from '../../storage/records.ts';
import type { Store, StoreTransaction } from '../../storage/store.ts';
import type { OneTimeStep, RecordOneTimeStep } from './one-time-step.ts';

/** Steps as events of their envelope, each in one transaction with the row of its key. The idempotency key of the act is its permit. */
export function recordEventKeys({ store, clock }: { readonly store: Store; readonly clock: Clock }): RecordOneTimeStep {
  return async (step) => {
    await store.transaction(async (tx) => {
      if (await applyStep(tx, step, clock.now())) await appendStep(tx, step, clock.now());
    });
  };
}

/** Writes the row of a key; whether there is something to say about it. */
async function applyStep(tx: StoreTransaction, { type, context, facts, key, credential }: OneTimeStep, now: Date): Promise<boolean> {
  const { tenant, actor, envelopeId, idempotencyKey: permitId } = context;
  const id = facts['credentialId'] ?? '';
  if (type === 'one-time-key-made') {
    if (key === undefined) throw new TypeError('step: expected how long the key waits');
    const { reference, until } = key;
    const row = { tenant, id, permitId, personId: actor, envelopeId, reference, madeAt: now.toISOString(), until: until.toISOString() };
    await tx.eventKeys.add({ ...row, credential: null, ended: null });
    return true;
  }
  const row = await tx.eventKeys.find(tenant, id);
  // Somebody else has said already that it is gone.
  if (row === undefined || row.ended !== null) return false;
  if (type === 'one-time-certificate-issued') await tx.eventKeys.update({ ...row, credential: credential ?? null });
  if (type === 'one-time-key-destroyed') await endKey(tx, row, facts['reason'] ?? '', now);
  return true;
}

function endKey(tx: StoreTransaction, row: EventKeyRecord, reason: string, now: Date): Promise<void> {
  return tx.eventKeys.update({ ...row, ended: { at: now.toISOString(), reason } });
}

async function appendStep(tx: StoreTransaction, { type, context, facts }: OneTimeStep, time: Date): Promise<void> {
  const { tenant, actor, envelopeId, idempotencyKey: permitId } = context;
  const isServers = type === 'one-time-key-destroyed' && facts['reason'] !== 'signed';
  await appendEvent(tx, {
    tenant,
    envelopeId,
    sealNumber: null,
    type,
    time,
    actor: isServers ? 'server' : actor,
    body: { ...facts, permitId },
  });
}
