import type { ApprovalResult } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { composeActReceipt } from '../audit/act-receipt.ts';
import { appendEvent } from '../audit/audit-event.ts';
import { keepPersonalValue } from '../audit/personal-values/personal-value.ts';
import { assertAuthorized } from '../authorization.ts';
import type { ApprovalRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { presentApproval } from './approval-view.ts';
import { findApproval } from './list-approvals.ts';

/** Takes a request back; only whoever made it can, and only while it waits. */
export async function withdrawApproval(
  context: AdapterContext,
  principal: Principal,
  id: string,
  request: { readonly reason: string },
  finish: (tx: StoreTransaction, result: ApprovalResult) => Promise<void>,
): Promise<ApprovalResult> {
  await assertAuthorized(context, principal, 'permit.request', { type: 'permit', id });
  const now = context.clock.now();
  return context.store.transaction(async (tx) => {
    const approval = await findApproval(tx, principal.tenant, id);
    if (approval.requestedBy !== principal.personId) throw new AdapterError('APPROVAL_NOT_FOUND');
    if (approval.state !== 'pending') throw new AdapterError('APPROVAL_CLOSED');
    const withdrawn: ApprovalRecord = { ...approval, state: 'withdrawn', waitingFor: [] };
    await tx.approvals.put(withdrawn);
    const reason = await keepPersonalValue(tx, principal, request.reason, now);
    const event = await appendEvent(tx, {
      tenant: approval.tenant,
      envelopeId: approval.envelopeId,
      sealNumber: approval.sealNumber,
      type: 'approval-withdrawn',
      time: now,
      actor: principal.personId,
      body: { approvalId: approval.id, permitId: approval.permitId, request: approval.requestDigest, reason },
    });
    const receipt = await composeActReceipt(context, 'approval-withdrawn', event, approval.request.document.digest);
    const result = { approval: await presentApproval(tx, principal, withdrawn, now), receipt };
    await finish(tx, result);
    return result;
  });
}
