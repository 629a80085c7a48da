import type { LitElement, TemplateResult } from 'lit';
import { readingReport, type ReadingTerms } from '../controllers/reading-progress.ts';
import type { SigningController } from '../controllers/signing-controller.ts';
import type { SigningRequest, SigningState } from '../controllers/signing-state.ts';
import { consentReport, consentStep, type ConsentText } from './consent-step.ts';
import { besideStep } from './dialog-steps.ts';
import type { DocumentView } from './document-view.ts';
import { NO_ANSWERS, type ReaderAnswers } from './reader-answers.ts';
import { asksForReading, readingObstacle } from './reading-note.ts';
import { readStep } from './read-step.ts';
import { SealConsentEvent, SealFieldsEvent } from './signing-dialog.events.ts';
import type { StepWords } from './step-words.ts';

export interface StepsBeforeParts {
  readonly signing: SigningController;
  readonly view: DocumentView;
  readonly terms: () => ReadingTerms;
  readonly consent: () => ConsentText | undefined;
  readonly shown: () => StepWords;
  readonly focus: (selector: string) => void;
}

/** The steps of the person's own before a permit is asked for: reading, the host's fields, consent. */
export class StepsBefore {
  readonly #host: LitElement;
  readonly #parts: StepsBeforeParts;
  answers: ReaderAnswers = NO_ANSWERS;
  #factsOpen = false;

  constructor(host: LitElement, parts: StepsBeforeParts) {
    this.#host = host;
    this.#parts = parts;
  }

  reset(): void {
    this.#factsOpen = false;
    this.#answer(NO_ANSWERS);
  }

  /** Which of them there are. */
  get present(): { readonly fields: boolean; readonly consent: boolean } {
    return { fields: this.#form !== null, consent: this.#parts.consent() !== undefined };
  }

  /** Whether another one follows. */
  get followed(): boolean {
    return besideStep(this.#parts.signing.state.step, this.present, 1) !== null;
  }

  /** What is still missing of the reading, in words. */
  get readFirst(): string | null {
    return readingObstacle(this.#parts.view.shown, this.#parts.shown());
  }

  /** Whether something was read of what is asked to be read. */
  get hasRead(): boolean {
    return asksForReading(this.#parts.terms()) && this.#parts.view.shown.progress.shown.size > 0;
  }

  renderReading(state: SigningState): TemplateResult {
    const { seen, reason, reasonMissing } = this.answers;
    const { view, signing, shown } = this.#parts;
    return readStep(state, {
      ...shown(),
      viewer: view.viewer,
      reading: view.shown,
      seen,
      onSeen: (seenNow) => this.#answer({ seen: seenNow }),
      factsOpen: this.#factsOpen,
      onFacts: (open) => this.#openFacts(open),
      reason: signing.needsReason ? reason : null,
      reasonMissing,
      onReason: (written) => this.#answer({ reason: written, reasonMissing: false }),
    });
  }

  renderConsent(): TemplateResult | null {
    const consent = this.#parts.consent();
    const onAgree = (agreed: boolean): void => this.#answer({ agreed });
    return consent ? consentStep(consent, { ...this.#parts.shown(), agreed: this.answers.agreed, onAgree }) : null;
  }

  back(): void {
    const { signing } = this.#parts;
    signing.showBefore(besideStep(signing.state.step, this.present, -1) ?? 'read');
  }

  /** To the next one, and after the last to the permit. */
  async next(): Promise<void> {
    const { signing, focus } = this.#parts;
    const { step } = signing.state;
    if (step === 'read' && signing.needsReason && this.answers.reason.trim() === '') {
      this.#answer({ reasonMissing: true });
      focus('.use-reason textarea');
      return;
    }
    if (step === 'fields' && !this.#areFieldsFilled()) return;
    const report = await this.#clientReport();
    const { consent } = report.clientReport ?? {};
    if (step === 'consent' && consent) this.#host.dispatchEvent(new SealConsentEvent(consent.digest, consent.locale));
    const after = besideStep(step, this.present, 1);
    if (after !== null) signing.showBefore(after);
    else await signing.prepare({ ...(signing.needsReason ? { reason: this.answers.reason.trim() } : {}), ...report });
  }

  get #form(): HTMLFormElement | null {
    return this.#host.querySelector<HTMLFormElement>(':scope > form[slot="fields"]');
  }

  #areFieldsFilled(): boolean {
    const form = this.#form;
    return form === null || (form.reportValidity() && this.#host.dispatchEvent(new SealFieldsEvent(new FormData(form))));
  }

  /** Only what was asked for is told. */
  async #clientReport(): Promise<Pick<SigningRequest, 'clientReport'>> {
    const reading = asksForReading(this.#parts.terms()) ? { reading: readingReport(this.#parts.view.shown.progress) } : {};
    const consent = this.#parts.consent();
    const agreed = consent && this.answers.agreed ? { consent: await consentReport(consent, this.#parts.shown().locale) } : {};
    const clientReport = { ...reading, ...agreed };
    return Object.keys(clientReport).length === 0 ? {} : { clientReport };
  }

  #openFacts(open: boolean): void {
    this.#factsOpen = open;
    this.#host.requestUpdate();
  }

  #answer(change: Partial<ReaderAnswers>): void {
    this.answers = { ...this.answers, ...change };
    this.#host.requestUpdate();
  }
}
