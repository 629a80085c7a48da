import type { SealList, SealQuery, SealView } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SealClient } from '../client/seal-client.ts';

/** Reads the list of seals one page at a time: of many thousand seals only those shown are read. */
export class SealPages implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #reading: AbortController | undefined;
  #client: SealClient | null = null;
  #query: SealQuery = {};
  /** Cursors of the pages up to the present one; the first has none. */
  #cursors: readonly (string | undefined)[] = [undefined];

  list: SealList | null = null;
  loading = false;
  error: unknown = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#reading?.abort();
  }

  /** Number of the page shown, from 1. */
  get page(): number {
    return this.#cursors.length;
  }

  async open(client: SealClient | null, query: SealQuery): Promise<void> {
    if (client !== this.#client) this.list = null;
    this.#client = client;
    this.#query = query;
    this.#cursors = [undefined];
    await this.refresh();
  }

  /** Drops what was read; it was another person's to see. */
  forget(): void {
    this.#reading?.abort();
    this.list = null;
    this.error = null;
  }

  async next(): Promise<void> {
    const cursor = this.list?.nextCursor;
    if (cursor === null || cursor === undefined) return;
    this.#cursors = [...this.#cursors, cursor];
    await this.refresh();
  }

  async previous(): Promise<void> {
    if (this.page === 1) return;
    this.#cursors = this.#cursors.slice(0, -1);
    await this.refresh();
  }

  /** A seal as the server answered it after an act. */
  replace(seal: SealView): void {
    if (!this.list) return;
    this.list = { ...this.list, seals: this.list.seals.map((known) => (known.number === seal.number ? seal : known)) };
    this.#host.requestUpdate();
  }

  /** Reads the present page again; what is shown stays until the answer is there. */
  async refresh(): Promise<void> {
    const client = this.#client;
    this.#reading?.abort();
    if (!client) return;
    const reading = new AbortController();
    this.#reading = reading;
    this.loading = true;
    this.#host.requestUpdate();
    const cursor = this.#cursors.at(-1);
    try {
      const list = await client.seals({ ...this.#query, ...(cursor === undefined ? {} : { cursor }) }, { signal: reading.signal });
      if (reading.signal.aborted) return;
      this.list = list;
      this.error = null;
    } catch (error) {
      if (reading.signal.aborted) return;
      this.error = error;
    }
    this.loading = false;
    this.#host.requestUpdate();
  }
}
