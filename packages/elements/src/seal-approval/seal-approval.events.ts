import type { ApprovalView } from '@sealkit/core/protocol';
import { SealEvent } from '../foundation/seal-event.ts';

export type SealDecision = 'approved' | 'rejected' | 'withdrawn';

/** A decision is about to be sent; `preventDefault()` stops it. */
export class SealBeforeDecisionEvent extends SealEvent {
  readonly approval: ApprovalView;
  readonly decision: SealDecision;
  readonly comment: string;

  constructor(approval: ApprovalView, decision: SealDecision, comment: string) {
    super('seal-before-decision', { cancelable: true });
    this.approval = approval;
    this.decision = decision;
    this.comment = comment;
  }
}

/** The server took the decision. The receipt is what proves it. */
export class SealDecisionEvent extends SealEvent {
  /** The request as it stands now; it may wait for further approvers. */
  readonly approval: ApprovalView;
  readonly decision: SealDecision;
  /** Compact JWS. */
  readonly receipt: string;

  constructor(approval: ApprovalView, decision: SealDecision, receipt: string) {
    super('seal-decision');
    this.approval = approval;
    this.decision = decision;
    this.receipt = receipt;
  }
}

/** Another request is open, or none. */
export class SealApprovalOpenEvent extends SealEvent {
  readonly approvalId: string | null;

  constructor(approvalId: string | null) {
    super('seal-approval-open');
    this.approvalId = approvalId;
  }
}
