import { approvalProgress, describes } from '@sealkit/core/seal';
import type { ApprovalRecord, PersonRecord } from '../storage/records.ts';

/** Whether a request waits for the decision of this person now. Pure. */
export function isWaitedFor(approval: ApprovalRecord, person: PersonRecord): boolean {
  const progress = approvalProgress(approval.tier, approval.decisions);
  if (approval.state !== 'pending' || progress.status !== 'pending') return false;
  return progress.waitingFor.some((approver) => describes(approver, { person: person.id, roles: person.roles }));
}
