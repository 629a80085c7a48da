import type { PermitRequest, PermitView } from '@sealkit/core/protocol';
import { approvalProgress, permitRequestDigest } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { appendEvent } from '../audit/audit-event.ts';
import { keepPersonalValue } from '../audit/personal-values/personal-value.ts';
import { newId } from '../new-id.ts';
import { presentPending } from '../permits/permit-view.ts';
import type { UseGrounds } from '../permits/use-grounds.ts';
import { Refused, unwrapRefusal } from '../refusal.ts';
import type { ApprovalRecord, RequestedPermit } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { approvalPolicyOf } from './approval-policy.ts';
import { waitingToken } from './approver-names.ts';

export interface ApprovalOpening {
  readonly request: PermitRequest;
  readonly requested: RequestedPermit;
  readonly now: Date;
  /** Judges the request as it stands in a transaction. */
  readonly judge: (tx: StoreTransaction) => Promise<UseGrounds | Refused>;
}

/** Lets a request for a permit wait for the approvals that its grant asks for. */
export async function openApproval(
  { store, policy }: AdapterContext,
  principal: Principal,
  { request, requested, judge, now }: ApprovalOpening,
  finish: (tx: StoreTransaction, view: PermitView) => Promise<void>,
): Promise<PermitView> {
  const requestDigest = await permitRequestDigest(requested);
  const outcome = await store.transaction(async (tx): Promise<PermitView | Refused> => {
    const grounds = await judge(tx);
    if (grounds instanceof Refused) return grounds;
    const { sealed } = grounds;
    // Between the two looks at the register the grant came to need none, or others: the caller asks once more.
    if (sealed === null || sealed.approval === null) throw new AdapterError('STORE_BUSY');
    const asked = approvalPolicyOf(sealed.grant, policy);
    if (asked?.countersigned !== requested.approvalPolicy?.countersigned) throw new AdapterError('STORE_BUSY');
    const progress = approvalProgress(sealed.approval, []);
    const approval: ApprovalRecord = {
      tenant: principal.tenant,
      id: newId(),
      permitId: requested.id,
      state: 'pending',
      envelopeId: requested.envelopeId,
      sealNumber: sealed.seal.number,
      sealEpoch: sealed.seal.epoch,
      grantId: sealed.grant.id,
      requestedBy: principal.personId,
      requestedAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + policy.approvalLifetimeMs).toISOString(),
      reason: await keepPersonalValue(tx, principal, request.reason ?? '', now),
      request: requested,
      requestDigest,
      tier: sealed.approval,
      needsAttestation: sealed.grant.terms.approval?.approverAttests ?? false,
      decisions: [],
      waitingFor: progress.status === 'pending' ? progress.waitingFor.map(waitingToken) : [],
    };
    await tx.approvals.put(approval);
    await appendEvent(tx, {
      tenant: approval.tenant,
      envelopeId: approval.envelopeId,
      sealNumber: approval.sealNumber,
      type: 'approval-requested',
      time: now,
      actor: principal.personId,
      body: {
        approvalId: approval.id,
        permitId: approval.permitId,
        request: requestDigest,
        sealVersion: sealed.version.version,
        grantId: sealed.grant.id,
        mode: approval.tier.mode,
        approvers: approval.tier.approvers.map(waitingToken),
        reason: approval.reason,
        expires: approval.expiresAt,
      },
    });
    const view = await presentPending(tx, approval);
    await finish(tx, view);
    return view;
  });
  return unwrapRefusal(outcome);
}
