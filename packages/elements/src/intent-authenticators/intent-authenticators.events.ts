import type { AuthenticatorView } from '@sealkit/core/protocol';
import { SealEvent } from '../foundation/seal-event.ts';

/** The person has set up an authenticator, or removed one. */
export class SealAuthenticatorsChangeEvent extends SealEvent {
  /** Those that the person has now. */
  readonly authenticators: readonly AuthenticatorView[];

  constructor(authenticators: readonly AuthenticatorView[]) {
    super('seal-authenticators-change');
    this.authenticators = authenticators;
  }
}
