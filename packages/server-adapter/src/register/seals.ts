import { encodeBase64Url } from '@sealkit/core/bytes';
import { randomBytes } from '@sealkit/core/crypto';
import type { SealTransitionRequest, SealTransitionResult, SealView } from '@sealkit/core/protocol';
import { type ReceiptPayload, composeReceipt, nextSealStates } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { appendEvent } from '../audit/audit-event.ts';
import { assertAuthorized, isAuthorized } from '../authorization.ts';
import type { AuditEventRecord, SealRecord } from '../storage/records.ts';
import { StoreError } from '../storage/store-error.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { presentSeal, presentSealWith, presentTransitions, readSealFacts } from './seal-view.ts';

/** The seals of the tenant that the host lets the caller see. */
export async function listSeals(context: AdapterContext, principal: Principal): Promise<{ readonly seals: readonly SealView[] }> {
  await assertAuthorized(context, principal, 'seal.list', { type: 'tenant' });
  const now = context.clock.now();
  const facts = await context.store.transaction(async (tx) => {
    const all = await tx.register.listSeals(principal.tenant);
    const found = [];
    for (const seal of all) found.push(await readSealFacts(tx, principal, seal, now));
    return found;
  });
  const seals: SealView[] = [];
  for (const fact of facts) {
    if (await isAuthorized(context, principal, 'seal.read', resourceOf(fact.seal))) seals.push(await presentSeal(context, principal, fact));
  }
  return { seals };
}

export async function readSeal(context: AdapterContext, principal: Principal, number: string): Promise<SealView> {
  const now = context.clock.now();
  const facts = await context.store.transaction(async (tx) => {
    const seal = await findSeal(tx, principal.tenant, number);
    return readSealFacts(tx, principal, seal, now);
  });
  await assertAuthorized(context, principal, 'seal.read', resourceOf(facts.seal));
  return presentSeal(context, principal, facts);
}

/**
 * Takes a seal one step through its life. Every step ends the permits issued before it, since the seal's epoch grows; a
 * step that its state does not allow is refused and recorded.
 */
export async function changeSealState(
  context: AdapterContext,
  principal: Principal,
  number: string,
  request: SealTransitionRequest,
  finish: (tx: StoreTransaction, result: SealTransitionResult) => Promise<void>,
): Promise<SealTransitionResult> {
  const found = await context.store.transaction((tx) => findSeal(tx, principal.tenant, number));
  await assertAuthorized(context, principal, 'seal.transition', { ...resourceOf(found), to: request.to });
  const transitions = await presentTransitions(context, principal, found, request.to);
  const now = context.clock.now();
  const outcome = await context.store.transaction(async (tx) => {
    const seal = await findSeal(tx, principal.tenant, number);
    if (!nextSealStates(seal.state).includes(request.to)) return refuseTransition(tx, principal, seal, request, now);
    const changed: SealRecord = {
      ...seal,
      state: request.to,
      stateSince: now.toISOString(),
      stateReason: request.reason,
      epoch: seal.epoch + 1,
    };
    await putSeal(tx, changed);
    // The receipt names the event, so it is made in the event's transaction; the register's key is at hand there.
    const event = await appendEvent(tx, {
      tenant: seal.tenant,
      envelopeId: null,
      sealNumber: seal.number,
      type: 'seal-state-changed',
      time: now,
      actor: principal.personId,
      body: { from: seal.state, to: request.to, reason: request.reason, epoch: changed.epoch },
    });
    const receipt = await composeReceipt(receiptPayload(changed, principal, event), context.registerSigner);
    const result = { seal: presentSealWith(await readSealFacts(tx, principal, changed, now), transitions), receipt };
    await finish(tx, result);
    return result;
  });
  if (outcome instanceof AdapterError) throw outcome;
  return outcome;
}

async function findSeal(tx: StoreTransaction, tenant: string, number: string): Promise<SealRecord> {
  const seal = await tx.register.findSeal(tenant, number);
  if (seal === undefined) throw new AdapterError('SEAL_NOT_FOUND');
  return seal;
}

function resourceOf(seal: SealRecord): { readonly type: 'seal'; readonly number: string; readonly organisationId: string } {
  return { type: 'seal', number: seal.number, organisationId: seal.organisationId };
}

async function putSeal(tx: StoreTransaction, seal: SealRecord): Promise<void> {
  try {
    await tx.register.putSeal(seal);
  } catch (cause) {
    if (cause instanceof StoreError && cause.constraint === 'one-seal-in-use') throw new AdapterError('SEAL_DUPLICATE', { cause });
    throw cause;
  }
}

async function refuseTransition(
  tx: StoreTransaction,
  principal: Principal,
  seal: SealRecord,
  request: SealTransitionRequest,
  now: Date,
): Promise<AdapterError> {
  const event = await appendEvent(tx, {
    tenant: seal.tenant,
    envelopeId: null,
    sealNumber: seal.number,
    type: 'seal-transition-refused',
    time: now,
    actor: principal.personId,
    body: { from: seal.state, to: request.to, reason: request.reason, refusal: 'SEAL_TRANSITION_NOT_ALLOWED' },
  });
  return new AdapterError('SEAL_TRANSITION_NOT_ALLOWED', {
    eventId: event.id,
    values: { sealNumber: seal.number, from: seal.state, to: request.to },
  });
}

function receiptPayload(seal: SealRecord, principal: Principal, event: AuditEventRecord): ReceiptPayload {
  return {
    v: 1,
    act: `seal-${seal.state}`,
    id: event.id,
    tenant: seal.tenant,
    envelopeId: null,
    person: principal.personId,
    sealNumber: seal.number,
    permit: null,
    originalDigest: null,
    byteRangeDigest: null,
    fileDigest: null,
    event: event.digest,
    time: event.time,
    nonce: encodeBase64Url(randomBytes(16)),
  };
}
