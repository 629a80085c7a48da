import type { PermitView } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { expireOverdueApprovals } from '../approvals/expire-approvals.ts';
import { nameApprovers } from '../approvals/approver-names.ts';
import { assertAuthorized } from '../authorization.ts';
import type { ApprovalRecord, PermitRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { lookFirst } from '../storage/look-first.ts';

export function presentPermit(permit: PermitRecord, approval: PermitView['approval'] = null, now?: Date): PermitView {
  return {
    id: permit.id,
    status: statusOf(permit, now),
    permit: permit.compact,
    expires: permit.expiresAt,
    sealNumber: permit.sealNumber,
    sealVersion: permit.payload.seal?.version ?? null,
    approval,
  };
}

/** A permit that is none yet, or never became one. */
export async function presentPending(tx: StoreTransaction, approval: ApprovalRecord): Promise<PermitView> {
  return {
    id: approval.permitId,
    status: approval.state === 'pending' ? 'pending' : approval.state === 'expired' ? 'expired' : 'refused',
    permit: null,
    expires: null,
    sealNumber: approval.sealNumber,
    sealVersion: approval.request.seal?.version ?? null,
    approval: await presentApprovalOf(tx, approval),
  };
}

/** `GET /permits/{id}`: how the caller's own request stands. */
export async function readPermit(context: AdapterContext, principal: Principal, id: string): Promise<PermitView> {
  await assertAuthorized(context, principal, 'use.read', { type: 'permit', id });
  const { tenant, personId } = principal;
  const now = context.clock.now();
  return lookFirst(context.store, async (tx) => {
    await expireOverdueApprovals(tx, tenant, now);
    const approval = await tx.approvals.findByPermit(tenant, id);
    const permit = await tx.permits.find(tenant, id);
    // Somebody else's permit is not there for the caller.
    if ((permit?.personId ?? approval?.requestedBy) !== personId) throw new AdapterError('PERMIT_NOT_FOUND');
    if (permit !== undefined) {
      return presentPermit(permit, approval === undefined ? null : await presentApprovalOf(tx, approval), now);
    }
    if (approval === undefined) throw new AdapterError('PERMIT_NOT_FOUND');
    return presentPending(tx, approval);
  });
}

function statusOf(permit: PermitRecord, now: Date | undefined): PermitView['status'] {
  if (permit.usedBy !== null) return 'used';
  return now !== undefined && permit.expiresAt <= now.toISOString() ? 'expired' : 'issued';
}

async function presentApprovalOf(tx: StoreTransaction, approval: ApprovalRecord): Promise<NonNullable<PermitView['approval']>> {
  return {
    id: approval.id,
    waitingFor: await nameApprovers(tx, approval),
    expires: approval.expiresAt,
    comment: approval.decisions.find(({ decision }) => decision === 'rejected')?.comment ?? null,
  };
}
