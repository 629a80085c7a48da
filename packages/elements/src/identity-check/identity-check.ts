import type { IdentitySubject, IdentityVerificationView } from '@sealkit/core/protocol';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { type HandedInDocument, IdentityController } from '../controllers/identity-controller.ts';
import { focusFault } from '../foundation/form-fields.ts';
import { formStyles } from '../foundation/form.styles.ts';
import { icon } from '../foundation/icons.ts';
import { LiveRegion } from '../foundation/live-region.ts';
import { codeNotice } from '../foundation/refusal-notice.ts';
import { REFUSALS } from '../foundation/refusals.messages.ts';
import { SealElement } from '../foundation/seal-element.ts';
import { SealErrorEvent } from '../seal-provider/seal-provider.events.ts';
import type { CertificateNames } from '../worker/certificate-name.ts';
import { choiceStep } from './choice-step.ts';
import { formStep } from './form-step.ts';
import {
  type IdentityStep,
  SealIdentityFailedEvent,
  SealIdentityStepEvent,
  SealIdentityVerifiedEvent,
  SealManualReviewEvent,
} from './identity-check.events.ts';
import { IDENTITY_MESSAGES } from './identity-check.messages.ts';
import { identityCheckStyles } from './identity-check.styles.ts';
import { choicesFor, type IdentityChoice } from './identity-choice.ts';
import {
  claimsOf,
  EMPTY_DRAFT,
  fieldFault,
  fieldsOf,
  type IdentityDraft,
  type IdentityField,
  type IdentityFieldFault,
  type IdentityKind,
} from './identity-form.ts';
import type { IdentityScene } from './identity-scene.ts';
import { failedStep, passedStep, pendingStep } from './result-step.ts';

/**
 * Has a person or a company verified: the way among those that the server offers, a form with checks at once, the provider's page or a
 * person's decision, the result, and the certificate of a person. What is written lives in memory until it is sent: no attribute,
 * no storage, no address holds a personal number. After a reload the server says where it stands.
 *
 * @fires seal-step-change - Another step shows.
 * @fires seal-verified - The subject is verified.
 * @fires seal-failed - The subject is not verified.
 * @fires seal-manual-review - A person is to decide over the documents.
 * @fires seal-error - Something was refused or failed.
 */
export class IdentityCheck extends SealElement {
  static override styles: CSSResultGroup = [SealElement.styles, formStyles, identityCheckStyles];

  /** Who is verified: the person, or the company. */
  @property() subject: 'person' | 'company' = 'person';
  /** Id of the person or the organisation in the register; those of the session when absent. */
  @property({ attribute: 'subject-id' }) subjectId: string | undefined = undefined;
  /** Where a provider's page sends the person back. */
  @property({ attribute: 'return-url' }) returnUrl: string | undefined = undefined;
  /** Keeps documents where a deciding person finds them; without it no way is offered in which people decide. */
  @property({ attribute: false }) keepDocuments: ((documents: readonly HandedInDocument[]) => Promise<void>) | undefined = undefined;

  @state() private choice: IdentityChoice | null = null;
  @state() private draft: IdentityDraft = EMPTY_DRAFT;
  /** Fields that the person has left or tried to send. */
  @state() private left: ReadonlySet<IdentityField> = new Set();
  @state() private focused: IdentityField | null = null;
  /** A verification that has ended is put aside: another one begins. */
  @state() private again = false;
  @state() private names: CertificateNames | null = null;

  private readonly words = this.bind(IDENTITY_MESSAGES);
  private readonly refusals = this.bind(REFUSALS);
  private readonly live = new LiveRegion(this);
  private readonly checking = new IdentityController(this, (verification) => this.#tell(verification));
  #openFor = '';
  #step: IdentityStep = 'loading';
  #failureTold: unknown = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#forget();
    this.#openFor = '';
  }

  /** What the provider's page gave the person to bring back, for a pending verification. */
  async continueWith(answer: string): Promise<void> {
    await this.checking.checkNow(answer);
  }

  /** Reads anew where the subject stands. */
  async refresh(): Promise<void> {
    const subject = this.#subject;
    const client = this.context?.client;
    if (!subject || !client) return;
    this.#forget();
    this.again = false;
    await this.checking.open({ client, subject });
  }

  override willUpdate(): void {
    const { client, session } = this.context ?? {};
    const subject = this.#subject;
    const key = client && session && subject ? [session.tenant, session.person.id, subject.kind, subject.id].join(' ') : '';
    if (key === this.#openFor) return;
    this.#openFor = key;
    if (key === '') this.checking.close();
    else void this.refresh();
  }

  override updated(_changed: PropertyValues<this>): void {
    const { failure } = this.checking.state;
    if (failure !== null && failure !== this.#failureTold) this.dispatchEvent(new SealErrorEvent(failure));
    this.#failureTold = failure;
    const step = this.#shownStep;
    if (step === this.#step) return;
    const from = this.#step;
    this.#step = step;
    this.dispatchEvent(new SealIdentityStepEvent(from, step));
    if (step === 'passed') void this.#readCertificate();
    // The first step that shows does not take the focus from the page.
    if (from !== 'loading') void this.updateComplete.then(() => this.shadowRoot?.querySelector<HTMLElement>('#title')?.focus());
  }

  override render(): TemplateResult {
    const { words } = this;
    const organisation = this.subject === 'company';
    return html`<section class="check" lang=${this.locale} aria-labelledby="title">
      <h2 id="title" tabindex="-1">${words.text(organisation ? 'titleOrganisation' : 'titlePerson')}</h2>
      ${this.#renderIntro()} ${this.#renderStep()} ${this.live.render()}
    </section>`;
  }

  get #subject(): IdentitySubject | null {
    const { session } = this.context ?? {};
    if (!session) return null;
    const kind = this.#kind;
    return { kind, id: this.subjectId ?? (kind === 'person' ? session.person.id : session.organisation.id) };
  }

  get #kind(): IdentityKind {
    return this.subject === 'company' ? 'organisation' : 'person';
  }

  get #scene(): IdentityScene {
    return { words: this.words, refusals: this.refusals, vocabulary: this.vocabulary, timeZone: this.timeZone };
  }

  get #shownStep(): IdentityStep {
    const { offered, verification } = this.checking.state;
    if (offered === null) return 'loading';
    if (verification?.state === 'pending') return 'pending';
    if (verification !== null && !this.again) return verification.state;
    return this.choice === null ? 'choose' : 'form';
  }

  /** The name under which the register has the subject, where the session knows it. */
  get #registeredName(): string | null {
    const { person, organisation } = this.context?.session ?? {};
    const registered = this.#kind === 'person' ? person : organisation;
    return registered !== undefined && registered.id === this.#subject?.id ? registered.name : null;
  }

  /** Whom it is about, where the name is known. */
  #renderIntro(): TemplateResult | typeof nothing {
    const name = this.#registeredName;
    if (name === null || this.#shownStep === 'passed') return nothing;
    return html`<p class="secondary">
      ${this.words.parts(this.#kind === 'person' ? 'introPerson' : 'introOrganisation', { name: html`<bdi>${name}</bdi>` })}
    </p>`;
  }

  #renderStep(): TemplateResult {
    const { words, vocabulary } = this;
    const { offered, verification, failure } = this.checking.state;
    if (!this.context?.client || !this.context.session)
      return html`<p class="note warn">${icon('warning')}<span>${words.text('notReady')}</span></p>`;
    if (offered === null)
      return failure === null
        ? html`<div role="status" aria-label=${vocabulary.text('loading')}><i class="skeleton row-block"></i></div>`
        : html`${this.#notice(words.text('failedRead'))}`;
    const scene = this.#scene;
    switch (this.#shownStep) {
      case 'loading':
      case 'choose':
        return choiceStep(
          {
            choices: choicesFor(offered, this.#kind),
            takesDocuments: this.keepDocuments !== undefined,
            choose: (choice) => this.#choose(choice),
          },
          scene,
        );
      case 'form':
        return this.#renderForm(scene);
      case 'pending':
        return verification
          ? html`${pendingStep(verification, scene, {
              decidedByPeople: offered.providers.find(({ name }) => name === verification.provider)?.decidedByPeople === true,
              checkNow: () => void this.checking.checkNow(),
            })}
            ${codeNotice(failure, { title: words.text('failedRead') }, scene)}`
          : html``;
      case 'passed':
        return verification ? this.#renderPassed(verification, scene) : html``;
      case 'failed':
        return verification ? failedStep(verification, scene, () => (this.again = true)) : html``;
    }
  }

  #renderForm(scene: IdentityScene): TemplateResult {
    const { choice, draft, focused } = this;
    if (choice === null) return html``;
    const { work, failure } = this.checking.state;
    return formStep(
      {
        kind: this.#kind,
        method: choice.method,
        fields: this.#fields,
        draft,
        faults: this.#faults(this.left),
        focused,
        busy: work !== null,
        failure,
        change: (change) => {
          this.draft = { ...draft, ...change };
          this.checking.change();
        },
        enter: (field) => (this.focused = field),
        leave: (field) => {
          this.focused = null;
          // A field that was only passed through is not scolded for being empty.
          if (field === 'documents' || this.draft[field] !== '') this.left = new Set([...this.left, field]);
        },
        send: () => void this.#send(choice),
        back: () => this.#forget(),
      },
      scene,
    );
  }

  #renderPassed(verification: IdentityVerificationView, scene: IdentityScene): TemplateResult {
    const { certificate: issued, work, failure } = this.checking.state;
    const { subject } = verification;
    return passedStep(verification, scene, {
      certificate: {
        own: subject.kind === 'person' && subject.id === this.context?.session?.person.id,
        names: this.names,
        issued,
        waits: work === 'certificate',
        failure,
        get: () => void this.#getCertificate(),
      },
      again: () => (this.again = true),
    });
  }

  #notice(title: string): TemplateResult | typeof nothing {
    const action = { label: this.vocabulary.text('retry'), icon: 'refresh', run: () => void this.refresh() } as const;
    return codeNotice(this.checking.state.failure, { title, action }, { refusals: this.refusals, vocabulary: this.vocabulary });
  }

  get #fields(): readonly IdentityField[] {
    return this.choice === null ? [] : fieldsOf(this.choice.method, this.choice.decidedByPeople);
  }

  #faults(of: ReadonlySet<IdentityField>): ReadonlyMap<IdentityField, IdentityFieldFault> {
    const now = this.context?.clock.now() ?? new Date(0);
    const found = this.#fields
      .filter((field) => of.has(field))
      .map((field) => [field, fieldFault(field, this.#kind, this.draft, now)] as const);
    return new Map(found.flatMap(([field, fault]) => (fault === null ? [] : [[field, fault] as const])));
  }

  /** Another name than the registered one is refused: it stands in its field from the beginning. */
  #choose(choice: IdentityChoice): void {
    this.draft = { ...EMPTY_DRAFT, name: this.#registeredName ?? '' };
    this.choice = choice;
  }

  async #send(choice: IdentityChoice): Promise<void> {
    const fields = this.#fields;
    this.left = new Set(fields);
    if (this.#faults(this.left).size > 0) {
      await this.updateComplete;
      focusFault(this.shadowRoot, '.identity-form');
      return;
    }
    const { documents } = this.draft;
    const taken = await this.checking.send({
      choice,
      claims: claimsOf(this.#kind, fields, this.draft),
      files: fields.includes('documents') ? documents : [],
      returnUrl: this.returnUrl,
      keepDocuments: this.keepDocuments,
    });
    if (!taken) {
      await this.updateComplete;
      focusFault(this.shadowRoot, '.identity-form');
      return;
    }
    this.#forget();
    this.again = false;
  }

  /** Nothing of what was written stays. */
  #forget(): void {
    this.choice = null;
    this.draft = EMPTY_DRAFT;
    this.left = new Set();
    this.focused = null;
    this.checking.change();
  }

  async #getCertificate(): Promise<void> {
    if (await this.checking.issueCertificate()) await this.#readCertificate();
  }

  /** The certificate that the register has for the person now: the session may have been read before it was issued. */
  async #readCertificate(): Promise<void> {
    const { client, session } = this.context ?? {};
    const { verification } = this.checking.state;
    if (!client || !session || verification?.subject.id !== session.person.id) return;
    const { certificates } = this.checking.state.certificate?.status === 'issued' ? await client.session() : session;
    const [leaf] = certificates ?? [];
    if (leaf === undefined) return;
    const { namesIn } = await import('../worker/certificate-name.ts');
    this.names = namesIn(leaf);
  }

  #tell(verification: IdentityVerificationView): void {
    const { words } = this;
    const { state: outcome } = verification;
    this.live.announce(words.text(outcome === 'pending' ? 'pendingTitle' : outcome === 'passed' ? 'passedTitle' : 'failedTitle'));
    if (outcome === 'passed') this.dispatchEvent(new SealIdentityVerifiedEvent(verification));
    else if (outcome === 'failed') this.dispatchEvent(new SealIdentityFailedEvent(verification));
    else if (this.checking.state.offered?.providers.find(({ name }) => name === verification.provider)?.decidedByPeople === true)
      this.dispatchEvent(new SealManualReviewEvent(verification));
  }
}
