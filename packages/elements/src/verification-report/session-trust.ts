import type { SessionView } from '@sealkit/core/protocol';
import type { CertificateSummary } from '@sealkit/core/validation';
import { html, nothing, type ReactiveElement, type TemplateResult } from 'lit';
import type { VerificationController } from '../controllers/verification-controller.ts';
import { icon } from '../foundation/icons.ts';
import type { ReportWords } from './report-words.ts';
import { certificateName } from './certificate-name.ts';
import { isTypedRight, trustForm, type TrustDraft } from './trust-form.ts';
import { SealBeforeTrustChangeEvent, SealTrustChangeEvent } from './verification-report.events.ts';

export interface SessionTrustParts {
  readonly verification: VerificationController;
  readonly session: () => SessionView | null;
  /** The person changed what is trusted: the file is verified again, and the focus goes with it. */
  readonly changed: () => void;
  /** Another person is here: the file is verified again without what the one before trusted. */
  readonly ended: () => void;
}

/** Trust in a certificate by its fingerprint, for this session and this person: the form, the notes, and its end. */
export class SessionTrust {
  readonly #host: ReactiveElement;
  readonly #parts: SessionTrustParts;
  #draft: TrustDraft | null = null;
  #person: string | undefined;

  constructor(host: ReactiveElement, parts: SessionTrustParts) {
    this.#host = host;
    this.#parts = parts;
  }

  get asking(): boolean {
    return this.#draft !== null;
  }

  start(certificate: CertificateSummary): void {
    this.#set({ certificate, typed: '', tried: false });
    this.#focusOnce('.trust .typed');
  }

  /** Puts the form away; what is trusted stays. */
  dismiss(): void {
    this.#set(null);
  }

  /** Trust by fingerprint is one person's: it ends when another one is here. */
  followPerson(): void {
    const { verification, ended } = this.#parts;
    const session = this.#parts.session();
    if (!session) return;
    const person = JSON.stringify([session.tenant, session.organisation.id, session.person.id]);
    const before = this.#person;
    this.#person = person;
    if (before === undefined || before === person) return;
    this.#draft = null;
    const anchors = verification.sessionAnchors;
    if (anchors.length === 0) return;
    for (const anchor of anchors) {
      verification.distrust(anchor);
      this.#host.dispatchEvent(new SealTrustChangeEvent(anchor, false));
    }
    ended();
  }

  renderForm(shown: ReportWords): TemplateResult | typeof nothing {
    const draft = this.#draft;
    if (!draft) return nothing;
    return trustForm(draft, shown, {
      change: (typed) => this.#set({ ...draft, typed }),
      confirm: (event) => this.#confirm(event, draft),
      cancel: () => this.#cancel(),
    });
  }

  /** Whom the person trusts by fingerprint, and the way back from it. */
  renderNotes({ words }: ReportWords): readonly TemplateResult[] {
    return this.#parts.verification.sessionAnchors.map(
      (anchor) =>
        html`<div class="note warn session-trust">
          ${icon('warning')}
          <div class="grow">
            <p><b>${words.parts('sessionTrusted', { name: html`<bdi>${certificateName(anchor)}</bdi>` })}</b></p>
            <p>${words.text('sessionNote')}</p>
          </div>
          <button type="button" class="button compact" @click=${() => this.#stop(anchor)}>${words.text('stopTrusting')}</button>
        </div>`,
    );
  }

  #confirm(event: Event, draft: TrustDraft): void {
    event.preventDefault();
    if (!isTypedRight(draft)) {
      this.#set({ ...draft, tried: true });
      return;
    }
    if (!this.#host.dispatchEvent(new SealBeforeTrustChangeEvent(draft.certificate))) return;
    this.#parts.verification.trust(draft.certificate);
    this.#host.dispatchEvent(new SealTrustChangeEvent(draft.certificate, true));
    this.#parts.changed();
  }

  #cancel(): void {
    this.#set(null);
    this.#focusOnce('.compare');
  }

  #stop(certificate: CertificateSummary): void {
    this.#parts.verification.distrust(certificate);
    this.#host.dispatchEvent(new SealTrustChangeEvent(certificate, false));
    this.#parts.changed();
  }

  #set(draft: TrustDraft | null): void {
    this.#draft = draft;
    this.#host.requestUpdate();
  }

  #focusOnce(selector: string): void {
    void this.#host.updateComplete.then(() => this.#host.shadowRoot?.querySelector<HTMLElement>(selector)?.focus());
  }
}
