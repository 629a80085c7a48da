import { SealEvent } from '../foundation/seal-event.ts';

/** A receipt passed through: compact JWS, signed by the server. Hosts check it; the event itself proves nothing. */
export class SealReceiptEvent extends SealEvent {
  readonly receipt: string;

  constructor(receipt: string) {
    super('seal-receipt');
    this.receipt = receipt;
  }
}

/** Something was refused or failed. `code` is stable. */
export class SealErrorEvent extends SealEvent {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly cause: unknown;

  constructor(error: { readonly code: string; readonly message: string; readonly retryable?: boolean }) {
    super('seal-error');
    this.code = error.code;
    this.message = error.message;
    this.retryable = error.retryable ?? false;
    this.cause = error;
  }
}

/** The server no longer accepts the session: the host signs the person in again and sets `session`. */
export class SealSessionExpiredEvent extends SealEvent {
  constructor() {
    super('seal-session-expired');
  }
}
