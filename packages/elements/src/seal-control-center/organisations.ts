import type { NamedOrganisation } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SealClient } from '../client/seal-client.ts';

/** The organisations that seals may belong to, read once when they are first needed. */
export class Organisations implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #client: () => SealClient | null;
  #readFrom: SealClient | null = null;

  list: readonly NamedOrganisation[] = [];

  constructor(host: ReactiveControllerHost, client: () => SealClient | null) {
    this.#host = host;
    this.#client = client;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#readFrom = null;
  }

  need(): void {
    const client = this.#client();
    if (!client || client === this.#readFrom) return;
    this.#readFrom = client;
    void this.#read(client);
  }

  async #read(client: SealClient): Promise<void> {
    try {
      this.list = (await client.organisations()).organisations;
    } catch {
      // The provider has told of the failure; the person's own organisation can still be chosen, and the next need asks again.
      this.list = [];
      this.#readFrom = null;
    }
    this.#host.requestUpdate();
  }
}
