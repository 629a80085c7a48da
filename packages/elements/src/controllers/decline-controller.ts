import type { EnvelopeView } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SealClient } from '../client/seal-client.ts';
import { failureCodeOf, type FailureCode } from './failure-code.ts';
import { SigningStop } from './signing-stop.ts';

/** What a person declines: an envelope, by the digest of the document that was shown to them. */
export interface DeclineTerms {
  readonly client: SealClient;
  readonly envelopeId: string;
  readonly digest: string;
}

export interface DeclineState {
  readonly reason: string;
  readonly reasonMissing: boolean;
  readonly work: boolean;
  readonly failure: FailureCode | null;
  /** Null until the server has ended the envelope. */
  readonly done: { readonly envelope: EnvelopeView; readonly receipt: string } | null;
}

const WRITING: DeclineState = { reason: '', reasonMissing: false, work: false, failure: null, done: null };

/** Declines an envelope with a reason. Only the version that was shown is declined; where there is another one, nothing ends. */
export class DeclineController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #work: AbortController | undefined;
  #key = '';

  /** Null while nobody declines. */
  state: DeclineState | null = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.close();
  }

  open(): void {
    this.#key = crypto.randomUUID();
    this.#set(WRITING);
  }

  close(): void {
    this.#work?.abort();
    this.#set(null);
  }

  write(reason: string): void {
    if (this.state) this.#set({ ...this.state, reason, reasonMissing: false });
  }

  /** Nothing without a reason. A repeat after a failure is the same request. */
  async decline(terms: DeclineTerms): Promise<void> {
    const { state } = this;
    if (state === null || state.work) return;
    const reason = state.reason.trim();
    if (reason === '') {
      this.#set({ ...state, reasonMissing: true });
      return;
    }
    const work = new AbortController();
    this.#work = work;
    this.#set({ ...state, work: true, failure: null });
    const settle = (change: Partial<DeclineState>): void => {
      if (!work.signal.aborted && this.state) this.#set({ ...this.state, work: false, ...change });
    };
    try {
      settle({ done: await this.#ask(terms, reason, work.signal) });
    } catch (error) {
      settle({ failure: failureCodeOf(error) });
    }
  }

  async #ask({ client, envelopeId, digest }: DeclineTerms, reason: string, signal: AbortSignal) {
    const { versions } = await client.envelope(envelopeId, { signal });
    const seen = versions.find((version) => version.digest === digest);
    if (seen === undefined) throw new SigningStop('DOCUMENT_CHANGED', 'expected the document of the envelope');
    return client.declineEnvelope(envelopeId, { reason, version: seen.version }, { signal, idempotencyKey: this.#key });
  }

  #set(state: DeclineState | null): void {
    this.state = state;
    this.#host.requestUpdate();
  }
}
