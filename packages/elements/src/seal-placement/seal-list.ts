import type { SealView } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SealClient } from '../client/seal-client.ts';
import { readSealsToPlace } from '../client/seals-to-place.ts';
import type { SealContext } from '../foundation/context.ts';

export interface SealListHost extends ReactiveControllerHost {
  readonly context: SealContext | null;
  /** A list of the host's own; nothing is asked of the server then. */
  readonly seals: readonly SealView[] | undefined;
}

/** The company's seals: the host's list, else what the provider's server answers, read again after every act. */
export class SealList implements ReactiveController {
  readonly #host: SealListHost;
  #client: SealClient | null = null;
  #provider: EventTarget | null = null;
  #list: readonly SealView[] = [];
  #status: 'idle' | 'loading' | 'ready' | 'error' = 'idle';
  #abort: AbortController | undefined;

  constructor(host: SealListHost) {
    this.#host = host;
    host.addController(this);
  }

  get status(): 'idle' | 'loading' | 'ready' | 'error' {
    return this.#host.seals ? 'ready' : this.#status;
  }

  get seals(): readonly SealView[] {
    return this.#host.seals ?? this.#list;
  }

  hostUpdate(): void {
    const { context, seals } = this.#host;
    this.#listen(context?.element ?? null);
    const client = seals ? null : (context?.client ?? null);
    if (client === this.#client) return;
    this.#client = client;
    if (client) this.refresh();
  }

  hostDisconnected(): void {
    this.#listen(null);
    this.#abort?.abort();
    this.#client = null;
  }

  refresh(): void {
    const client = this.#client;
    if (!client) return;
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    if (this.#status !== 'ready') this.#status = 'loading';
    readSealsToPlace(client, { signal: abort.signal }).then(
      (seals) => this.#settle(abort.signal, 'ready', seals),
      () => this.#settle(abort.signal, 'error', this.#list),
    );
  }

  #settle(signal: AbortSignal, status: 'ready' | 'error', seals: readonly SealView[]): void {
    if (signal.aborted) return;
    this.#status = status;
    this.#list = seals;
    this.#host.requestUpdate();
  }

  #listen(provider: EventTarget | null): void {
    if (provider === this.#provider) return;
    // A receipt tells that something was done: a seal may be suspended now.
    this.#provider?.removeEventListener('seal-receipt', this.#acted);
    provider?.addEventListener('seal-receipt', this.#acted);
    this.#provider = provider;
  }

  readonly #acted = (): void => this.refresh();
}
