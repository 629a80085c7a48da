import type { PermitApprovalPolicy } from '@sealkit/core/seal';
import type { UsePolicy } from '../adapter-config.ts';
import type { GrantRecord } from '../storage/records.ts';

/** What grant and deployment together ask of whoever approves; null where neither asks anything. Pure. */
export function approvalPolicyOf(
  { terms }: Pick<GrantRecord, 'terms'>,
  { approvalCountersignature }: Pick<UsePolicy, 'approvalCountersignature'>,
): PermitApprovalPolicy | null {
  const countersigned = terms.approval?.approverCountersigns ?? approvalCountersignature;
  return countersigned === null ? null : { countersigned };
}
