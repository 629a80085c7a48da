import type { ApprovalQuery, ApprovalView } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SealClient } from '../client/seal-client.ts';

export type ApprovalBox = ApprovalQuery['box'];

/** Requests of one box, or one request by its id. An answer that a newer question has overtaken is dropped. */
export class ApprovalQueue implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #reading: AbortController | undefined;
  #again: (() => Promise<void>) | null = null;

  list: readonly ApprovalView[] | null = null;
  error: unknown = null;
  loading = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#reading?.abort();
  }

  async openBox(client: SealClient, query: ApprovalQuery): Promise<void> {
    this.list = null;
    this.#again = () => this.#read(async (signal) => (await client.approvals(query, { signal })).approvals);
    await this.refresh();
  }

  async openOne(client: SealClient, id: string): Promise<void> {
    this.list = null;
    this.#again = () => this.#read(async (signal) => [await client.approval(id, { signal })]);
    await this.refresh();
  }

  /** Reads the same again; what is shown stays until the answer is there. */
  async refresh(): Promise<void> {
    await this.#again?.();
  }

  /** A request as the server answered it after a decision. */
  replace(approval: ApprovalView): void {
    this.list = this.list?.map((known) => (known.id === approval.id ? approval : known)) ?? null;
    this.#host.requestUpdate();
  }

  async #read(work: (signal: AbortSignal) => Promise<readonly ApprovalView[]>): Promise<void> {
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    this.loading = true;
    this.#host.requestUpdate();
    try {
      const list = await work(reading.signal);
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
