import { displayedSize } from '@sealkit/core/pades';
import type { ApprovalView } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { failureCodeOf } from '../controllers/failure-code.ts';
import type { PageSize } from '../pdf-rendering/page-size.ts';
import type { TaskRunner } from '../worker/task-runner.ts';

/** What the approver's own page computed from the file at hand. */
export interface Attestation {
  readonly digest: string;
  readonly length: number;
  readonly frame: string;
}

/** The file of a request as far as it is known here. */
export type SeenState =
  /** The host gives none: the person brings it. */
  | { readonly status: 'none' }
  | { readonly status: 'loading' }
  | { readonly status: 'reading'; readonly name: string }
  /** The file of the request, by digest, length and frame. */
  | {
      readonly status: 'seen';
      readonly name: string;
      readonly document: Blob;
      readonly attestation: Attestation;
      readonly sizes: ReadonlyMap<number, PageSize>;
    }
  /** Another file. The digest is missing where the length alone tells. */
  | { readonly status: 'wrong'; readonly name: string; readonly length: number; readonly digest: string | null }
  /** The same octets, read into another structure than the requester's page read. */
  | { readonly status: 'frame-differs'; readonly name: string }
  | { readonly status: 'failed'; readonly name: string; readonly code: string };

export interface SeenParts {
  readonly tasks: () => TaskRunner;
  readonly load: () => ((approval: ApprovalView) => Promise<Blob | null>) | undefined;
}

/** Opens the file of a request and compares it with what the request names, in the worker. The file goes nowhere. */
export class SeenDocument implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #parts: SeenParts;
  #work: AbortController | undefined;
  #approval: ApprovalView | null = null;

  state: SeenState = { status: 'none' };

  constructor(host: ReactiveControllerHost, parts: SeenParts) {
    this.#host = host;
    this.#parts = parts;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#work?.abort();
  }

  /** Follows the request that is open: asks the host for its file, once. */
  async open(approval: ApprovalView | null): Promise<void> {
    this.#work?.abort();
    this.#approval = approval;
    this.#set({ status: 'none' });
    const load = this.#parts.load();
    if (!approval || !load) return;
    const work = new AbortController();
    this.#work = work;
    this.#set({ status: 'loading' });
    try {
      const document = await load(approval);
      if (work.signal.aborted) return;
      if (document === null) this.#set({ status: 'none' });
      else await this.take(document);
    } catch (error) {
      if (!work.signal.aborted) this.#set({ status: 'failed', name: approval.envelope.name, code: failureCodeOf(error).code });
    }
  }

  /** Takes a file for the open request, from the host or from the person. */
  async take(document: Blob): Promise<void> {
    const approval = this.#approval;
    if (!approval) return;
    this.#work?.abort();
    const work = new AbortController();
    this.#work = work;
    const name = document instanceof File ? document.name : approval.envelope.name;
    if (document.size !== approval.document.length) {
      this.#set({ status: 'wrong', name, length: document.size, digest: null });
      return;
    }
    this.#set({ status: 'reading', name });
    try {
      const pages = approval.placements.map(({ page }) => page);
      const reading = await this.#parts.tasks().run('readForSigning', { document, pages }, work.signal);
      if (work.signal.aborted) return;
      const { digest, length, frameDigest } = reading;
      if (digest !== approval.document.digest) this.#set({ status: 'wrong', name, length, digest });
      else if (frameDigest !== approval.frame) this.#set({ status: 'frame-differs', name });
      else {
        const sizes = new Map(reading.frame.pages.map((page) => [page.index, displayedSize(page)]));
        this.#set({ status: 'seen', name, document, attestation: { digest, length, frame: frameDigest }, sizes });
      }
    } catch (error) {
      if (!work.signal.aborted) this.#set({ status: 'failed', name, code: failureCodeOf(error).code });
    }
  }

  #set(state: SeenState): void {
    this.state = state;
    this.#host.requestUpdate();
  }
}
