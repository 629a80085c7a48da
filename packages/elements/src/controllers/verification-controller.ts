import { decodeBase64 } from '@sealkit/core/bytes';
import type { CertificateSummary, ValidationReport } from '@sealkit/core/validation';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { TrustAnchors } from '../foundation/context.ts';
import type { TaskRunner } from '../worker/task-runner.ts';
import type { OnlineAnswer } from '../worker/online-answers.ts';
import type { PolicyName } from '../worker/validation-tasks.ts';
import { failureCodeOf, type FailureCode } from './failure-code.ts';

/** What a file is verified against. */
export interface VerificationTerms {
  readonly tasks: TaskRunner;
  readonly policy: PolicyName;
  readonly trust: TrustAnchors;
  readonly time: Date;
}

/** Verifies files in this page and keeps what the person chose to trust for this session. A newer file ends the older one. */
export class VerificationController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #work: AbortController | undefined;

  file: Blob | null = null;
  report: ValidationReport | null = null;
  failure: FailureCode | null = null;
  busy = false;
  /** Certificates that the person trusts until the page is left. */
  sessionAnchors: readonly CertificateSummary[] = [];
  /** What services said of certificates in this file. */
  #answers: readonly OnlineAnswer[] = [];

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#work?.abort();
  }

  /** True when the report of this file stands; false when a newer question overtook it or it failed. */
  async verify(file: Blob, terms: VerificationTerms): Promise<boolean> {
    this.#work?.abort();
    const work = new AbortController();
    this.#work = work;
    if (file !== this.file) {
      this.report = null;
      this.#answers = [];
    }
    this.file = file;
    this.failure = null;
    this.busy = true;
    this.#host.requestUpdate();
    const trust = { ...terms.trust, signers: [...terms.trust.signers, ...this.sessionAnchors.map((anchor) => decodeBase64(anchor.der))] };
    const input = { document: file, policy: terms.policy, trust, validationTime: terms.time.toISOString(), answers: this.#answers };
    try {
      const report = await terms.tasks.run('validateFile', input, work.signal);
      if (work.signal.aborted) return false;
      this.report = report;
    } catch (error) {
      if (work.signal.aborted) return false;
      this.report = null;
      this.failure = failureCodeOf(error);
    }
    this.busy = false;
    this.#host.requestUpdate();
    return this.report !== null;
  }

  /** Takes what services said to what is known of this file; it counts from the next verification on. */
  learn(answers: readonly OnlineAnswer[]): void {
    this.#answers = [...this.#answers, ...answers];
  }

  /** Takes a signer's certificate as an anchor for this session. */
  trust(certificate: CertificateSummary): void {
    if (!this.sessionAnchors.some((anchor) => anchor.sha256 === certificate.sha256))
      this.sessionAnchors = [...this.sessionAnchors, certificate];
  }

  distrust(certificate: CertificateSummary): void {
    this.sessionAnchors = this.sessionAnchors.filter((anchor) => anchor.sha256 !== certificate.sha256);
  }

  /** The document as it was at the end of a revision. */
  async cut(revision: number, tasks: TaskRunner): Promise<Blob | null> {
    const { file } = this;
    if (!file) return null;
    const size = await tasks.run('measureRevision', { document: file, revision }, new AbortController().signal);
    return file.slice(0, size, 'application/pdf');
  }

  clear(): void {
    this.#work?.abort();
    this.#answers = [];
    this.file = null;
    this.report = null;
    this.failure = null;
    this.busy = false;
    this.#host.requestUpdate();
  }
}
