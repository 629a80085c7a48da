import type { SealHistoryEntry, SealVersionView, SealView } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SealClient } from '../client/seal-client.ts';

/** Something read from the server for the open seal: null while it is on its way. */
export type Reading<Value> = { readonly value: Value | null; readonly error: unknown };

const NOT_READ: Reading<never> = { value: null, error: null };

interface History {
  readonly entries: readonly SealHistoryEntry[];
  readonly nextCursor: string | null;
}

/** The seal that is open: read once by its number, its versions and its history when they are looked at. */
export class OpenSeal implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #client: SealClient | null = null;
  #reading = new AbortController();
  #asked = new Set<'versions' | 'history'>();

  number: string | null = null;
  seal: Reading<SealView> = NOT_READ;
  versions: Reading<readonly SealVersionView[]> = NOT_READ;
  history: Reading<History> = NOT_READ;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#reading.abort();
  }

  /** Opens a seal, or none. What the list knows of it shows at once. */
  open(client: SealClient | null, number: string | null, known: SealView | undefined): void {
    this.#client = client;
    this.number = number;
    this.seal = { value: known ?? null, error: null };
    this.#forget();
    if (number !== null) void this.refresh();
    this.#host.requestUpdate();
  }

  /** The seal as the server answered it after an act: its versions and its history are read again. */
  replace(seal: SealView): void {
    if (seal.number !== this.number) return;
    this.seal = { value: seal, error: null };
    this.#forget();
    this.#host.requestUpdate();
  }

  async refresh(): Promise<void> {
    const { number } = this;
    const client = this.#client;
    if (!client || number === null) return;
    this.#forget();
    const { signal } = this.#reading;
    await this.#read(
      () => client.seal(number, { signal }),
      (reading) => (this.seal = reading.error === null ? reading : { ...this.seal, error: reading.error }),
      signal,
    );
  }

  /**
   * Reads the seal again and shows it where it changed.
   *
   * @throws {@link ClientError} as the client does; what is shown stays.
   */
  async lookForNew(signal: AbortSignal): Promise<void> {
    const { number } = this;
    const known = this.seal.value;
    if (!this.#client || number === null || !known) return;
    const seal = await this.#client.seal(number, { signal });
    if (this.seal.value === known && JSON.stringify(seal) !== JSON.stringify(known)) this.replace(seal);
  }

  /** Reads the versions whole unless they are known or on their way. */
  needVersions(): void {
    const [client, number] = this.#ask('versions');
    if (!client || number === null) return;
    const { signal } = this.#reading;
    const work = async (): Promise<readonly SealVersionView[]> => (await client.sealVersions(number, { signal })).versions;
    void this.#read(work, (reading) => (this.versions = reading), signal);
  }

  needHistory(): void {
    const [client, number] = this.#ask('history');
    if (!client || number === null) return;
    const { signal } = this.#reading;
    void this.#read(
      () => client.sealHistory(number, undefined, { signal }),
      (reading) => (this.history = reading),
      signal,
    );
  }

  /** The next page of the history, below what is shown. */
  async moreHistory(): Promise<void> {
    const { number } = this;
    const client = this.#client;
    const known = this.history.value;
    if (!client || number === null || !known || known.nextCursor === null) return;
    const { signal } = this.#reading;
    const cursor = known.nextCursor;
    const work = async (): Promise<History> => {
      const { entries, nextCursor } = await client.sealHistory(number, cursor, { signal });
      return { entries: [...known.entries, ...entries], nextCursor };
    };
    await this.#read(work, (reading) => (this.history = reading.value ? reading : { value: known, error: reading.error }), signal);
  }

  #ask(what: 'versions' | 'history'): readonly [SealClient | null, string | null] {
    if (this.#asked.has(what)) return [null, null];
    this.#asked.add(what);
    return [this.#client, this.number];
  }

  #forget(): void {
    this.#reading.abort();
    this.#reading = new AbortController();
    this.#asked.clear();
    this.versions = NOT_READ;
    this.history = NOT_READ;
  }

  async #read<Value>(work: () => Promise<Value>, take: (reading: Reading<Value>) => void, signal: AbortSignal): Promise<void> {
    try {
      const value = await work();
      if (signal.aborted) return;
      take({ value, error: null });
    } catch (error) {
      if (signal.aborted) return;
      take({ value: null, error });
    }
    this.#host.requestUpdate();
  }
}
