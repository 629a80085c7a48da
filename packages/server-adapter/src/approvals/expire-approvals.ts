import { appendEvent } from '../audit/audit-event.ts';
import type { ApprovalRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';

const BATCH = 100;

/** Ends requests that nobody decided in time; each end is an event. */
export async function expireOverdueApprovals(tx: StoreTransaction, tenant: string, now: Date): Promise<void> {
  for (const approval of await tx.approvals.listOverdue(tenant, now.toISOString(), BATCH)) await expireApproval(tx, approval, now, 'TIME');
}

/** Ends the requests that a seal or a person took along with a change: they can be granted no more, and wait for nobody. */
export async function expireApprovalsOf(
  tx: StoreTransaction,
  of: { readonly tenant: string; readonly sealNumber: string } | { readonly tenant: string; readonly requestedBy: string },
  now: Date,
  reason: 'SEAL_CHANGED' | 'PERSON_STOPPED',
): Promise<void> {
  for (;;) {
    const waiting = await tx.approvals.list({ ...of, state: 'pending', limit: BATCH });
    for (const approval of waiting) await expireApproval(tx, approval, now, reason);
    if (waiting.length < BATCH) return;
  }
}

/** Ends a request without a decision: its time is over, or what it asked for is there no more. */
export async function expireApproval(
  tx: StoreTransaction,
  approval: ApprovalRecord,
  now: Date,
  reason: 'TIME' | 'SEAL_CHANGED' | 'PERSON_STOPPED',
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
