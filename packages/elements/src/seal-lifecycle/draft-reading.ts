import type { SealDraftView, SealView } from '@sealkit/core/protocol';
import type { SealState } from '@sealkit/core/seal';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SealClient } from '../client/seal-client.ts';

/** States in which the face is not made yet: what there is to look at is what was asked for. */
const ASKED: ReadonlySet<SealState> = new Set(['draft', 'pending-approval', 'approved']);

/** Reads what a seal's draft asks for, again with each new view of the seal. What was read stays shown until the next answer. */
export class DraftReading implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #reading: AbortController | null = null;
  #client: SealClient | null = null;
  #seal: SealView | null = null;

  value: SealDraftView | null = null;
  error: unknown = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#reading?.abort();
  }

  follow(client: SealClient | null, seal: SealView | null): void {
    if (client === this.#client && seal === this.#seal) return;
    const other = client !== this.#client || seal?.number !== this.#seal?.number;
    this.#client = client;
    this.#seal = seal;
    this.#reading?.abort();
    if (other) {
      this.value = null;
      this.error = null;
    }
    if (isAskedFor(seal)) void this.refresh();
  }

  async refresh(): Promise<void> {
    const client = this.#client;
    const number = this.#seal?.number;
    if (!client || number === undefined) return;
    const reading = new AbortController();
    this.#reading = reading;
    try {
      const draft = await client.sealDraft(number, { signal: reading.signal });
      if (reading.signal.aborted) return;
      this.value = draft;
      this.error = null;
    } catch (error) {
      if (reading.signal.aborted) return;
      this.value = null;
      this.error = error;
    }
    this.#host.requestUpdate();
  }
}

/** Whether the draft of the seal is what there is to look at. */
export function isAskedFor(seal: SealView | null): seal is SealView {
  return seal !== null && ASKED.has(seal.state);
}
