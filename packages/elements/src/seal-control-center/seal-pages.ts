import type { SealList, SealQuery, SealView } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SealClient } from '../client/seal-client.ts';

/** Seals that one answer of a server holds at most. */
const MOST = 200;

/** Reads the list of seals from its beginning, and on as far as somebody wants to see: cards and tables draw from the same list. */
export class SealPages implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #reading: AbortController | undefined;
  #client: SealClient | null = null;
  #query: SealQuery = {};

  list: SealList | null = null;
  /** What is shown is being read again; `readingOn` is about what comes below it. */
  loading = false;
  readingOn = false;
  error: unknown = null;
  /** Seals that came to the beginning of the list, or 0 where they stand in another order; null where all is as it is shown. */
  arrived: number | null = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#reading?.abort();
  }

  async open(client: SealClient | null, query: SealQuery): Promise<void> {
    if (client !== this.#client) this.list = null;
    this.#client = client;
    this.#query = query;
    await this.#read((ask) => ask({}));
  }

  /** Drops what was read; it was another person's to see. */
  forget(): void {
    this.#reading?.abort();
    this.list = null;
    this.error = null;
  }

  /** Reads on, below what is shown. Whoever reads on after a failure asks for it. */
  async more(): Promise<void> {
    const known = this.list;
    if (!known || known.nextCursor === null || this.loading || this.readingOn) return;
    const cursor = known.nextCursor;
    this.readingOn = true;
    await this.#read(async (ask) => joined(known, await ask({ cursor })));
  }

  /**
   * Looks whether the beginning of the list is still as it is shown. Seals that changed where they stand are brought up to date there.
   *
   * @throws {@link ClientError} as the client does; what is shown stays.
   */
  async lookForNew(signal: AbortSignal): Promise<void> {
    const known = this.list;
    if (!known || !this.#client || this.loading || this.readingOn) return;
    const first = await this.#client.seals(this.#query, { signal });
    if (this.list !== known || this.loading || this.readingOn) return;
    const numbers = known.seals.map(({ number }) => number);
    const asShown =
      first.seals.every(({ number }, at) => number === numbers[at]) && (first.nextCursor !== null || first.seals.length === numbers.length);
    // What came, went or changed its state below the beginning shows in the counts alone.
    const isKnown = asShown && JSON.stringify(first.counts) === JSON.stringify(known.counts);
    this.arrived = isKnown ? null : first.seals.filter(({ number }) => !numbers.includes(number)).length;
    if (asShown) this.list = { ...known, seals: [...first.seals, ...known.seals.slice(first.seals.length)] };
    this.#host.requestUpdate();
  }

  /** A seal as the server answered it after an act. */
  replace(seal: SealView): void {
    if (!this.list) return;
    this.list = { ...this.list, seals: this.list.seals.map((known) => (known.number === seal.number ? seal : known)) };
    this.#host.requestUpdate();
  }

  /** Reads all that is shown again; it stays until the answer is there. */
  async refresh(): Promise<void> {
    const shown = this.list?.seals.length ?? 0;
    const limit = Math.min(MOST, Math.max(this.#query.limit ?? 0, shown));
    await this.#read(async (ask) => {
      let list = await ask({ limit });
      while (list.seals.length < shown && list.nextCursor !== null) list = joined(list, await ask({ limit, cursor: list.nextCursor }));
      return list;
    });
  }

  async #read(work: (ask: (part: SealQuery) => Promise<SealList>) => Promise<SealList>): Promise<void> {
    const client = this.#client;
    this.#reading?.abort();
    if (!client) return;
    const reading = new AbortController();
    this.#reading = reading;
    this.loading = !this.readingOn;
    this.#host.requestUpdate();
    try {
      const list = await work((part) => client.seals({ ...this.#query, ...part }, { signal: reading.signal }));
      if (reading.signal.aborted) return;
      this.list = list;
      this.arrived = null;
      this.error = null;
    } catch (error) {
      if (reading.signal.aborted) return;
      this.error = error;
    } finally {
      // A newer question has its own state.
      if (this.#reading === reading) {
        this.loading = false;
        this.readingOn = false;
        this.#host.requestUpdate();
      }
    }
  }
}

/** A list and the page that follows; a seal that moved down meanwhile stands where it is now. */
function joined(list: SealList, next: SealList): SealList {
  const moved = new Set(next.seals.map(({ number }) => number));
  return { ...next, seals: [...list.seals.filter(({ number }) => !moved.has(number)), ...next.seals] };
}
