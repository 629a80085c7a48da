import type { CertificateStatusRequest } from '@sealkit/core/protocol';
import type { PathStep, ValidationReport } from '@sealkit/core/validation';
import { html, nothing, type ReactiveElement, type TemplateResult } from 'lit';
import type { SealClient } from '../client/seal-client.ts';
import { failureCodeOf } from '../controllers/failure-code.ts';
import type { VerificationController } from '../controllers/verification-controller.ts';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import { refusalWords } from '../foundation/refusal-words.ts';
import type { RefusalId } from '../foundation/refusals.messages.ts';
import type { OnlineAnswer } from '../worker/online-answers.ts';
import type { ReportWords } from './report-words.ts';

export interface OnlineStatusParts {
  readonly verification: VerificationController;
  /** Null without a server that could be asked. */
  readonly client: () => SealClient | null;
  readonly refusals: Words<RefusalId>;
  /** Answers came: the file is verified again, and the focus goes with it. */
  readonly answered: () => void;
}

const OPEN: ReadonlySet<string> = new Set(['missing', 'stale', 'unreliable']);

/**
 * The certificates whose status is not known well enough, those of time-stamps included, each once and with those above it. Only
 * paths that lead to an anchor count: a server asks about no others.
 */
export function openCertificates({ signatures }: Pick<ValidationReport, 'signatures'>): readonly CertificateStatusRequest[] {
  const open = new Map<string, CertificateStatusRequest>();
  const paths = signatures.flatMap(({ path, timestamps }) => [path, ...timestamps.map((stamp) => stamp.path)]);
  for (const path of paths)
    for (const [index, { certificate, status }] of path.entries()) {
      const [issuer, ...others] = path.slice(index + 1).map((step: PathStep) => step.certificate.der);
      if (issuer !== undefined && status !== null && OPEN.has(status.status) && !open.has(certificate.sha256))
        open.set(certificate.sha256, { certificate: certificate.der, issuer, others });
    }
  return [...open.values()];
}

interface Outcome {
  readonly asked: number;
  readonly answers: number;
  /** Codes of what failed, each once. */
  readonly failures: readonly string[];
}

/** Has the host's server ask the services of certificates, at the person's word, and says how that went. */
export class OnlineStatus {
  readonly #host: ReactiveElement;
  readonly #parts: OnlineStatusParts;
  #asking = false;
  #outcome: Outcome | null = null;

  constructor(host: ReactiveElement, parts: OnlineStatusParts) {
    this.#host = host;
    this.#parts = parts;
  }

  /** Another file is here: what was said of the one before goes. */
  dismiss(): void {
    this.#outcome = null;
  }

  /** The way to ask; nothing where nobody can be asked, or nothing is open. */
  renderButton(report: ValidationReport, { evidence }: ReportWords): TemplateResult | typeof nothing {
    if (this.#parts.client() === null || openCertificates(report).length === 0) return nothing;
    return html`<button
      type="button"
      class="button compact ask-online"
      aria-disabled=${this.#asking ? 'true' : 'false'}
      @click=${() => void this.ask(report)}
    >
      <span>${evidence.text(this.#asking ? 'askingOnline' : 'askOnline')}</span>
    </button>`;
  }

  /** What came of it. */
  renderNote({ evidence }: ReportWords): TemplateResult | typeof nothing {
    if (this.#outcome === null) return nothing;
    const { asked, answers, failures } = this.#outcome;
    const words = [
      evidence.text('askedOnline', { asked, answers }),
      ...failures.map((code) => {
        const { reason, next } = refusalWords(code, this.#parts.refusals);
        return `${reason} ${next}`.trim();
      }),
    ];
    return html`<div class="note ${failures.length > 0 || answers === 0 ? 'warn' : ''} asked-online" role="status">
      ${icon(failures.length > 0 || answers === 0 ? 'warning' : 'info')}<span>${words.join(' ')}</span>
    </div>`;
  }

  async ask(report: ValidationReport): Promise<void> {
    const client = this.#parts.client();
    const { verification } = this.#parts;
    const { file } = verification;
    if (client === null || this.#asking) return;
    this.#asking = true;
    this.#host.requestUpdate();
    const open = openCertificates(report);
    const found: OnlineAnswer[] = [];
    const failures = new Set<string>();
    for (const request of open) {
      const { certificate, issuer } = request;
      try {
        const { ocspResponse, crls, failures: services } = await client.certificateStatus(request);
        for (const { code } of services) failures.add(code);
        if (ocspResponse !== null || crls.length > 0) found.push({ certificate, issuer, ocspResponse, crls });
      } catch (error) {
        failures.add(failureCodeOf(error).code);
      }
    }
    this.#asking = false;
    this.#host.requestUpdate();
    // Another file came meanwhile: the answers are not about it.
    if (verification.file !== file) return;
    this.#outcome = { asked: open.length, answers: found.length, failures: [...failures] };
    if (found.length === 0) return;
    verification.learn(found);
    this.#parts.answered();
  }
}
