import type { AnomalyList, AnomalyView } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { ClientError } from '../client/client-error.ts';
import type { SealClient } from '../client/seal-client.ts';

/** What the server's rules found. Who may not read the use log is not told, and misses nothing that is theirs to know. */
export class Anomalies implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #client: SealClient | null = null;
  #reading: AbortController | undefined;

  list: AnomalyList | null = null;
  error: unknown = null;
  isOpen = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#reading?.abort();
  }

  async open(client: SealClient): Promise<void> {
    this.#client = client;
    this.list = null;
    this.isOpen = false;
    await this.refresh();
  }

  /** Reads again; what is shown stays until the answer is there. */
  async refresh(): Promise<void> {
    this.#reading?.abort();
    if (!this.#client) return;
    const reading = new AbortController();
    this.#reading = reading;
    try {
      const list = await this.#client.anomalies({}, { signal: reading.signal });
      if (reading.signal.aborted) return;
      this.list = list;
      this.error = null;
    } catch (error) {
      if (reading.signal.aborted) return;
      // 403: not this person's to read. 404: a server that has no rules yet.
      this.error = error instanceof ClientError && (error.status === 403 || error.status === 404) ? null : error;
    }
    this.#host.requestUpdate();
  }

  toggle(): void {
    this.isOpen = !this.isOpen;
    this.#host.requestUpdate();
  }

  /** Those of one organisation and of the log as a whole; without one, all. */
  of(organisationId: string | undefined): readonly AnomalyView[] {
    const found = this.list?.anomalies ?? [];
    return organisationId === undefined
      ? found
      : found.filter((anomaly) => anomaly.organisationId === null || anomaly.organisationId === organisationId);
  }
}
