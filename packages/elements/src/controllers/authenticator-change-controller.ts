import { digestOfJson } from '@sealkit/core/crypto';
import type { Clock } from '@sealkit/core/ports';
import type { AuthenticatorActRequest, AuthenticatorActResult, AuthenticatorActView } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SealClient } from '../client/seal-client.ts';
import { AskController } from './ask-controller.ts';
import type { GivenIntent } from './given-intent.ts';
import type { IntentController } from './intent-controller.ts';
import { subjectOfChange } from './intent-state.ts';

/** Brings a change of what a person confirms with to the server, and has them confirm it with what they have. */
export class AuthenticatorChangeController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #intent: IntentController;
  readonly #done: (result: AuthenticatorActResult) => void;
  readonly #asking: AskController;

  /** The change that waits to be confirmed. */
  view: AuthenticatorActView | null = null;

  /** @param done told once the change was confirmed */
  constructor(host: ReactiveControllerHost, intent: IntentController, done: (result: AuthenticatorActResult) => void) {
    this.#host = host;
    this.#intent = intent;
    this.#done = done;
    this.#asking = new AskController(host);
    host.addController(this);
  }

  hostDisconnected(): void {
    this.view = null;
  }

  get busy(): boolean {
    return this.#asking.busy;
  }

  get error(): unknown {
    return this.#asking.error;
  }

  /** True once the change stands there to be confirmed. */
  async open(
    { client, clock }: { readonly client: SealClient; readonly clock: Clock },
    request: AuthenticatorActRequest,
  ): Promise<boolean> {
    const view = await this.#asking.ask((options) => client.beginAuthenticatorAct(request, options));
    if (view === null) return false;
    this.#set(view);
    const confirm = (given: GivenIntent): Promise<void> => this.#confirm(client, view, given);
    await this.#intent.open({ client, clock, subject: subjectOfChange(client, view), confirm, deviceOf: undefined });
    return true;
  }

  /** Forgets the change; the server ends it by itself. */
  cancel(): void {
    this.#intent.close();
    this.#asking.forget();
    this.#set(null);
  }

  async #confirm(client: SealClient, { id, act }: AuthenticatorActView, { intentId, answer }: GivenIntent): Promise<void> {
    // Of what was shown, not of what the server calls it.
    const shownDigest = await digestOfJson({ ...act });
    const result = await client.confirmAuthenticatorAct(id, { proof: { intentId, shownDigest, answer } });
    this.#intent.close();
    this.#set(null);
    this.#done(result);
  }

  #set(view: AuthenticatorActView | null): void {
    this.view = view;
    this.#host.requestUpdate();
  }
}
