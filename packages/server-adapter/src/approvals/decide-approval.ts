import { digestOfJson } from '@sealkit/core/crypto';
import type { ApprovalDecisionRequest, ApprovalResult } from '@sealkit/core/protocol';
import {
  type PasskeyAssertion,
  type PermitAttestation,
  approvalProgress,
  findApproverFault,
  permitRequestDigest,
} from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { composeActReceipt } from '../audit/act-receipt.ts';
import { appendEvent } from '../audit/audit-event.ts';
import { keepPersonalValue } from '../audit/personal-values/personal-value.ts';
import { isSoundEvent } from '../audit/verify-chain.ts';
import { recordRefusal } from '../audit/use-log.ts';
import { assertAuthorized } from '../authorization.ts';
import { findRequestedGrant } from '../grants/find-grant.ts';
import { keepAuthenticator } from '../intent/finish-intent.ts';
import { noteIssued } from '../permits/issue-permit.ts';
import { grantPermit } from '../permits/permit-payload.ts';
import { pagesOf } from '../permits/permit-pages.ts';
import { readUseGrounds } from '../permits/use-grounds.ts';
import type { ProblemCode } from '../problem-codes.ts';
import { isStopped } from '../register/acting-person.ts';
import { findSeal, sealResource } from '../register/seals.ts';
import { Refused, unwrapRefusal } from '../refusal.ts';
import type { ApprovalDecisionRecord, ApprovalRecord, AuditEventRecord, PersonRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { waitingToken } from './approver-names.ts';
import { findCountersignature } from './countersignature.ts';
import { presentApproval } from './approval-view.ts';
import { expireApproval, expireOverdueApprovals } from './expire-approvals.ts';
import { findApproval } from './list-approvals.ts';
import { isWaitedFor, rolesAt } from './waited-for.ts';

/**
 * Takes a decision on a request. The one that completes the approvals issues the permit in the same transaction, on everything
 * judged again as if it were asked for now; a rejection ends the request. Whoever may not decide is refused, and that is an
 * event too.
 */
export async function decideApproval(
  context: AdapterContext,
  principal: Principal,
  id: string,
  asked: ApprovalDecisionRequest,
  finish: (tx: StoreTransaction, result: ApprovalResult) => Promise<void>,
): Promise<ApprovalResult> {
  const seal = await context.store.transaction(async (tx) =>
    findSeal(tx, principal.tenant, (await findApproval(tx, principal.tenant, id)).sealNumber),
  );
  await assertAuthorized(context, principal, 'approval.decide', sealResource(seal));
  const now = context.clock.now();
  await context.store.transaction((tx) => expireOverdueApprovals(tx, principal.tenant, now));
  const found = asked.decision === 'approved' ? await findCountersignature(context, principal, id, asked.countersignature) : null;
  const outcome = await context.store.transaction(async (tx): Promise<ApprovalResult | Refused> => {
    const approval = await findApproval(tx, principal.tenant, id);
    const person = await tx.register.findPerson(principal.tenant, principal.personId);
    const fault = person === undefined ? 'PERSON_NOT_REGISTERED' : findDecisionFault(approval, person, seal.organisationId, asked);
    if (fault !== null || person === undefined) return refuseDecision(tx, approval, principal, fault ?? 'PERSON_NOT_REGISTERED', now);
    const changed = asked.decision === 'approved' ? await findChange(context, tx, approval, now) : null;
    if (changed !== null) {
      await expireApproval(tx, approval, now, 'SEAL_CHANGED');
      return refuseDecision(tx, approval, principal, changed, now);
    }
    if (!(await areDecisionsSound(tx, approval))) return refuseDecision(tx, approval, principal, 'APPROVAL_ALTERED', now);
    if (typeof found === 'string') return refuseDecision(tx, approval, principal, found, now);
    if (found !== null && !(await keepAuthenticator(tx, principal.tenant, found, now)))
      return refuseDecision(tx, approval, principal, 'APPROVAL_PASSKEY_INVALID', now);
    const assertion = found?.assertion;
    const request = { ...asked, comment: await keepPersonalValue(tx, principal, asked.comment, now) };
    const event = await noteDecision(tx, approval, principal, { request, assertion }, now);
    const decision = decisionRecord(person, seal.organisationId, { request, assertion }, event);
    const decided = await applyDecision(context, tx, approval, decision, now);
    const act = request.decision === 'approved' ? 'approval-given' : 'approval-rejected';
    const receipt = await composeActReceipt(context, act, event, approval.request.document.digest);
    const result = { approval: await presentApproval(tx, principal, decided, now), receipt };
    await finish(tx, result);
    return result;
  });
  return unwrapRefusal(outcome);
}

/** Why a person may not take this decision, or null. Pure. */
function findDecisionFault(
  approval: ApprovalRecord,
  person: PersonRecord,
  organisationId: string,
  request: ApprovalDecisionRequest,
): ProblemCode | null {
  const { requestedBy, decisions, request: requested } = approval;
  const separation = findApproverFault(person, { requester: requestedBy, decided: decisions.map((decision) => decision.person) });
  if (separation !== null) return separation;
  if (isStopped(person)) return 'PERSON_STOPPED';
  if (approval.state !== 'pending') return 'APPROVAL_CLOSED';
  if (!isWaitedFor(approval, person, organisationId)) return 'APPROVAL_NOT_YOURS';
  if (request.requestDigest !== approval.requestDigest) return 'APPROVAL_CHANGED';
  if (request.decision === 'rejected') return request.comment.trim() === '' ? 'APPROVAL_COMMENT_REQUIRED' : null;
  const { attestation } = request;
  if (attestation === null) return approval.needsAttestation ? 'APPROVAL_ATTESTATION_REQUIRED' : null;
  const agrees =
    attestation.digest === requested.document.digest &&
    attestation.length === requested.document.length &&
    attestation.frame === requested.frame;
  return agrees ? null : 'APPROVAL_ATTESTATION_MISMATCH';
}

/** What is no longer as it was when the permit was asked for, or null: judged from the requester's place. */
async function findChange(
  { policy }: AdapterContext,
  tx: StoreTransaction,
  approval: ApprovalRecord,
  now: Date,
): Promise<ProblemCode | null> {
  const { request } = approval;
  const seal = await tx.register.findSeal(approval.tenant, approval.sealNumber);
  if (seal?.epoch !== approval.sealEpoch) return seal?.state === 'suspended' ? 'SEAL_SUSPENDED' : 'SEAL_CHANGED';
  const asked = {
    envelopeId: approval.envelopeId,
    sealNumber: approval.sealNumber,
    sealVersion: request.seal?.version ?? null,
    document: request.document,
    frame: request.frame,
    placements: request.placements,
  };
  const requester = { tenant: approval.tenant, personId: approval.requestedBy };
  const stopped = (await tx.register.findPerson(approval.tenant, approval.requestedBy))?.stopped ?? null;
  // What was asked for before a stop is not granted after it.
  if (stopped !== null && approval.requestedAt <= stopped.at) return stopped.liftedAt === null ? 'PERSON_STOPPED' : 'PERMIT_VOID';
  const grounds = await readUseGrounds(tx, requester, asked, policy, now, (inTx, _asker, _seal, envelope) =>
    findRequestedGrant(inTx, approval, envelope, now),
  );
  return 'code' in grounds ? grounds.code : null;
}

/** Whether each decision that the store holds is one that an event records as it stands: nobody wrote one in behind the server's back. */
async function areDecisionsSound(tx: StoreTransaction, approval: ApprovalRecord): Promise<boolean> {
  for (const { person, decision, attested, assertion, event: digest, eventId } of approval.decisions) {
    const event = await tx.audit.findEvent(approval.tenant, eventId);
    if (event === undefined || event.digest !== digest || !(await isSoundEvent(event))) return false;
    const { approvalId, request } = event.body;
    const same = approvalId === approval.id && request === approval.requestDigest;
    if (!same || event.type !== 'approval-decided' || event.actor !== person) return false;
    if (event.body['decision'] !== decision || event.body['attested'] !== attested) return false;
    if (event.body['countersignature'] !== (assertion && (await digestOfJson({ ...assertion })))) return false;
  }
  return (await permitRequestDigest(approval.request)) === approval.requestDigest;
}

async function applyDecision(
  context: AdapterContext,
  tx: StoreTransaction,
  approval: ApprovalRecord,
  decision: ApprovalDecisionRecord,
  now: Date,
): Promise<ApprovalRecord> {
  const decisions = [...approval.decisions, decision];
  const progress = approvalProgress(approval.tier, decisions);
  if (progress.status === 'pending') {
    const waiting: ApprovalRecord = { ...approval, decisions, waitingFor: progress.waitingFor.map(waitingToken) };
    await tx.approvals.put(waiting);
    return waiting;
  }
  const ended: ApprovalRecord = { ...approval, state: progress.status, decisions, waitingFor: [] };
  await tx.approvals.put(ended);
  if (progress.status === 'rejected') await noteRejection(tx, ended, now);
  else await issueApproved(context, tx, ended, now);
  return ended;
}

async function issueApproved(context: AdapterContext, tx: StoreTransaction, approval: ApprovalRecord, now: Date): Promise<void> {
  const attestations: readonly PermitAttestation[] = approval.decisions
    .filter(({ attested }) => attested)
    .map(({ person, time }) => ({ person, role: 'approver', time }));
  const permit = await grantPermit(
    context,
    approval.request,
    {
      sealEpoch: approval.sealEpoch,
      grantId: approval.grantId,
      attestedBy: [{ person: approval.requestedBy, role: 'requester', time: approval.requestedAt }, ...attestations],
      approvals: approval.decisions.map(({ person, time, assertion }) => ({
        person,
        time,
        decision: 'approved' as const,
        ...(assertion === undefined ? {} : { assertion }),
      })),
      lifetimeMs: context.policy.approvedPermitLifetimeMs,
    },
    now,
  );
  await tx.permits.add(permit);
  await noteIssued(tx, permit, now);
}

/** A request that was rejected is a refused attempt of whoever asked, in the use log of the seal. */
async function noteRejection(tx: StoreTransaction, approval: ApprovalRecord, now: Date): Promise<void> {
  const { request } = approval;
  await recordRefusal(tx, {
    tenant: approval.tenant,
    personId: approval.requestedBy,
    stage: 'permit',
    refusal: 'APPROVAL_REJECTED',
    time: now,
    envelope: (await tx.envelopes.find(approval.tenant, approval.envelopeId)) ?? null,
    seal: { number: approval.sealNumber, version: request.seal?.version ?? null },
    pages: pagesOf(request.placements),
    originalDigest: request.document.digest,
    permit: { id: approval.permitId, digest: null },
  });
}

interface TakenDecision {
  readonly request: ApprovalDecisionRequest;
  readonly assertion: PasskeyAssertion | undefined;
}

async function noteDecision(
  tx: StoreTransaction,
  approval: ApprovalRecord,
  principal: Principal,
  { request: { decision, comment, attestation }, assertion }: TakenDecision,
  now: Date,
): Promise<AuditEventRecord> {
  return appendEvent(tx, {
    tenant: approval.tenant,
    envelopeId: approval.envelopeId,
    sealNumber: approval.sealNumber,
    type: 'approval-decided',
    time: now,
    actor: principal.personId,
    body: {
      approvalId: approval.id,
      permitId: approval.permitId,
      request: approval.requestDigest,
      decision,
      comment,
      attested: attestation !== null,
      ...(assertion === undefined ? {} : { countersignature: await digestOfJson({ ...assertion }) }),
    },
  });
}

function decisionRecord(
  person: PersonRecord,
  organisationId: string,
  { request, assertion }: TakenDecision,
  event: AuditEventRecord,
): ApprovalDecisionRecord {
  return {
    person: person.id,
    roles: rolesAt(person, organisationId),
    decision: request.decision,
    comment: request.comment,
    time: event.time,
    attested: request.attestation !== null,
    ...(assertion === undefined ? {} : { assertion }),
    event: event.digest,
    eventId: event.id,
  };
}

async function refuseDecision(
  tx: StoreTransaction,
  approval: ApprovalRecord,
  principal: Principal,
  code: ProblemCode,
  now: Date,
): Promise<Refused> {
  const event = await appendEvent(tx, {
    tenant: approval.tenant,
    envelopeId: approval.envelopeId,
    sealNumber: approval.sealNumber,
    type: 'approval-refused',
    time: now,
    actor: principal.personId,
    body: { approvalId: approval.id, permitId: approval.permitId, request: approval.requestDigest, refusal: code },
  });
  return new Refused(new AdapterError(code, { eventId: event.id }));
}
