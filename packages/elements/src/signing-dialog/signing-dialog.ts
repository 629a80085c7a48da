import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { DeviceOf } from '../controllers/intent-controller.ts';
import type { ReadingTerms } from '../controllers/reading-progress.ts';
import { SigningController, type SigningEnvironment } from '../controllers/signing-controller.ts';
import type { SigningState, SigningStep } from '../controllers/signing-state.ts';
import { indexedDbSigningStore, type SigningRecord, type SigningStore } from '../controllers/signing-store.ts';
import type { PagesInSight } from '../document-viewer/page-layout.ts';
import { saveFile, signedFileName } from '../foundation/file-saving.ts';
import { icon } from '../foundation/icons.ts';
import { LiveRegion } from '../foundation/live-region.ts';
import { shippedLocale } from '../foundation/messages.ts';
import { refusalWords } from '../foundation/refusal-words.ts';
import { REFUSALS } from '../foundation/refusals.messages.ts';
import { SealElement } from '../foundation/seal-element.ts';
import { INTENT_MESSAGES } from '../intent-check/intent-check.messages.ts';
import { intentStyles } from '../intent-check/intent.styles.ts';
import { createTaskRunner, type TaskRunner } from '../worker/task-runner.ts';
import { actSentenceStyles } from './act-sentence.styles.ts';
import { approvalStep } from './approval-step.ts';
import { confirmStep } from './confirm-step.ts';
import type { ConsentText } from './consent-step.ts';
import { DialogDecline } from './dialog-decline.ts';
import { dialogFailure } from './dialog-failure.ts';
import { dialogHead } from './dialog-head.ts';
import { dialogFoot } from './dialog-foot.ts';
import { DialogLeaving } from './dialog-leaving.ts';
import { DialogIntent } from './dialog-intent.ts';
import { stepsOf, titleId } from './dialog-steps.ts';
import { DocumentView } from './document-view.ts';
import { gateStyles } from './gate.styles.ts';
import { PlaceCrop } from './place-crop.ts';
import { intentStep } from './intent-step.ts';
import { KeptSignings } from './kept-signings.ts';
import { losesOnClose } from './leave-notice.ts';
import { resultStep } from './result-step.ts';
import { SealBeforeSignEvent, SealCancelEvent, SealSigningEvent, SealVerifyEvent } from './signing-dialog.events.ts';
import { DIALOG_MESSAGES } from './signing-dialog.messages.ts';
import { signingDialogStyles } from './signing-dialog.styles.ts';
import { requestOfOrder, type SigningOrder } from './signing-order.ts';
import { SigningTime } from './signing-time.ts';
import { StepsBefore } from './steps-before.ts';
import type { StepWords } from './step-words.ts';
import { eventsOfChange } from './tell-signing.ts';

const EMPTY_TRUST = { signers: [], sealMakers: [], registers: [], timestampAuthorities: [] };

/**
 * The way of a signer: read, the host's own fields, a text to agree to, confirm, receipt; where the permit asks for more than the
 * session's word, a step in which the person gives it. The document stays in the page; what the server is going to write is computed
 * here too, and the result is validated before it is offered.
 *
 * @fires seal-ready - The document is read.
 * @fires seal-read-progress - Another page was shown to its end, or another second of reading went by; where reading is asked for.
 * @fires seal-step-change - Another step shows.
 * @fires seal-fields - The form in slot `fields` is filled in and valid; cancelable.
 * @fires seal-consent - The person agreed to the text of consent.
 * @fires seal-waiting - The permit waits for approvals; the signing is kept and goes on by itself.
 * @fires seal-before-sign - Before the confirmation goes out; cancelable.
 * @fires seal-signing - The confirmation went out.
 * @fires seal-method-change - Another way of confirming is chosen.
 * @fires seal-challenge-sent - A proof of intent was begun; a code, if any, is on its way.
 * @fires seal-verified - The server accepted what the person gave.
 * @fires seal-failed - What the person gave was refused, or nothing was given.
 * @fires seal-locked - Codes of this account are taken no more for a while.
 * @fires seal-time-warning - The time of the session or of the act ends soon.
 * @fires seal-complete - Signed, validated, with a receipt of a trusted register.
 * @fires seal-decline - The person declined and the envelope has ended.
 * @fires seal-verify - The person wants the report of the signed file.
 * @fires seal-cancel - The person left before signing.
 * @fires seal-error - Something was refused or failed.
 * @slot document - In place of the pages shown while reading.
 * @slot fields - A form of the host's own, filled in before the permit is asked for. Nothing of it goes into the document.
 * @csspart dialog - The dialog.
 * @csspart continue - The note on a kept signing, to download or to go on with. It stands where the element stands and covers nothing.
 */
export class SigningDialog extends SealElement {
  static override styles: CSSResultGroup = [SealElement.styles, actSentenceStyles, intentStyles, signingDialogStyles, gateStyles];

  /** Asks that every page was shown to its end before the person goes on. */
  @property({ type: Boolean, attribute: 'read-to-end' }) readToEnd = false;
  /** Asks that the document was in sight for so many seconds. */
  @property({ type: Number, attribute: 'min-read-seconds' }) minReadSeconds = 0;
  /** Offers to decline where the order names an envelope. */
  @property({ type: Boolean, attribute: 'can-decline' }) canDecline = false;
  /** A text to agree to before signing; its digest goes with the act as the word of the page. */
  @property({ attribute: false }) consent: ConsentText | undefined = undefined;
  /** Which pages the host's own view in slot `document` shows now. Without it nothing of such a view counts as read. */
  @property({ attribute: false }) pagesInSight: (() => PagesInSight) | undefined = undefined;
  /** Keeps interrupted signings; IndexedDB of the page by default. */
  @property({ attribute: false }) store: SigningStore = indexedDbSigningStore();
  /** Runs the work over documents; a worker by default. */
  @property({ attribute: false }) tasks: TaskRunner | undefined = undefined;
  /** What a face provider's script in the page says of the device, where the provider asks for it. */
  @property({ attribute: false }) deviceOf: DeviceOf | undefined = undefined;

  @state() private notReady = false;
  /** An approval was waited for: its step stays in the row of steps. */
  #approved = false;

  private readonly words = this.bind(DIALOG_MESSAGES);
  private readonly refusals = this.bind(REFUSALS);
  private readonly signing = new SigningController(this);
  private readonly live = new LiveRegion(this);
  private readonly declining = new DialogDecline(this, {
    client: () => this.context?.client ?? null,
    signing: () => this.signing.state,
    words: this.words,
    refusals: this.refusals,
    live: this.live,
    focus: (selector) => this.#focus(selector),
    close: () => void this.close(),
  });
  private readonly intent = new DialogIntent(this, {
    words: this.bind(INTENT_MESSAGES),
    refusals: this.refusals,
    vocabulary: this.vocabulary,
    live: this.live,
    context: () => this.context,
    deviceOf: () => this.deviceOf,
    give: (given) => this.signing.give(given),
  });
  private readonly kept = new KeptSignings(this, {
    store: () => this.store,
    session: () => this.context?.session ?? null,
    live: this.live,
    words: this.words,
    resume: (record) => void this.#resume(record),
  });
  private readonly view = new DocumentView(this, {
    terms: () => this.#readingTerms,
    hostSight: () => this.pagesInSight,
    reads: () => this.signing.state.step === 'read' && this.declining.state === null && this.#dialog()?.open === true,
  });
  private readonly ownSteps = new StepsBefore(this, {
    signing: this.signing,
    view: this.view,
    terms: () => this.#readingTerms,
    consent: () => this.consent,
    shown: () => this.#shownWords,
    focus: (selector) => this.#focus(selector),
  });
  private readonly leaving = new DialogLeaving(this, {
    loses: () => this.#losesOnClose(),
    close: () => void this.close(),
    live: this.live,
    shown: () => this.#shownWords,
    focus: (selector) => this.#focus(selector),
  });
  private readonly time = new SigningTime(this, {
    context: () => this.context,
    words: this.words,
    live: this.live,
    actEndsAt: () => (this.signing.waitsForPerson ? this.signing.state.actEndsAt : null),
    renewAct: () => (this.#approved ? null : () => this.signing.renew()),
  });
  readonly #crop = new PlaceCrop();
  #ownTasks: TaskRunner | undefined;
  #shown: SigningState = this.signing.state;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('beforeunload', this.#warn);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('beforeunload', this.#warn);
    this.#crop.stop();
    this.#ownTasks?.close();
    this.#ownTasks = undefined;
  }

  /**
   * Opens the dialog for a document.
   *
   * @throws TypeError for places of two seals
   */
  async start(order: SigningOrder): Promise<void> {
    const request = requestOfOrder(order, shippedLocale(this.locale));
    this.#open(order.document);
    const environment = this.#environment();
    if (environment) await this.signing.start(environment, request);
  }

  /** Closes the dialog. An act that is under way, or a signed file that was not downloaded, is kept and can be continued. */
  async close(): Promise<void> {
    this.#dialog()?.close();
    await this.updateComplete;
  }

  override willUpdate(): void {
    this.kept.followPerson();
    const { client, session } = this.context ?? {};
    if (client && session) this.signing.follow(client, session);
    this.intent.follow(this.signing.state, this.#shown);
  }

  override updated(_changed: PropertyValues<this>): void {
    const before = this.#shown;
    const { state } = this.signing;
    this.#shown = state;
    if (before === state) return;
    for (const event of eventsOfChange(before, state)) this.dispatchEvent(event);
    if (state.reading && state.reading !== before.reading) this.view.begin(state.reading.pages);
    if (state.step !== before.step && state.request) {
      const steps = this.#steps();
      this.live.announce(this.words.text('stepOf', { step: steps.indexOf(state.step) + 1, count: steps.length }));
      this.#focus('#title');
    }
    if (state.work !== before.work && state.work) this.live.announce(this.words.text(`work-${state.work}`));
    if (state.step === 'confirm' && (state.challenge !== before.challenge || before.step === 'intent')) this.#drawCrop();
  }

  override render(): TemplateResult {
    return html`<div lang=${this.locale}>
      ${this.signing.state.request ? nothing : this.kept.render(this.#shownWords)}
      <span id="after-note" tabindex="-1"></span>
      <dialog part="dialog" aria-labelledby="title" @close=${this.#closed} @cancel=${this.leaving.onCancel} @keydown=${this.leaving.onKey}>
        ${this.signing.state.request || this.notReady ? this.#renderDialog() : nothing}
      </dialog>
      ${this.live.render()}
    </div>`;
  }

  #renderDialog(): TemplateResult {
    const { state } = this.signing;
    const reads = state.step === 'read' && this.declining.state === null;
    return html`<section class="sheet" data-step=${this.declining.state ? 'decline' : state.step}>
      ${dialogHead({
        ...this.#shownWords,
        title: this.#title(state),
        steps: this.#steps(),
        step: state.step,
        close: () => this.leaving.leave(),
      })}
      ${this.#renderWork(state)} ${this.time.render(this.#shownWords)}
      <div class="body" tabindex=${reads ? nothing : '0'} role="group" aria-labelledby="title">
        ${this.#renderBody(state)}
        <div class="fields" ?hidden=${state.step !== 'fields' || state.failure !== null} @submit=${this.#onSubmit}>
          <slot name="fields" @slotchange=${() => this.requestUpdate()}></slot>
        </div>
      </div>
      <footer class="foot">${this.leaving.render() ?? this.#renderFoot(state)}</footer>
    </section>`;
  }

  #renderBody(state: SigningState): TemplateResult | typeof nothing {
    if (this.notReady) return html`<p class="note warn">${icon('warning')}<span>${this.words.text('notReady')}</span></p>`;
    const shown = this.#shownWords;
    const declining = this.declining.panel(shown);
    if (declining) return declining;
    if (state.failure)
      return dialogFailure(state, state.failure, {
        ...shown,
        refusals: this.refusals,
        retry: () => void this.signing.retry(),
        back: () => this.signing.back(),
        close: () => void this.close(),
      });
    switch (state.step) {
      case 'read':
        return this.ownSteps.renderReading(state);
      case 'fields':
        return nothing;
      case 'consent':
        return this.ownSteps.renderConsent() ?? nothing;
      case 'approval':
        return approvalStep(state, { ...shown, checkNow: () => this.signing.checkNow() });
      case 'confirm':
        return confirmStep(state, shown);
      case 'intent':
        return intentStep(state, { ...shown, intent: this.intent.scene });
      case 'result':
        return resultStep(state, {
          ...shown,
          download: () => this.#download(),
          downloadReceipt: () => this.#downloadReceipt(),
          verify: () => this.#verify(),
        });
    }
  }

  #renderWork(state: SigningState): TemplateResult | typeof nothing {
    if (!state.work) return nothing;
    return html`<div class="work" role="status">
      <div class="bar"><i class=${state.work}></i></div>
      <p class="small secondary">${this.words.text(`work-${state.work}`)}</p>
    </div>`;
  }

  #renderFoot(state: SigningState): TemplateResult {
    const declining = this.declining.foot(this.#shownWords);
    if (declining) return declining;
    const { use } = state.seal ?? {};
    const declines = this.canDecline && state.request?.joinedEnvelope !== undefined;
    return dialogFoot(state, {
      ...this.#shownWords,
      notReady: this.notReady,
      seen: this.ownSteps.answers.seen,
      agreed: this.ownSteps.answers.agreed,
      readFirst: this.ownSteps.readFirst,
      followed: this.ownSteps.followed,
      decline: declines ? () => this.declining.open() : null,
      obstacle: use?.allowed === false && !this.signing.needsReason ? refusalWords(use.reason, this.refusals).reason : null,
      close: () => this.leaving.leave(),
      needsReason: this.signing.needsReason,
      next: () => void this.ownSteps.next(),
      back: () => this.signing.back(),
      before: () => this.ownSteps.back(),
      confirm: () => this.#confirm(),
      needsIntent: this.signing.needsIntent,
      intent: this.intent.scene,
      backToAct: () => this.signing.showIntent(false),
    });
  }

  get #shownWords(): StepWords {
    return { words: this.words, vocabulary: this.vocabulary, locale: this.locale, timeZone: this.timeZone };
  }

  get #readingTerms(): ReadingTerms {
    return { toEnd: this.readToEnd, minimumSeconds: this.minReadSeconds };
  }

  #title(state: SigningState): string {
    if (this.declining.state) return this.words.text('titleDecline');
    const id = titleId(state);
    return id === null ? (state.request?.name ?? '') : this.words.text(id);
  }

  #dialog(): HTMLDialogElement | null {
    return this.shadowRoot?.querySelector('dialog') ?? null;
  }

  #steps(): readonly SigningStep[] {
    if (this.signing.needsReason || this.signing.state.step === 'approval') this.#approved = true;
    return stepsOf({ ...this.ownSteps.present, approval: this.#approved, intent: this.signing.needsIntent });
  }

  #open(document: Blob): void {
    this.ownSteps.reset();
    this.leaving.reset();
    this.#approved = false;
    this.declining.close();
    this.view.open(document);
    const dialog = this.#dialog();
    if (!dialog || dialog.open) return;
    dialog.showModal();
    this.time.start();
    this.#focus('#title');
  }

  #focus(selector: string): void {
    void this.updateComplete.then(() => this.shadowRoot?.querySelector<HTMLElement>(selector)?.focus());
  }

  #environment(): SigningEnvironment | null {
    const { context } = this;
    this.notReady = !context?.client || !context.session;
    if (!context?.client || !context.session) return null;
    const tasks = this.tasks ?? (this.#ownTasks ??= createTaskRunner(context.assets.worker));
    return {
      client: context.client,
      session: context.session,
      trust: context.trust ?? EMPTY_TRUST,
      tasks,
      store: this.store,
      clock: context.clock,
    };
  }

  #confirm(): void {
    const { challenge } = this.signing.state;
    if (!challenge || !this.dispatchEvent(new SealBeforeSignEvent(challenge.act))) return;
    if (this.signing.needsIntent) {
      this.signing.showIntent(true);
      return;
    }
    this.dispatchEvent(new SealSigningEvent(challenge.useId));
    void this.signing.confirm();
  }

  #download(): void {
    const { signed, request } = this.signing.state;
    if (!signed || !request) return;
    saveFile(signed.file, signedFileName(request.name));
    void this.signing.markDownloaded();
    this.live.announce(this.words.text('downloaded'));
  }

  #downloadReceipt(): void {
    const { signed } = this.signing.state;
    if (signed) saveFile(new Blob([signed.receipt], { type: 'application/jose' }), `${signed.receiptPayload.id}.jws`);
  }

  #verify(): void {
    const { signed } = this.signing.state;
    if (!signed) return;
    this.dispatchEvent(new SealVerifyEvent(signed.file));
    void this.close();
  }

  async #resume(record: SigningRecord): Promise<void> {
    this.#open(record.document);
    const environment = this.#environment();
    if (environment) await this.signing.resume(environment, record);
  }

  #drawCrop(): void {
    const canvas = this.shadowRoot?.querySelector<HTMLCanvasElement>('.crop canvas') ?? null;
    this.#crop.draw(canvas, this.signing.state, this.context?.assets ?? {});
  }

  #losesOnClose(): boolean {
    const { keepsWork, state } = this.signing;
    const { answers, hasRead } = this.ownSteps;
    return losesOnClose(state, { keepsWork, answers, hasRead, declining: this.declining.state });
  }

  readonly #onSubmit = (event: Event): void => {
    event.preventDefault();
    void this.ownSteps.next();
  };

  readonly #closed = (): void => {
    const { state } = this.signing;
    this.#crop.stop();
    this.time.stop();
    this.leaving.reset();
    const kept = this.signing.keepsWork;
    if (state.step !== 'result' && !kept && !this.declining.state?.done) this.dispatchEvent(new SealCancelEvent(state.step));
    this.notReady = false;
    this.declining.close();
    this.view.close();
    void this.#settle(kept);
  };

  /** The browser gives the focus back to the opener; where that was the note itself, the note of now takes it. */
  async #settle(kept: boolean): Promise<void> {
    await this.signing.close({ discard: !kept });
    await this.kept.look();
    if (document.activeElement === null || document.activeElement === document.body) await this.kept.focus();
  }

  readonly #warn = (event: BeforeUnloadEvent): void => {
    if (this.signing.hasUnsavedWork) event.preventDefault();
  };
}
