import type { SealActRequest, SealTransitionResult } from '@sealkit/core/protocol';
import { isRecordable } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { appendEvent } from '../audit/audit-event.ts';
import { keepPersonalValue } from '../audit/personal-values/personal-value.ts';
import { assertAuthorized } from '../authorization.ts';
import { newId } from '../new-id.ts';
import type { AuditEventRecord, SealRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { assertMayAct } from './acting-person.ts';
import { answerAct, findSeal, sealResource } from './seals.ts';
import { readSealRights } from './seal-view.ts';

/** Records filing, collection or destruction of a seal; its state stays. */
export async function recordSealAct(
  context: AdapterContext,
  principal: Principal,
  number: string,
  request: SealActRequest,
  finish: (tx: StoreTransaction, result: SealTransitionResult) => Promise<void>,
): Promise<SealTransitionResult> {
  const found = await context.store.transaction((tx) => findSeal(tx, principal.tenant, number), { readOnly: true });
  await assertAuthorized(context, principal, 'seal.record', sealResource(found));
  const rights = await readSealRights(context, principal, found, found.state);
  const now = context.clock.now();
  return context.store.transaction(async (tx) => {
    await assertMayAct(tx, principal);
    const seal = await findSeal(tx, principal.tenant, number);
    if (!isRecordable(request.act, seal.state)) {
      throw new AdapterError('SEAL_ACT_NOT_RECORDABLE', { values: { act: request.act, state: seal.state } });
    }
    const event = await noteSealAct(tx, principal, seal, request, now);
    const result = await answerAct(context, tx, principal, { seal, act: `seal-${request.act}`, event, rights, now });
    await finish(tx, result);
    return result;
  });
}

/** Puts an act on record with its event. */
export async function noteSealAct(
  tx: StoreTransaction,
  principal: Principal,
  seal: SealRecord,
  { act, reference, note, at }: SealActRequest,
  now: Date,
): Promise<AuditEventRecord> {
  const facts = { act, reference, note: await keepPersonalValue(tx, principal, note, now), at };
  await tx.register.addSealAct({
    ...facts,
    tenant: seal.tenant,
    id: newId(),
    sealNumber: seal.number,
    recordedAt: now.toISOString(),
    recordedBy: principal.personId,
  });
  return appendEvent(tx, {
    tenant: seal.tenant,
    envelopeId: null,
    sealNumber: seal.number,
    type: 'seal-act-recorded',
    time: now,
    actor: principal.personId,
    body: facts,
  });
}
