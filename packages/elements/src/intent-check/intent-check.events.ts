import type { IntentMethod } from '@sealkit/core/protocol';
import { SealEvent } from '../foundation/seal-event.ts';

/** Another way of confirming is chosen. */
export class SealMethodChangeEvent extends SealEvent {
  readonly method: IntentMethod;

  constructor(method: IntentMethod) {
    super('seal-method-change');
    this.method = method;
  }
}

/** A proof of intent was begun; where something is sent, it is on its way. */
export class SealChallengeSentEvent extends SealEvent {
  readonly method: IntentMethod;
  /** Where a code went, masked; null where nothing is sent. */
  readonly masked: string | null;
  readonly expiresAt: string;

  constructor(sent: { readonly method: IntentMethod; readonly sentTo: string | null; readonly expiresAt: string }) {
    super('seal-challenge-sent');
    this.method = sent.method;
    this.masked = sent.sentTo;
    this.expiresAt = sent.expiresAt;
  }
}

/** The server accepted what the person gave. A notice to the page: what proves it is the receipt of the act. */
export class SealVerifiedEvent extends SealEvent {
  readonly method: IntentMethod;

  constructor(method: IntentMethod) {
    super('seal-verified');
    this.method = method;
  }
}

/** What the person gave was refused, or nothing was given. */
export class SealFailedEvent extends SealEvent {
  readonly method: IntentMethod;
  /** Stable code of the refusal. */
  readonly code: string;
  /** Null where the server named none. */
  readonly attemptsLeft: number | null;

  constructor(failed: { readonly method: IntentMethod; readonly code: string; readonly triesLeft: number | null }) {
    super('seal-failed');
    this.method = failed.method;
    this.code = failed.code;
    this.attemptsLeft = failed.triesLeft;
  }
}

/** Too many wrong codes: the account's are taken no more for a while. */
export class SealLockedEvent extends SealEvent {
  constructor() {
    super('seal-locked');
  }
}
