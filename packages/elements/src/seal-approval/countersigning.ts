import type { ApprovalView, IntentAnswer } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ClientCallOptions, SealClient } from '../client/seal-client.ts';
import { givePasskey, hasPasskeys } from '../controllers/passkey.ts';

/**
 * Asks the approver's passkey about a request. What it answered is kept until the server has taken or refused it: a repeat after no answer
 * came from the server is the same decision, for which nobody is asked twice.
 */
export class Countersigning implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #controller: AbortController | null = null;
  #kept: { readonly requestDigest: string; readonly answer: IntentAnswer } | null = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.forget();
  }

  /** Whether the device is asking the person now. */
  get waits(): boolean {
    return this.#controller !== null;
  }

  /** Whether this browser can do what is asked. */
  get possible(): boolean {
    return hasPasskeys();
  }

  /**
   * What the passkey answers to the digest of a request.
   *
   * @throws {@link PasskeyError}, {@link ClientError}
   */
  async give(client: SealClient, { id, requestDigest }: ApprovalView, options: ClientCallOptions): Promise<IntentAnswer> {
    if (this.#kept?.requestDigest === requestDigest) return this.#kept.answer;
    const controller = new AbortController();
    this.#set(controller);
    try {
      const { passkey } = await client.approvalCountersignature(id, { ...options, signal: controller.signal });
      const answer = await givePasskey(passkey, controller.signal);
      this.#kept = { requestDigest, answer };
      return answer;
    } finally {
      if (this.#controller === controller) this.#set(null);
    }
  }

  /** The answer is used up, or another request is open: whatever is asked ends. */
  forget(): void {
    this.#kept = null;
    this.#controller?.abort();
    if (this.#controller !== null) this.#set(null);
  }

  #set(controller: AbortController | null): void {
    this.#controller = controller;
    this.#host.requestUpdate();
  }
}
