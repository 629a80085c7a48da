import type { SealTransitionRequest, SealTransitionResult } from '@sealkit/core/protocol';
import { type SealTransition, SEAL_TRANSITIONS } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { expireApprovalsOf } from '../approvals/expire-approvals.ts';
import { appendEvent } from '../audit/audit-event.ts';
import { keepPersonalValue } from '../audit/personal-values/personal-value.ts';
import { assertAuthorized } from '../authorization.ts';
import type { ProblemCode } from '../problem-codes.ts';
import { Refused, unwrapRefusal } from '../refusal.ts';
import type { SealRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { findActingFault } from './acting-person.ts';
import { assertMakeable } from './request-seal.ts';
import { draftDigest } from './seal-draft.ts';
import { answerAct, findSeal, putSeal, sealResource } from './seals.ts';
import { findPrepared, isTwoPersonStep, readSealRights } from './seal-view.ts';

type Finish = (tx: StoreTransaction, result: SealTransitionResult) => Promise<void>;

/**
 * Takes a seal one step through its life. Every step ends the permits issued before it, since the seal's epoch grows; a
 * step that its state does not allow is refused and recorded. Where policy asks for two persons, the first one's request waits
 * in the seal until another person asks for the same.
 */
export async function changeSealState(
  context: AdapterContext,
  principal: Principal,
  number: string,
  asked: SealTransitionRequest,
  finish: Finish,
): Promise<SealTransitionResult> {
  const found = await context.store.transaction((tx) => findSeal(tx, principal.tenant, number), { readOnly: true });
  const role = SEAL_TRANSITIONS.find(({ from, to }) => from === found.state && to === asked.to)?.role;
  const resource = { ...sealResource(found), to: asked.to, ...(role === undefined ? {} : { role }) };
  await assertAuthorized(context, principal, 'seal.transition', resource);
  const after = {
    taken: await readSealRights(context, principal, found, asked.to),
    waiting: await readSealRights(context, principal, found, found.state),
  };
  // A draft of before this was looked at, or one that a new seal maker cannot make.
  if (found.state === 'draft' && asked.to === 'pending-approval') await assertMakeable(context, found);
  const now = context.clock.now();
  const outcome = await context.store.transaction(async (tx): Promise<SealTransitionResult | Refused> => {
    const seal = await findSeal(tx, principal.tenant, number);
    const request = { ...asked, reason: await keepPersonalValue(tx, principal, asked.reason, now) };
    const step = SEAL_TRANSITIONS.find(({ from, to }) => from === seal.state && to === request.to);
    const fault = step === undefined ? 'SEAL_TRANSITION_NOT_ALLOWED' : await findFault(tx, principal, seal, step, request);
    if (step === undefined || fault !== null) {
      return refuseTransition(tx, principal, seal, request, fault ?? 'SEAL_TRANSITION_NOT_ALLOWED', now);
    }
    const waits = isTwoPersonStep(context, seal.state, request.to) && seal.pendingTransition?.to !== request.to;
    const act = waits ? propose(tx, principal, seal, request, now) : take(tx, principal, seal, step, request, now);
    const { changed, event, name } = await act;
    const rights = waits ? after.waiting : after.taken;
    const result = await answerAct(context, tx, principal, { seal: changed, act: name, event, rights, now });
    await finish(tx, result);
    return result;
  });
  return unwrapRefusal(outcome);
}

/** Why this person may not take this step, or what the seal still lacks for it; null where nothing stands against it. */
async function findFault(
  tx: StoreTransaction,
  principal: Principal,
  seal: SealRecord,
  step: SealTransition,
  request: SealTransitionRequest,
): Promise<ProblemCode | null> {
  const person = await tx.register.findPerson(seal.tenant, principal.personId);
  const fault = findActingFault(person);
  if (fault !== null) return fault;
  if (step.to === 'approved') {
    const approvalFault = await findApprovalFault(principal, seal, request);
    if (approvalFault !== null) return approvalFault;
  }
  if (seal.pendingTransition?.to === step.to && seal.pendingTransition.by === principal.personId) return 'SECOND_PERSON_REQUIRED';
  // A version is made by the seal maker, in a request of its own.
  if (step.to === 'produced') return 'SEAL_NOT_PRODUCIBLE';
  if (step.from === 'produced') return findActivationFault(tx, seal);
  return null;
}

/**
 * Approved by another person than asked for it or wrote on it; sending back may also be the requester's own second thought. What
 * was revised may have changed since the approver looked: the approval says which draft it is for.
 */
async function findApprovalFault(principal: Principal, seal: SealRecord, { draft }: SealTransitionRequest): Promise<ProblemCode | null> {
  const writers = [seal.requested, ...seal.revisions].map((mark) => mark?.by);
  if (writers.includes(principal.personId)) return 'APPROVER_IS_REQUESTER';
  if (draft === undefined) return seal.revisions.length === 0 ? null : 'SEAL_DRAFT_CHANGED';
  return draft === (await draftDigest(seal)) ? null : 'SEAL_DRAFT_CHANGED';
}

async function findActivationFault(tx: StoreTransaction, seal: SealRecord): Promise<ProblemCode | null> {
  const prepared = findPrepared(await tx.register.listVersions(seal.tenant, seal.number));
  if (prepared === undefined) return 'SEAL_VERSION_NOT_PREPARED';
  return prepared.like.length > 0 && prepared.likenessAccepted === null ? 'SEAL_FACE_LIKE_ANOTHER' : null;
}

async function propose(tx: StoreTransaction, principal: Principal, seal: SealRecord, request: SealTransitionRequest, now: Date) {
  const pendingTransition = { to: request.to, by: principal.personId, at: now.toISOString(), reason: request.reason };
  const changed: SealRecord = { ...seal, pendingTransition };
  await putSeal(tx, changed);
  const event = await appendEvent(tx, {
    tenant: seal.tenant,
    envelopeId: null,
    sealNumber: seal.number,
    type: 'seal-transition-proposed',
    time: now,
    actor: principal.personId,
    body: { from: seal.state, to: request.to, reason: request.reason },
  });
  return { changed, event, name: 'seal-transition-proposed' };
}

async function take(
  tx: StoreTransaction,
  principal: Principal,
  seal: SealRecord,
  step: SealTransition,
  request: SealTransitionRequest,
  now: Date,
) {
  const proposedBy = seal.pendingTransition?.to === request.to ? seal.pendingTransition.by : null;
  const changed: SealRecord = {
    ...seal,
    state: request.to,
    stateSince: now.toISOString(),
    stateReason: request.reason,
    epoch: seal.epoch + 1,
    pendingTransition: null,
  };
  if (step.from === 'produced') await activatePrepared(tx, seal);
  await expireApprovalsOf(tx, { tenant: seal.tenant, sealNumber: seal.number }, now, 'SEAL_CHANGED');
  await putSeal(tx, changed);
  const event = await appendEvent(tx, {
    tenant: seal.tenant,
    envelopeId: null,
    sealNumber: seal.number,
    type: 'seal-state-changed',
    time: now,
    actor: principal.personId,
    body: {
      from: seal.state,
      to: request.to,
      role: step.role,
      reason: request.reason,
      proposedBy,
      epoch: changed.epoch,
      // What was approved, whatever is made of it later.
      ...(request.to === 'approved' ? { draft: await draftDigest(seal) } : {}),
    },
  });
  return { changed, event, name: `seal-${request.to}` };
}

async function activatePrepared(tx: StoreTransaction, seal: SealRecord): Promise<void> {
  const prepared = findPrepared(await tx.register.listVersions(seal.tenant, seal.number));
  if (prepared !== undefined) await tx.register.putVersion({ ...prepared, state: 'current' });
}

async function refuseTransition(
  tx: StoreTransaction,
  principal: Principal,
  seal: SealRecord,
  request: SealTransitionRequest,
  refusal: ProblemCode,
  now: Date,
): Promise<Refused> {
  const event = await appendEvent(tx, {
    tenant: seal.tenant,
    envelopeId: null,
    sealNumber: seal.number,
    type: 'seal-transition-refused',
    time: now,
    actor: principal.personId,
    body: { from: seal.state, to: request.to, reason: request.reason, refusal },
  });
  return new Refused(
    new AdapterError(refusal, { eventId: event.id, values: { sealNumber: seal.number, from: seal.state, to: request.to } }),
  );
}
