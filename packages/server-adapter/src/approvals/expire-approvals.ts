import { appendEvent } from '../audit/audit-event.ts';
import type { ApprovalRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';

const BATCH = 100;

/** Ends requests that nobody decided in time; each end is an event. */
export async function expireOverdueApprovals(tx: StoreTransaction, tenant: string, now: Date): Promise<void> {
  for (const approval of await tx.approvals.listOverdue(tenant, now.toISOString(), BATCH)) await expireApproval(tx, approval, now, 'TIME');
}

/** Ends a request without a decision: its time is over, or the seal is another one than was asked for. */
export async function expireApproval(
  tx: StoreTransaction,
  approval: ApprovalRecord,
  now: Date,
  reason: 'TIME' | 'SEAL_CHANGED',
): Promise<void> {
  await tx.approvals.put({ ...approval, state: 'expired', waitingFor: [] });
  await appendEvent(tx, {
    tenant: approval.tenant,
    envelopeId: approval.envelopeId,
    sealNumber: approval.sealNumber,
    type: 'approval-expired',
    time: now,
    actor: 'server',
    body: { approvalId: approval.id, permitId: approval.permitId, request: approval.requestDigest, reason },
  });
}
