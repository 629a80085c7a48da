import type { PermitView } from '@sealkit/core/protocol';
import { ClientError } from '../client/client-error.ts';
import type { SealClient } from '../client/seal-client.ts';
import { waitFor } from '../client/transport.ts';
import { SigningStop } from './signing-stop.ts';

/** How often the server is asked whether a permit that waits is there. */
const POLL_MS = 5000;

/** Waits for a permit that approvers decide on. */
export class ApprovalWait {
  #wake: (() => void) | undefined;

  /** Asks at once. */
  checkNow(): void {
    this.#wake?.();
  }

  /** Asks for the permit until it is no longer pending. That no answer comes for a while does not end the wait. */
  async until(client: SealClient, first: PermitView, show: (permit: PermitView) => void, signal: AbortSignal): Promise<PermitView> {
    let permit = first;
    while (permit.status === 'pending') {
      show(permit);
      await this.#pause(signal);
      try {
        permit = await client.permit(permit.id, { signal });
      } catch (error) {
        if (!(error instanceof ClientError) || !error.retryable) throw error;
      }
    }
    return permit;
  }

  /** Some seconds, or until the person asks at once. */
  async #pause(signal: AbortSignal): Promise<void> {
    const ending = new AbortController();
    const timer = waitFor(POLL_MS, AbortSignal.any([signal, ending.signal]));
    const woken = new Promise<void>((resolve) => (this.#wake = resolve));
    try {
      await Promise.race([woken, timer]);
    } finally {
      this.#wake = undefined;
      ending.abort();
      // The timer that was not waited for ends with the reason of its signal.
      timer.catch(() => undefined);
    }
  }
}

/**
 * The compact permit.
 *
 * @throws {@link SigningStop} `PERMIT_REFUSED` with the approver's comment, `APPROVAL_EXPIRED`, `PERMIT_EXPIRED`, `PERMIT_USED`.
 */
export function assertIssued(permit: PermitView): string {
  if (permit.permit !== null) return permit.permit;
  const code = permit.status === 'expired' && permit.approval !== null ? 'APPROVAL_EXPIRED' : `PERMIT_${permit.status.toUpperCase()}`;
  const comment = permit.approval?.comment;
  throw new SigningStop(code, `expected an issued permit, got one that is ${permit.status}`, {
    // What was erased, or altered, is said by nobody.
    facts: { comment: typeof comment === 'string' ? comment : null },
  });
}
