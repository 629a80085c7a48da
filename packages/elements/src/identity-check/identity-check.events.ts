import type { IdentityVerificationView } from '@sealkit/core/protocol';
import { SealEvent } from '../foundation/seal-event.ts';

/** Where the check stands: what is shown now. */
export type IdentityStep = 'loading' | 'choose' | 'form' | 'pending' | 'passed' | 'failed';

/** Another step shows. */
export class SealIdentityStepEvent extends SealEvent {
  readonly from: IdentityStep;
  readonly to: IdentityStep;

  constructor(from: IdentityStep, to: IdentityStep) {
    super('seal-step-change');
    this.from = from;
    this.to = to;
  }
}

/** The subject is verified. What a host goes by is the verification that its server reads, never this event. */
export class SealIdentityVerifiedEvent extends SealEvent {
  readonly verificationId: string;
  readonly subject: IdentityVerificationView['subject'];
  readonly provider: string;
  readonly method: string;

  constructor({ id, subject, provider, method }: IdentityVerificationView) {
    super('seal-verified');
    this.verificationId = id;
    this.subject = subject;
    this.provider = provider;
    this.method = method;
  }
}

/** The subject is not verified, and why. */
export class SealIdentityFailedEvent extends SealEvent {
  readonly verificationId: string;
  readonly reason: string;

  constructor({ id, failure }: IdentityVerificationView) {
    super('seal-failed');
    this.verificationId = id;
    this.reason = failure ?? '';
  }
}

/** A person is to decide over the documents. */
export class SealManualReviewEvent extends SealEvent {
  readonly verificationId: string;

  constructor({ id }: IdentityVerificationView) {
    super('seal-manual-review');
    this.verificationId = id;
  }
}
