import type { SealPlacement } from '@sealkit/core/pades';
import type { Amount } from '@sealkit/core/seal';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { ConfirmIntent } from '../controllers/given-intent.ts';
import { type DeviceOf, IntentController } from '../controllers/intent-controller.ts';
import { SigningController, type SigningEnvironment } from '../controllers/signing-controller.ts';
import type { SigningState, SigningStep } from '../controllers/signing-state.ts';
import { indexedDbSigningStore, type SigningRecord, type SigningStore } from '../controllers/signing-store.ts';
import { DocumentViewer } from '../document-viewer/document-viewer.ts';
import { saveFile, signedFileName } from '../foundation/file-saving.ts';
import { focusFault } from '../foundation/form-fields.ts';
import { icon } from '../foundation/icons.ts';
import { LiveRegion } from '../foundation/live-region.ts';
import { shippedLocale } from '../foundation/messages.ts';
import { refusalWords } from '../foundation/refusal-words.ts';
import { REFUSALS } from '../foundation/refusals.messages.ts';
import { SealElement } from '../foundation/seal-element.ts';
import { INTENT_MESSAGES } from '../intent-check/intent-check.messages.ts';
import { tellIntentNews } from '../intent-check/intent-news.ts';
import type { IntentScene } from '../intent-check/intent-scene.ts';
import { intentStyles } from '../intent-check/intent.styles.ts';
import { SealErrorEvent } from '../seal-provider/seal-provider.events.ts';
import { createTaskRunner, type TaskRunner } from '../worker/task-runner.ts';
import { actSentenceStyles } from './act-sentence.styles.ts';
import { approvalStep } from './approval-step.ts';
import { confirmStep } from './confirm-step.ts';
import { dialogFailure } from './dialog-failure.ts';
import { dialogHead } from './dialog-head.ts';
import { dialogFoot } from './dialog-foot.ts';
import { drawPlaceCrop } from './place-crop.ts';
import { intentStep } from './intent-step.ts';
import { KeptSignings } from './kept-signings.ts';
import { inPageOrder } from './place-list.ts';
import { readStep } from './read-step.ts';
import { resultStep } from './result-step.ts';
import {
  SealBeforeSignEvent,
  SealCancelEvent,
  SealCompleteEvent,
  SealReadyEvent,
  SealSigningEvent,
  SealStepChangeEvent,
  SealVerifyEvent,
  SealWaitingEvent,
} from './signing-dialog.events.ts';
import { DIALOG_MESSAGES } from './signing-dialog.messages.ts';
import { signingDialogStyles } from './signing-dialog.styles.ts';
import type { StepWords } from './step-words.ts';

const STEPS: readonly SigningStep[] = ['read', 'approval', 'confirm', 'intent', 'result'];
const EMPTY_TRUST = { signers: [], sealMakers: [], registers: [], timestampAuthorities: [] };
/** What a host hands over to be signed. */
export interface SigningOrder {
  readonly document: Blob;
  /** File name; that of the File when absent. */
  readonly name?: string;
  /** The seal; that of the placements when absent. Null for a personal signature without a seal. */
  readonly sealNumber?: string | null;
  /** What kind of document it is, in the host's own words, and its amount: grants may depend on them. */
  readonly documentClass?: string;
  readonly amount?: Amount;
  /** An envelope that is open already, for one of whose parties the person signs; `document` is its last version. */
  readonly envelopeId?: string;
  /** Places of the seal; items of `<seal-placement>` may be passed as they are. */
  readonly placements: readonly ((SealPlacement & { readonly sealNumber?: string }) | { readonly kind: 'invisible' })[];
}

/**
 * The way of a signer: read, confirm, receipt; where the permit asks for more than the session's word, a step in which the person
 * gives it. The document stays in the page; what the server is going to write is computed
 * here too, and the result is validated before it is offered.
 *
 * @fires seal-ready - The document is read.
 * @fires seal-step-change - Another step shows.
 * @fires seal-waiting - The permit waits for approvals; the signing is kept and goes on by itself.
 * @fires seal-before-sign - Before the confirmation goes out; cancelable.
 * @fires seal-signing - The confirmation went out.
 * @fires seal-method-change - Another way of confirming is chosen.
 * @fires seal-challenge-sent - A proof of intent was begun; a code, if any, is on its way.
 * @fires seal-verified - The server accepted what the person gave.
 * @fires seal-failed - What the person gave was refused, or nothing was given.
 * @fires seal-locked - Codes of this account are taken no more for a while.
 * @fires seal-complete - Signed, validated, with a receipt of a trusted register.
 * @fires seal-verify - The person wants the report of the signed file.
 * @fires seal-cancel - The person left before signing.
 * @fires seal-error - Something was refused or failed.
 * @slot document - In place of the pages shown while reading.
 * @csspart dialog - The dialog.
 * @csspart continue - The note on a kept signing, to download or to go on with. It stands where the element stands and covers nothing.
 */
export class SigningDialog extends SealElement {
  static override styles: CSSResultGroup = [SealElement.styles, actSentenceStyles, intentStyles, signingDialogStyles];

  /** Keeps interrupted signings; IndexedDB of the page by default. */
  @property({ attribute: false }) store: SigningStore = indexedDbSigningStore();
  /** Runs the work over documents; a worker by default. */
  @property({ attribute: false }) tasks: TaskRunner | undefined = undefined;
  /** What a face provider's script in the page says of the device, where the provider asks for it. */
  @property({ attribute: false }) deviceOf: DeviceOf | undefined = undefined;

  @state() private notReady = false;
  /** The person said to have seen which earlier signature does not hold. */
  @state() private seen = false;
  /** Why the seal is used, for the approver. */
  @state() private reason = '';
  @state() private reasonMissing = false;
  /** An approval was waited for: its step stays in the row of steps. */
  #approved = false;

  private readonly words = this.bind(DIALOG_MESSAGES);
  private readonly refusals = this.bind(REFUSALS);
  private readonly signing = new SigningController(this);
  private readonly live = new LiveRegion(this);
  private readonly intentWords = this.bind(INTENT_MESSAGES);
  private readonly intent: IntentController = new IntentController(this, (news) =>
    tellIntentNews(news, { element: this, live: this.live, words: this.intentWords, intent: () => this.intent }),
  );
  private readonly kept = new KeptSignings(this, {
    store: () => this.store,
    session: () => this.context?.session ?? null,
    live: this.live,
    words: this.words,
    resume: (record) => void this.#resume(record),
  });
  #ownTasks: TaskRunner | undefined;
  #viewer: DocumentViewer | null = null;
  #cropping: AbortController | undefined;
  #shown: SigningState = this.signing.state;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('beforeunload', this.#warn);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('beforeunload', this.#warn);
    this.#cropping?.abort();
    this.#ownTasks?.close();
    this.#ownTasks = undefined;
  }

  /** Opens the dialog for a document. */
  async start(order: SigningOrder): Promise<void> {
    const items = order.placements.filter(
      (item): item is SealPlacement & { readonly sealNumber?: string } => !('kind' in item) || item.kind !== 'invisible',
    );
    const numbers = new Set(items.flatMap((item) => item.sealNumber ?? []));
    if (numbers.size > 1) throw new TypeError('placements: expected places of one seal');
    const sealNumber = order.sealNumber ?? [...numbers][0] ?? null;
    const name = order.name ?? (order.document instanceof File ? order.document.name : 'document.pdf');
    this.#open(order.document);
    const environment = this.#environment();
    if (!environment) return;
    const request = { document: order.document, name, sealNumber, placements: inPageOrder(items) };
    await this.signing.start(environment, {
      ...request,
      language: shippedLocale(this.locale),
      ...(order.documentClass === undefined ? {} : { documentClass: order.documentClass }),
      ...(order.amount === undefined ? {} : { amount: order.amount }),
      ...(order.envelopeId === undefined ? {} : { joinedEnvelope: order.envelopeId }),
    });
  }

  /** Closes the dialog. An act that is under way, or a signed file that was not downloaded, is kept and can be continued. */
  async close(): Promise<void> {
    this.#dialog()?.close();
    await this.updateComplete;
  }

  override willUpdate(): void {
    this.kept.followPerson();
    this.#followIntent(this.signing.state, this.#shown);
  }

  override updated(_changed: PropertyValues<this>): void {
    const before = this.#shown;
    const { state } = this.signing;
    this.#shown = state;
    if (before === state) return;
    if (state.reading && state.reading !== before.reading)
      this.dispatchEvent(new SealReadyEvent(state.reading.digest, state.reading.pages));
    if (state.step !== before.step && state.request) {
      this.dispatchEvent(new SealStepChangeEvent(before.step, state.step));
      const steps = this.#steps();
      this.live.announce(this.words.text('stepOf', { step: steps.indexOf(state.step) + 1, count: steps.length }));
      this.#focusTitle();
    }
    if (state.waiting?.approval && state.waiting !== before.waiting && !before.waiting)
      this.dispatchEvent(new SealWaitingEvent(state.waiting.approval.id, state.waiting.approval.waitingFor));
    if (state.work !== before.work && state.work) this.live.announce(this.words.text(`work-${state.work}`));
    if (state.failure && state.failure !== before.failure) this.dispatchEvent(new SealErrorEvent(state.failure));
    if (state.signed && !before.signed && state.request) this.dispatchEvent(new SealCompleteEvent(state.signed, state.request.document));
    if (state.step === 'confirm' && (state.challenge !== before.challenge || before.step === 'intent')) this.#drawCrop();
  }

  override render(): TemplateResult {
    return html`<div lang=${this.locale}>
      ${this.signing.state.request ? nothing : this.kept.render(this.#shownWords)}
      <span id="after-note" tabindex="-1"></span>
      <dialog part="dialog" aria-labelledby="title" @close=${this.#closed} @cancel=${this.#onCancel}>
        ${this.signing.state.request || this.notReady ? this.#renderDialog() : nothing}
      </dialog>
      ${this.live.render()}
    </div>`;
  }

  #renderDialog(): TemplateResult {
    const { state } = this.signing;
    return html`<section class="sheet" data-step=${state.step}>
      ${dialogHead({
        ...this.#shownWords,
        title: this.#title(state),
        steps: this.#steps(),
        step: state.step,
        close: () => void this.close(),
      })}
      ${this.#renderWork(state)}
      <div class="body" tabindex=${state.step === 'read' ? nothing : '0'} role="group" aria-labelledby="title">
        ${this.#renderBody(state)}
      </div>
      <footer class="foot">${this.#renderFoot(state)}</footer>
    </section>`;
  }

  #renderBody(state: SigningState): TemplateResult {
    if (this.notReady) return html`<p class="note warn">${icon('warning')}<span>${this.words.text('notReady')}</span></p>`;
    const shown = this.#shownWords;
    if (state.failure)
      return dialogFailure(state, state.failure, {
        ...shown,
        refusals: this.refusals,
        retry: () => void this.signing.retry(),
        back: () => this.signing.back(),
        close: () => void this.close(),
      });
    if (state.step === 'read')
      return readStep(state, {
        ...shown,
        viewer: this.#viewer,
        seen: this.seen,
        onSeen: (seen) => (this.seen = seen),
        reason: this.signing.needsReason ? this.reason : null,
        reasonMissing: this.reasonMissing,
        onReason: (reason) => {
          this.reason = reason;
          this.reasonMissing = false;
        },
      });
    if (state.step === 'approval') return approvalStep(state, { ...shown, checkNow: () => this.signing.checkNow() });
    if (state.step === 'confirm') return confirmStep(state, shown);
    if (state.step === 'intent') return intentStep(state, { ...shown, intent: this.#intentScene });
    return resultStep(state, {
      ...shown,
      download: () => this.#download(),
      downloadReceipt: () => this.#downloadReceipt(),
      verify: () => this.#verify(),
    });
  }

  #renderWork(state: SigningState): TemplateResult | typeof nothing {
    if (!state.work) return nothing;
    return html`<div class="work" role="status">
      <div class="bar"><i class=${state.work}></i></div>
      <p class="small secondary">${this.words.text(`work-${state.work}`)}</p>
    </div>`;
  }

  #renderFoot(state: SigningState): TemplateResult {
    const { use } = state.seal ?? {};
    return dialogFoot(state, {
      ...this.#shownWords,
      notReady: this.notReady,
      seen: this.seen,
      obstacle: use?.allowed === false && !this.signing.needsReason ? refusalWords(use.reason, this.refusals).reason : null,
      close: () => void this.close(),
      needsReason: this.signing.needsReason,
      next: () => this.#next(),
      back: () => this.signing.back(),
      confirm: () => this.#confirm(),
      needsIntent: this.signing.needsIntent,
      intent: this.#intentScene,
      backToAct: () => this.signing.showIntent(false),
    });
  }

  get #intentScene(): IntentScene {
    const { intent, intentWords, refusals, vocabulary } = this;
    return { intent, words: intentWords, refusals, vocabulary, goOn: () => void this.#goOn() };
  }

  async #goOn(): Promise<void> {
    await this.intent.goOn();
    await this.updateComplete;
    focusFault(this.shadowRoot, '.code');
  }

  get #shownWords(): StepWords {
    return { words: this.words, vocabulary: this.vocabulary, locale: this.locale, timeZone: this.timeZone };
  }

  #title(state: SigningState): string {
    const sealed = state.request?.sealNumber !== null;
    if (state.step === 'confirm') return this.words.text(sealed ? 'titleConfirm' : 'titleConfirmSignature');
    if (state.step === 'intent') return this.words.text('titleIntent');
    if (state.step === 'approval') return this.words.text('titleApproval');
    if (state.step === 'result') return this.words.text(sealed ? 'titleResult' : 'titleResultSignature');
    return state.request?.name ?? '';
  }

  #dialog(): HTMLDialogElement | null {
    return this.shadowRoot?.querySelector('dialog') ?? null;
  }

  /** The steps of approval and of intent stand in the row where there are such. */
  #steps(): readonly SigningStep[] {
    if (this.signing.needsReason || this.signing.state.step === 'approval') this.#approved = true;
    return STEPS.filter((step) => (step === 'approval' ? this.#approved : step !== 'intent' || this.signing.needsIntent));
  }

  /** From reading on; where an approver decides, not without a reason. */
  #next(): void {
    if (!this.signing.needsReason) {
      void this.signing.prepare();
      return;
    }
    const reason = this.reason.trim();
    this.reasonMissing = reason === '';
    if (reason !== '') void this.signing.prepare(reason);
    else void this.updateComplete.then(() => this.shadowRoot?.querySelector<HTMLElement>('.use-reason textarea')?.focus());
  }

  #open(document: Blob): void {
    this.seen = false;
    this.reason = '';
    this.reasonMissing = false;
    this.#approved = false;
    const tag = customElements.getName(DocumentViewer);
    if (tag !== null) {
      // A page may have registered the viewer under a prefix of its own; without it the document's facts stand alone.
      this.#viewer ??= globalThis.document.createElement(tag) as DocumentViewer;
      this.#viewer.document = document;
      this.#viewer.page = 1;
    }
    const dialog = this.#dialog();
    if (!dialog || dialog.open) return;
    dialog.showModal();
    void this.updateComplete.then(() => this.#focusTitle());
  }

  #focusTitle(): void {
    this.shadowRoot?.querySelector<HTMLElement>('#title')?.focus();
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

  /** Opens the way of confirming when its step comes, and ends it when the step goes. */
  #followIntent(state: SigningState, before: SigningState): void {
    const { client, clock } = this.context ?? {};
    const [is, was] = [state.step === 'intent', before.step === 'intent'];
    if (was && !is) this.intent.close();
    const { challenge } = state;
    if (!is || was || !challenge || !client || !clock) return;
    let told = false;
    const confirm: ConfirmIntent = async (given) => {
      // Whoever waits at a provider is asked for many times; the page hears of it once.
      if (!told || !given.asksOnly) this.dispatchEvent(new SealSigningEvent(challenge.useId));
      told = true;
      await this.signing.give(given);
    };
    void this.intent.open({ client, clock, challenge, confirm, deviceOf: this.deviceOf });
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
    this.#cropping?.abort();
    const canvas = this.shadowRoot?.querySelector<HTMLCanvasElement>('.crop canvas');
    const { request, seal } = this.signing.state;
    const [placement] = request?.placements ?? [];
    if (!canvas || !request || !placement) return;
    const cropping = new AbortController();
    this.#cropping = cropping;
    const shown = { document: request.document, placement, face: seal?.current?.face ?? null, assets: this.context?.assets ?? {} };
    void drawPlaceCrop(canvas, shown, cropping.signal);
  }

  /** Escape closes like the button does; while the server signs, closing loses nothing. */
  readonly #onCancel = (event: Event): void => {
    if (event.target !== event.currentTarget) event.preventDefault();
  };

  readonly #closed = (): void => {
    const { state } = this.signing;
    this.#cropping?.abort();
    const kept = this.signing.keepsWork;
    if (state.step !== 'result' && !kept) this.dispatchEvent(new SealCancelEvent(state.step));
    this.notReady = false;
    if (this.#viewer) this.#viewer.document = null;
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
