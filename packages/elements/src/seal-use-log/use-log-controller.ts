import type { UseList, UseQuery, UseView } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SealClient } from '../client/seal-client.ts';

/** What is to be read: the log of one seal, or of all that the person may see. */
export interface UseLogSelection {
  readonly sealNumber: string | null;
  readonly query: UseQuery;
}

/** New rows above those that are shown. */
export interface Arrived {
  readonly count: number;
  /** There are more than one page holds. */
  readonly isMore: boolean;
  readonly list: UseList;
}

/** Reads the log page by page. An answer that a newer question has overtaken is dropped. */
export class UseLogController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #reading: AbortController | undefined;
  #client: SealClient | null = null;
  #selection: UseLogSelection = { sealNumber: null, query: {} };
  /** Cursors of the pages up to the present one; the first page has none. */
  #cursors: readonly (string | undefined)[] = [undefined];

  list: UseList | null = null;
  /** What came since the newest row that the reader knows; null where nothing did. */
  arrived: Arrived | null = null;
  #newest: string | null = null;
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

  /** Reads the first page of a selection. */
  async open(client: SealClient | null, selection: UseLogSelection): Promise<void> {
    this.#client = client;
    this.#selection = selection;
    this.#cursors = [undefined];
    this.arrived = null;
    this.#newest = null;
    await this.#read();
  }

  /** Drops what was read; it was another person's to see. */
  forget(): void {
    this.#reading?.abort();
    this.list = null;
    this.error = null;
  }

  /** Reads the present page again; rows shown stay until the answer is there. */
  async refresh(): Promise<void> {
    await this.#read();
  }

  /**
   * Looks for rows that came since. Rows of the first page that are shown and changed are brought up to date where they stand.
   *
   * @throws {@link ClientError} as the client does; what is shown stays.
   */
  async lookForNew(signal: AbortSignal): Promise<void> {
    const known = this.list;
    if (!known || this.loading) return;
    const list = await this.#ask(undefined, signal);
    if (!list || this.loading || this.list !== known) return;
    const at = list.uses.findIndex(({ id }) => id === this.#newest);
    const count = at < 0 ? list.uses.length : at;
    this.arrived = count === 0 ? null : { count, isMore: at < 0 && list.nextCursor !== null, list };
    if (count === 0 && this.page === 1) this.list = list;
    this.#host.requestUpdate();
  }

  /** Shows the first page with what is new on it. */
  showNew(): void {
    if (!this.arrived) return;
    this.#cursors = [undefined];
    this.#take(this.arrived.list);
    this.#host.requestUpdate();
  }

  async next(): Promise<void> {
    const cursor = this.list?.nextCursor;
    if (cursor === null || cursor === undefined) return;
    this.#cursors = [...this.#cursors, cursor];
    await this.#read();
  }

  async previous(): Promise<void> {
    if (this.page === 1) return;
    this.#cursors = this.#cursors.slice(0, -1);
    await this.#read();
  }

  /** Every row of the selection, page after page. For export. */
  async readAll(): Promise<readonly UseView[]> {
    const rows: UseView[] = [];
    let cursor: string | undefined;
    do {
      const list = await this.#ask(cursor, undefined);
      if (!list) break;
      rows.push(...list.uses);
      cursor = list.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return rows;
  }

  async #read(): Promise<void> {
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    this.loading = true;
    this.#host.requestUpdate();
    try {
      const list = await this.#ask(this.#cursors.at(-1), reading.signal);
      if (reading.signal.aborted) return;
      this.#take(list);
      this.error = null;
    } catch (error) {
      if (reading.signal.aborted) return;
      this.error = error;
    }
    this.loading = false;
    this.#host.requestUpdate();
  }

  /** The first page says what the reader knows of. */
  #take(list: UseList | null): void {
    this.list = list;
    if (this.page > 1) return;
    this.#newest = list?.uses[0]?.id ?? null;
    this.arrived = null;
  }

  async #ask(cursor: string | undefined, signal: AbortSignal | undefined): Promise<UseList | null> {
    const { sealNumber, query } = this.#selection;
    const asked: UseQuery = cursor === undefined ? query : { ...query, cursor };
    const options = signal ? { signal } : {};
    if (!this.#client) return null;
    return sealNumber === null ? this.#client.uses(asked, options) : this.#client.usesOfSeal(sealNumber, asked, options);
  }
}
