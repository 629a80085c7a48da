import { encodeBase64 } from '@sealkit/core/bytes';
import type { ApprovalRule, ApprovalView } from '@sealkit/core/protocol';
import { findApproverFault } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import { AdapterError } from '../adapter-error.ts';
import { findRequestedGrant } from '../grants/find-grant.ts';
import type { ApprovalRecord, EnvelopeRecord, PersonRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { isStopped } from '../register/acting-person.ts';
import { nameApprovers } from './approver-names.ts';
import { isWaitedFor } from './waited-for.ts';

/** How many requests for the same seal and document are looked through for one like this. */
const LIKE_REQUESTS_READ = 200;

/** A request for approval from the caller's place. */
export async function presentApproval(
  tx: StoreTransaction,
  principal: Principal,
  approval: ApprovalRecord,
  now: Date,
): Promise<ApprovalView> {
  const { tenant, request } = approval;
  const envelope = await tx.envelopes.find(tenant, approval.envelopeId);
  const seal = await tx.register.findSeal(tenant, approval.sealNumber);
  const version = await tx.register.findVersion(tenant, approval.sealNumber, request.seal?.version ?? 0);
  if (envelope === undefined || seal === undefined || version === undefined) throw new AdapterError('APPROVAL_NOT_FOUND');
  const caller = await tx.register.findPerson(tenant, principal.personId);
  return {
    id: approval.id,
    permitId: approval.permitId,
    status: approval.state,
    requester: await named(tx, tenant, approval.requestedBy),
    requestedAt: approval.requestedAt,
    expires: approval.expiresAt,
    reason: approval.reason,
    envelope: { id: envelope.id, name: envelope.name },
    documentClass: envelope.documentClass,
    amount: envelope.amount,
    document: envelope.document,
    frame: request.frame,
    seal: {
      number: seal.number,
      name: seal.name,
      version: version.version,
      face: { type: version.face.type, base64: encodeBase64(version.face.bytes) },
    },
    placements: request.placements,
    grantId: approval.grantId,
    mode: approval.tier.mode,
    waitingFor: await nameApprovers(tx, approval),
    decisions: await Promise.all(
      approval.decisions.map(async ({ person, decision, comment, time, attested, assertion }) => ({
        person: await named(tx, tenant, person),
        decision,
        comment,
        time,
        attested,
        countersigned: assertion !== undefined,
      })),
    ),
    requestDigest: approval.requestDigest,
    needsAttestation: approval.needsAttestation,
    countersigns: request.approvalPolicy?.countersigned ?? null,
    rules: await readRules(tx, approval, envelope, now),
    decide: presentDecide(approval, caller, seal.organisationId),
  };
}

function presentDecide(approval: ApprovalRecord, caller: PersonRecord | undefined, organisationId: string): ApprovalView['decide'] {
  if (caller === undefined) return { allowed: false, reason: 'PERSON_NOT_REGISTERED' };
  if (isStopped(caller)) return { allowed: false, reason: 'PERSON_STOPPED' };
  const decided = approval.decisions.map(({ person }) => person);
  const separation = findApproverFault(caller, { requester: approval.requestedBy, decided });
  if (separation !== null) return { allowed: false, reason: separation };
  if (approval.state !== 'pending') return { allowed: false, reason: 'APPROVAL_CLOSED' };
  return isWaitedFor(approval, caller, organisationId) ? { allowed: true } : { allowed: false, reason: 'APPROVAL_NOT_YOURS' };
}

/** What an approver is shown as checked, each looked at now. */
async function readRules(
  tx: StoreTransaction,
  approval: ApprovalRecord,
  envelope: EnvelopeRecord,
  now: Date,
): Promise<ApprovalView['rules']> {
  const seal = await tx.register.findSeal(approval.tenant, approval.sealNumber);
  const current = await tx.register.findCurrentVersion(approval.tenant, approval.sealNumber);
  const facts: Readonly<Record<ApprovalRule, boolean>> = {
    'grant-covers': !('obstacle' in (await findRequestedGrant(tx, approval, envelope, now))),
    'requester-is-not-approver': approval.decisions.every(({ person }) => person !== approval.requestedBy),
    'seal-active': seal?.state === 'active',
    'seal-version-current': current?.version === approval.request.seal?.version,
    'no-like-request': !(await hasLikeRequest(tx, approval, envelope)),
  };
  return (Object.keys(facts) as ApprovalRule[]).map((rule) => ({ rule, met: facts[rule] }));
}

/** Whether another request for this seal, waiting or approved, is about the same document, or the same class and amount. */
async function hasLikeRequest(tx: StoreTransaction, approval: ApprovalRecord, envelope: EnvelopeRecord): Promise<boolean> {
  const others = await tx.approvals.list({ tenant: approval.tenant, sealNumber: approval.sealNumber, limit: LIKE_REQUESTS_READ });
  for (const other of others) {
    if (other.id === approval.id || (other.state !== 'pending' && other.state !== 'approved')) continue;
    if (other.request.document.digest === approval.request.document.digest) return true;
    if (envelope.amount === null) continue;
    const its = await tx.envelopes.find(other.tenant, other.envelopeId);
    const sameAmount = its?.amount?.value === envelope.amount.value && its.amount.currency === envelope.amount.currency;
    if (sameAmount && its.documentClass === envelope.documentClass) return true;
  }
  return false;
}

async function named(tx: StoreTransaction, tenant: string, id: string): Promise<{ readonly id: string; readonly name: string }> {
  return { id, name: (await tx.register.findPerson(tenant, id))?.name ?? id };
}
