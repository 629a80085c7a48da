import type { EventProofView, UseView } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SealClient } from '../client/seal-client.ts';
import type { VerdictName } from '../foundation/verdict-mark.ts';

/** What was checked of a proof, in the order of what it leads to. */
export type ProofCheckId = 'event-digest' | 'inclusion' | 'checkpoint' | 'witnesses' | 'timestamp' | 'consistency';

export interface ProofCheck {
  readonly id: ProofCheckId;
  readonly verdict: VerdictName;
  /** Digests, counts and times as text; never the only thing that tells. */
  readonly detail?: string;
}

/** Verifies a proof in this page; the host injects it with the keys that it trusts. */
export type ProofVerifier = (proof: EventProofView, use: UseView) => Promise<readonly ProofCheck[]>;

/** Where the proof of one row stands. */
export type ProofState =
  | { readonly status: 'asking' }
  | { readonly status: 'failed'; readonly error: unknown }
  /** The proof is there; `checks` is null where nothing in this page can verify it. */
  | { readonly status: 'there'; readonly proof: EventProofView; readonly checks: readonly ProofCheck[] | null };

export interface UseProofsParts {
  readonly client: () => SealClient | null;
  readonly verify: () => ProofVerifier | undefined;
}

/** Asks for the proofs of rows and has them verified, each on request. */
export class UseProofs implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #parts: UseProofsParts;
  #asking = new AbortController();
  #states: ReadonlyMap<string, ProofState> = new Map();

  constructor(host: ReactiveControllerHost, parts: UseProofsParts) {
    this.#host = host;
    this.#parts = parts;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.forget();
  }

  /** Where the proof of a row stands; undefined until it was asked for. */
  of(use: UseView): ProofState | undefined {
    return this.#states.get(use.id);
  }

  /** Drops every proof; they were another person's to see. */
  forget(): void {
    this.#asking.abort();
    this.#asking = new AbortController();
    this.#states = new Map();
  }

  async prove(use: UseView): Promise<void> {
    const client = this.#parts.client();
    if (!client || this.of(use)?.status === 'asking') return;
    const { signal } = this.#asking;
    this.#set(use, { status: 'asking' });
    try {
      const proof = await client.eventProof(use.eventId, { signal });
      const verify = this.#parts.verify();
      const checks = verify ? await verify(proof, use) : null;
      if (!signal.aborted) this.#set(use, { status: 'there', proof, checks });
    } catch (error) {
      if (!signal.aborted) this.#set(use, { status: 'failed', error });
    }
  }

  #set(use: UseView, state: ProofState): void {
    this.#states = new Map([...this.#states, [use.id, state]]);
    this.#host.requestUpdate();
  }
}
