import type { SealTransitionResult, SealVersionDecision } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { expireApprovalsOf } from '../approvals/expire-approvals.ts';
import { appendEvent } from '../audit/audit-event.ts';
import { keepPersonalValue } from '../audit/personal-values/personal-value.ts';
import { assertAuthorized } from '../authorization.ts';
import type { SealRecord, SealVersionRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { assertMayAct } from './acting-person.ts';
import { answerAct, findSeal, putSeal, sealResource } from './seals.ts';
import { isTwoPersonStep, readSealRights } from './seal-view.ts';

const EVENTS = {
  activate: 'seal-version-activated',
  discard: 'seal-version-discarded',
  'accept-likeness': 'seal-likeness-accepted',
} as const;

/**
 * Decides what becomes of a prepared version: into use, with the one before superseded and every permit issued on it void;
 * discarded; or, where its face looks like another, found by a person to be none of those.
 */
export async function decideVersion(
  context: AdapterContext,
  principal: Principal,
  of: { readonly number: string; readonly version: number },
  request: SealVersionDecision,
  finish: (tx: StoreTransaction, result: SealTransitionResult) => Promise<void>,
): Promise<SealTransitionResult> {
  const found = await context.store.transaction((tx) => findSeal(tx, principal.tenant, of.number), { readOnly: true });
  await assertAuthorized(context, principal, 'seal.version', sealResource(found));
  const rights = await readSealRights(context, principal, found, found.state);
  const now = context.clock.now();
  return context.store.transaction(async (tx) => {
    await assertMayAct(tx, principal);
    const seal = await findSeal(tx, principal.tenant, of.number);
    const version = await tx.register.findVersion(principal.tenant, of.number, of.version);
    if (version === undefined) throw new AdapterError('SEAL_VERSION_NOT_FOUND');
    if (version.state !== 'prepared') throw new AdapterError('SEAL_VERSION_NOT_PREPARED', { values: { state: version.state } });
    const reason = await keepPersonalValue(tx, principal, request.reason, now);
    const changed = await apply(context, tx, principal, seal, version, { ...request, reason }, now);
    const event = await appendEvent(tx, {
      tenant: principal.tenant,
      envelopeId: null,
      sealNumber: seal.number,
      type: EVENTS[request.decision],
      time: now,
      actor: principal.personId,
      body: {
        sealVersion: version.version,
        statement: version.statementDigest,
        reason,
        epoch: changed.epoch,
        ...(request.decision === 'accept-likeness' ? { like: version.like.map((face) => ({ ...face })) } : {}),
      },
    });
    const act = EVENTS[request.decision];
    const result = await answerAct(context, tx, principal, { seal: changed, act, event, rights, now });
    await finish(tx, result);
    return result;
  });
}

async function apply(
  context: AdapterContext,
  tx: StoreTransaction,
  principal: Principal,
  seal: SealRecord,
  version: SealVersionRecord,
  { decision, reason }: SealVersionDecision,
  now: Date,
): Promise<SealRecord> {
  switch (decision) {
    case 'discard':
      await tx.register.putVersion({ ...version, state: 'discarded' });
      return seal;
    case 'accept-likeness':
      await tx.register.putVersion({ ...version, likenessAccepted: { by: principal.personId, at: now.toISOString(), reason } });
      return seal;
    case 'activate':
      return activate(context, tx, principal, seal, version, now);
  }
}

async function activate(
  context: AdapterContext,
  tx: StoreTransaction,
  principal: Principal,
  seal: SealRecord,
  version: SealVersionRecord,
  now: Date,
): Promise<SealRecord> {
  // The first version comes into use with the seal itself.
  if (seal.state !== 'active' && seal.state !== 'suspended') {
    throw new AdapterError('SEAL_TRANSITION_NOT_ALLOWED', { values: { state: seal.state } });
  }
  if (version.like.length > 0 && version.likenessAccepted === null) throw new AdapterError('SEAL_FACE_LIKE_ANOTHER');
  if (isTwoPersonStep(context, 'produced', 'active') && version.made?.by === principal.personId) {
    throw new AdapterError('SECOND_PERSON_REQUIRED');
  }
  await expireApprovalsOf(tx, { tenant: seal.tenant, sealNumber: seal.number }, now, 'SEAL_CHANGED');
  const current = await tx.register.findCurrentVersion(seal.tenant, seal.number);
  if (current !== undefined) await tx.register.putVersion({ ...current, state: 'superseded' });
  await tx.register.putVersion({ ...version, state: 'current' });
  const changed: SealRecord = { ...seal, epoch: seal.epoch + 1 };
  await putSeal(tx, changed);
  return changed;
}
