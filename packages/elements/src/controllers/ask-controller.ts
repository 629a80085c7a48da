import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { ClientError } from '../client/client-error.ts';
import type { ClientCallOptions } from '../client/seal-client.ts';

/**
 * Asks the server for one act at a time. A repeat after no answer came is the same request, by its key; after a refusal it is
 * a new one. What failed stays known until the next question.
 */
export class AskController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #key = crypto.randomUUID();

  busy = false;
  error: unknown = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.busy = false;
  }

  /** Whether the next question is the same request as the last, because no answer came to that. */
  get awaitsRepeat(): boolean {
    return this.error !== null && !isRefused(this.error);
  }

  /** The answer, or null when it failed or another question runs. */
  async ask<Answer>(work: (options: ClientCallOptions) => Promise<Answer>): Promise<Answer | null> {
    if (this.busy) return null;
    this.#set(true, null);
    try {
      const answer = await work({ idempotencyKey: this.#key });
      this.#key = crypto.randomUUID();
      this.#set(false, null);
      return answer;
    } catch (error) {
      if (isRefused(error)) this.#key = crypto.randomUUID();
      this.#set(false, error);
      return null;
    }
  }

  /** Another act is being prepared: what failed before is over. */
  forget(): void {
    this.#key = crypto.randomUUID();
    this.#set(this.busy, null);
  }

  #set(busy: boolean, error: unknown): void {
    this.busy = busy;
    this.error = error;
    this.#host.requestUpdate();
  }
}

/** The server said no: whatever is asked next is another request. */
function isRefused(error: unknown): boolean {
  return error instanceof ClientError && error.status >= 400 && error.status < 500 && !error.retryable;
}
