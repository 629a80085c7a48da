import type { ApprovalList, ApprovalQuery, ApprovalView } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SealClient } from '../client/seal-client.ts';

export type ApprovalBox = ApprovalQuery['box'];

/** Requests that are read at a time, and the most that one answer holds. */
const PAGE = 50;
const MOST = 200;

/** Requests of one box, or one request by its id. An answer that a newer question has overtaken is dropped. */
export class ApprovalQueue implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #reading: AbortController | undefined;
  #page: ((cursor: string | null, limit: number, signal: AbortSignal) => Promise<ApprovalList>) | null = null;

  list: readonly ApprovalView[] | null = null;
  /** Leads to older requests; null where all are shown. */
  nextCursor: string | null = null;
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
    this.#page = (cursor, limit, signal) => client.approvals({ ...query, limit, ...(cursor === null ? {} : { cursor }) }, { signal });
    await this.refresh();
  }

  async openOne(client: SealClient, id: string): Promise<void> {
    this.list = null;
    this.#page = async (_cursor, _limit, signal) => ({ approvals: [await client.approval(id, { signal })], nextCursor: null });
    await this.refresh();
  }

  /** Reads what is shown again, up to the most that one answer holds; it stays until the answer is there. */
  async refresh(): Promise<void> {
    const shown = Math.ceil((this.list?.length ?? 0) / PAGE) * PAGE;
    await this.#read(null, Math.min(MOST, Math.max(PAGE, shown)));
  }

  /** Reads on, below what is shown. */
  async more(): Promise<void> {
    if (this.nextCursor !== null && !this.loading) await this.#read(this.nextCursor, PAGE);
  }

  /** A request as the server answered it after a decision. */
  replace(approval: ApprovalView): void {
    this.list = this.list?.map((known) => (known.id === approval.id ? approval : known)) ?? null;
    this.#host.requestUpdate();
  }

  async #read(cursor: string | null, limit: number): Promise<void> {
    this.#reading?.abort();
    if (!this.#page) return;
    const reading = new AbortController();
    this.#reading = reading;
    this.loading = true;
    this.#host.requestUpdate();
    try {
      const { approvals, nextCursor } = await this.#page(cursor, limit, reading.signal);
      if (reading.signal.aborted) return;
      this.list = cursor === null ? approvals : [...(this.list ?? []), ...approvals];
      this.nextCursor = nextCursor;
      this.error = null;
    } catch (error) {
      if (reading.signal.aborted) return;
      this.error = error;
    }
    this.loading = false;
    this.#host.requestUpdate();
  }
}
