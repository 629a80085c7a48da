import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ClientCallOptions, SealClient } from '../client/seal-client.ts';
import type { EvidenceFindings, EvidenceInput } from '../worker/evidence-findings.ts';
import type { TaskRunner } from '../worker/task-runner.ts';

/** What a package is verified against. */
export interface EvidenceTerms extends Omit<EvidenceInput, 'container' | 'validationTime'> {
  readonly tasks: TaskRunner;
  readonly time: Date;
  /** What must be there before findings can be shown. */
  readonly prepare: () => Promise<void>;
}

/** Gets evidence packages and verifies them in this page. A newer question ends the older one. */
export class EvidenceController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #work: AbortController | undefined;

  file: Blob | null = null;
  from: 'server' | 'file' = 'file';
  findings: EvidenceFindings | null = null;
  /** What is being done. */
  stage: 'making' | 'verifying' | null = null;
  /** What failed, and at what. */
  failure: { readonly at: 'making' | 'verifying'; readonly error: unknown } | null = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#work?.abort();
    this.stage = null;
  }

  /** Has the server make the package. True once it is here. */
  async make(client: SealClient, envelopeId: string, document: Blob | null, fileName: string): Promise<boolean> {
    const work = this.#begin('making');
    this.file = null;
    this.findings = null;
    const options: ClientCallOptions = { signal: work.signal };
    return this.#settle(work, 'making', async () => {
      const octets = await client.evidence(envelopeId, document ?? undefined, options);
      return () => {
        this.file = new File([octets], fileName, { type: octets.type });
        this.from = 'server';
      };
    });
  }

  /** True when the findings of this file stand; false when a newer question overtook it or it could not be done. */
  async verify(file: Blob, from: 'server' | 'file', { tasks, time, prepare, ...terms }: EvidenceTerms): Promise<boolean> {
    const work = this.#begin('verifying');
    if (file !== this.file) this.findings = null;
    this.file = file;
    this.from = from;
    return this.#settle(work, 'verifying', async () => {
      const input = { ...terms, container: file, validationTime: time.toISOString() };
      const [findings] = await Promise.all([tasks.run('checkEvidence', input, work.signal), prepare()]);
      return () => (this.findings = findings);
    });
  }

  clear(): void {
    this.#work?.abort();
    this.file = null;
    this.findings = null;
    this.stage = null;
    this.failure = null;
    this.#host.requestUpdate();
  }

  #begin(stage: 'making' | 'verifying'): AbortController {
    this.#work?.abort();
    this.#work = new AbortController();
    this.stage = stage;
    this.failure = null;
    this.#host.requestUpdate();
    return this.#work;
  }

  async #settle(work: AbortController, at: 'making' | 'verifying', run: () => Promise<() => void>): Promise<boolean> {
    try {
      const keep = await run();
      if (work.signal.aborted) return false;
      keep();
    } catch (error) {
      if (work.signal.aborted) return false;
      this.findings = null;
      this.failure = { at, error };
    }
    this.stage = null;
    this.#host.requestUpdate();
    return this.failure === null;
  }
}
