import { MAX_BATCH_ACTS } from '@sealkit/core/seal';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { BatchController, type BatchNews } from '../controllers/batch-controller.ts';
import { type BatchRow, type BatchState, countStage, isChoosable } from '../controllers/batch-state.ts';
import type { ConfirmIntent } from '../controllers/given-intent.ts';
import type { DeviceOf } from '../controllers/intent-controller.ts';
import type { SigningServices } from '../controllers/signing-steps.ts';
import { SigningStop } from '../controllers/signing-stop.ts';
import { embeddedElement } from '../foundation/embedded-element.ts';
import { failureNotice } from '../foundation/failure-notice.ts';
import { saveFile } from '../foundation/file-saving.ts';
import { icon } from '../foundation/icons.ts';
import { LiveRegion } from '../foundation/live-region.ts';
import { shippedLocale } from '../foundation/messages.ts';
import { refusalWords } from '../foundation/refusal-words.ts';
import { REFUSALS } from '../foundation/refusals.messages.ts';
import { SealElement } from '../foundation/seal-element.ts';
import { batchSentence } from '../intent-check/batch-sentence.ts';
import { INTENT_MESSAGES } from '../intent-check/intent-check.messages.ts';
import { IntentCheck } from '../intent-check/intent-check.ts';
import { SealErrorEvent } from '../seal-provider/seal-provider.events.ts';
import { actSentenceStyles } from '../signing-dialog/act-sentence.styles.ts';
import { requestOfOrder, type SigningOrder } from '../signing-dialog/signing-order.ts';
import { createTaskRunner, type TaskRunner } from '../worker/task-runner.ts';
import { batchFoot } from './batch-foot.ts';
import { batchRow } from './batch-row.ts';
import {
  SealBatchCompleteEvent,
  SealBatchOpenEvent,
  SealBatchProgressEvent,
  SealBeforeBatchEvent,
  SealDocumentOpenEvent,
  type SignedOfBatch,
} from './batch-signing.events.ts';
import { BATCH_MESSAGES } from './batch-signing.messages.ts';
import { batchSigningStyles } from './batch-signing.styles.ts';
import { BatchView } from './batch-view.ts';

const EMPTY_TRUST = { signers: [], sealMakers: [], registers: [], timestampAuthorities: [] };

/** One document that a host hands over, under a name of its own that events repeat. */
export interface BatchOrder extends SigningOrder {
  readonly id: string;
}

/**
 * Signs several documents with one confirmation. Documents stay in the page; each is looked at, prepared and computed here, all are
 * confirmed at once under the root over their acts, and each is then signed, validated and given by itself, with its own receipt. What
 * fails is named and can be tried again alone. It has `<intent-check>` and `<document-viewer>` in it where the page registered them.
 *
 * @fires seal-document-open - The person looks at a document.
 * @fires seal-batch-open - Acts wait for their confirmation; a host may keep the id of the batch.
 * @fires seal-before-batch - Before the one confirmation; cancelable.
 * @fires seal-batch-progress - One document more is signed or failed.
 * @fires seal-batch-complete - Nothing goes on any more: receipts, and what failed.
 * @fires seal-error - Something that concerns all documents was refused or failed.
 * @csspart row - One document.
 * @csspart action - The button that leads on.
 */
export class BatchSigning extends SealElement {
  static override styles: CSSResultGroup = [SealElement.styles, actSentenceStyles, batchSigningStyles];

  /** What there is to sign. Set another list to begin anew. */
  @property({ attribute: false }) documents: readonly BatchOrder[] | undefined = undefined;
  /** A batch over these documents that was begun before, from `seal-batch-open`: it is taken up where it stands. */
  @property({ attribute: 'batch-id' }) batchId: string | undefined = undefined;
  /** Documents that may be confirmed at once, at most 200. */
  @property({ type: Number }) max: number = MAX_BATCH_ACTS;
  /** Documents that are worked on at a time. */
  @property({ type: Number }) concurrency = 2;
  /** Nothing further is signed once one document failed. */
  @property({ type: Boolean, attribute: 'stop-on-error' }) stopOnError = false;
  /** Every document has to be viewed before it is confirmed. */
  @property({ type: Boolean, attribute: 'require-view' }) requireView = false;
  /** Runs the work over documents; a worker by default. */
  @property({ attribute: false }) tasks: TaskRunner | undefined = undefined;
  /** What a face provider's script in the page says of the device, where the provider asks for it. */
  @property({ attribute: false }) deviceOf: DeviceOf | undefined = undefined;

  @state() private notReady = false;

  private readonly words = this.bind(BATCH_MESSAGES);
  private readonly intentWords = this.bind(INTENT_MESSAGES);
  private readonly refusals = this.bind(REFUSALS);
  private readonly live = new LiveRegion(this);
  private readonly batch = new BatchController(this, (news) => this.#tell(news));
  private readonly viewing = new BatchView(this, { words: this.words });
  #ownTasks: TaskRunner | undefined;
  #check: IntentCheck | null = null;
  #opened: readonly BatchOrder[] | undefined;
  #shown: BatchState = this.batch.state;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('beforeunload', this.#warn);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('beforeunload', this.#warn);
    this.#ownTasks?.close();
    this.#ownTasks = undefined;
    this.#opened = undefined;
  }

  /** Begins no further document. */
  pause(): void {
    this.batch.pause();
  }

  /** Goes on after a pause. */
  resume(): void {
    this.batch.resume();
  }

  override willUpdate(_changed: PropertyValues<this>): void {
    const { documents, context } = this;
    this.notReady = documents !== undefined && documents.length > 0 && (!context?.client || !context.session);
    const services = this.#services();
    if (documents === this.#opened || documents === undefined || services === null) return;
    this.#opened = documents;
    void this.#open(services, documents);
  }

  async #open(services: SigningServices, documents: readonly BatchOrder[]): Promise<void> {
    const { batchId } = this;
    const language = shippedLocale(this.locale);
    const isRead = await this.batch.open(
      services,
      documents.map((order) => ({ id: order.id, request: requestOfOrder(order, language) })),
    );
    if (isRead && batchId !== undefined) await this.batch.takeUp(batchId);
  }

  override updated(): void {
    const before = this.#shown;
    const { state } = this.batch;
    this.#shown = state;
    if (state.failure && state.failure !== before.failure) this.dispatchEvent(new SealErrorEvent(state.failure));
    if (state.batch && state.batch.view.batchId !== before.batch?.view.batchId)
      this.dispatchEvent(new SealBatchOpenEvent(state.batch.view.batchId));
    if (state.step !== before.step) this.shadowRoot?.querySelector<HTMLElement>('h2')?.focus();
    for (const row of state.rows) {
      const was = before.rows.find(({ id }) => id === row.id);
      if (was && was.stage !== row.stage && (row.stage === 'signed' || row.stage === 'failed'))
        this.live.announce(this.words.text('sayStage', { name: row.request.name, stage: this.words.text(`stage-${row.stage}`) }));
    }
  }

  override render(): TemplateResult {
    const { state } = this.batch;
    return html`<section class="batch" lang=${this.locale} data-step=${state.step} aria-labelledby="title">
      <header class="head">
        <h2 id="title" tabindex="-1">${this.#title(state)}</h2>
        ${this.#renderLead(state)}
      </header>
      ${this.#renderFailure(state)} ${this.#renderList(state)} ${state.step === 'confirm' ? this.#renderCheck(state) : nothing}
      ${state.rows.length === 0 || this.notReady ? nothing : html`<footer class="foot">${this.#renderFoot(state)}</footer>`}
      ${this.viewing.render()} ${this.live.render()}
    </section>`;
  }

  #title({ step, rows }: BatchState): string {
    const signed = countStage(rows, 'signed');
    if (step === 'choose') return this.words.text('titleChoose');
    if (step === 'confirm') return this.words.text('titleConfirm', { count: countStage(rows, 'waiting') });
    if (step === 'sign') return this.words.text('titleSign');
    return signed === 0 ? this.words.text('titleNone') : this.words.text('titleResult', { count: signed });
  }

  #renderLead({ step, rows, work }: BatchState): TemplateResult {
    const { words } = this;
    if (step === 'sign' || step === 'result') return this.#renderProgress(rows);
    const text = work === 'preparing' || work === 'confirming' ? words.text(work) : words.text(step === 'choose' ? 'lead' : 'leadConfirm');
    return html`<p class="secondary" role=${work === null ? nothing : 'status'}>${text}</p>`;
  }

  #renderProgress(rows: readonly BatchRow[]): TemplateResult {
    const done = countStage(rows, 'signed');
    const failed = countStage(rows, 'failed');
    const total = done + failed + countStage(rows, 'waiting', 'signing');
    return html`<progress class="bar" max=${Math.max(1, total)} .value=${done + failed} aria-labelledby="progress"></progress>
      <p class="secondary num" id="progress">${this.words.text(failed === 0 ? 'progress' : 'progressFailed', { done, failed, total })}</p>`;
  }

  #renderFailure({ failure }: BatchState): TemplateResult | typeof nothing {
    const { words, refusals, vocabulary } = this;
    if (this.notReady) return html`<p class="note warn">${icon('warning')}<span>${words.text('notReady')}</span></p>`;
    if (failure === null) return nothing;
    const { code, facts, retryable } = failure;
    const { reason, next } = refusalWords(code, refusals, undefined, facts);
    const notice = { title: words.text('failedTitle'), reason: `${reason} ${next}`.trim(), kept: words.text('kept'), code, retryable };
    return html`<div class="failed">${failureNotice(notice, vocabulary)}</div>`;
  }

  /** All acts in one sentence, and what confirms them; where the session's word is enough, the button at the foot does. */
  #renderCheck({ batch }: BatchState): TemplateResult | typeof nothing {
    if (!batch) return nothing;
    if (this.batch.takesSession) return html`<div class="check">${batchSentence(batch.view.act, this.intentWords)}</div>`;
    this.#check ??= embeddedElement(IntentCheck);
    if (this.#check === null) return html`<p class="note warn">${icon('warning')}<span>${this.words.text('checkNeeded')}</span></p>`;
    Object.assign(this.#check, { challenge: batch.view, confirm: this.#give, deviceOf: this.deviceOf });
    return html`<div class="check" @seal-verified=${() => void this.#sign()}>${this.#check}</div>`;
  }

  #renderList(state: BatchState): TemplateResult {
    const { words } = this;
    if (this.documents === undefined)
      return html`<div class="loading" role="status" aria-label=${this.vocabulary.text('loading')}>
        <i class="skeleton"></i><i class="skeleton"></i><i class="skeleton"></i>
      </div>`;
    if (this.documents.length === 0)
      return html`<div class="empty stack">
        <p><b>${words.text('empty')}</b></p>
        <p class="secondary">${words.text('emptyText')}</p>
      </div>`;
    const rows = state.step === 'confirm' ? state.rows.filter(({ stage }) => stage === 'waiting' || stage === 'failed') : state.rows;
    return html`${state.step === 'choose' ? this.#renderChooseAll(state) : nothing}
      <ul class="rows" aria-label=${words.text('documents')}>
        ${rows.map((row) => batchRow(row, state, this.#rowScene))}
      </ul>`;
  }

  #renderChooseAll({ rows, work }: BatchState): TemplateResult {
    const open = rows.filter(isChoosable);
    const count = open.filter(({ chosen }) => chosen).length;
    return html`<div class="line wrap choose-all">
      <label class="line"
        ><input
          type="checkbox"
          class="all"
          .checked=${count > 0 && count === open.length}
          .indeterminate=${count > 0 && count < open.length}
          ?disabled=${open.length === 0 || work !== null}
          @change=${(event: Event) => this.batch.chooseAll((event.target as HTMLInputElement).checked)}
        /><span>${this.words.text('chooseAll')}</span></label
      >
      <span class="small muted num">${this.words.text('chosen', { count, total: rows.length })}</span>
    </div>`;
  }

  #renderFoot(state: BatchState): TemplateResult {
    return batchFoot(state, {
      words: this.words,
      max: Math.min(this.max, MAX_BATCH_ACTS),
      requireView: this.requireView,
      takesSession: this.batch.takesSession,
      next: () => void this.batch.prepare(),
      back: () => this.batch.back(),
      confirm: () => void this.#confirm(),
      pause: () => this.batch.pause(),
      resume: () => this.batch.resume(),
      stop: () => this.batch.stop(),
      retry: () => void this.batch.retry(),
      downloadReceipts: () => this.#downloadReceipts(),
    });
  }

  get #rowScene() {
    const { words, vocabulary, refusals, locale, requireView } = this;
    return {
      words,
      vocabulary,
      refusals,
      locale,
      requireView,
      choose: (row: BatchRow, chosen: boolean) => this.batch.choose(row.id, chosen),
      view: (row: BatchRow, opener: HTMLElement) => this.#view(row, opener),
      download: (row: BatchRow) => this.#download(row),
    };
  }

  #services(): SigningServices | null {
    const { context } = this;
    if (!context?.client || !context.session) return null;
    const tasks = this.tasks ?? (this.#ownTasks ??= createTaskRunner(context.assets.worker));
    return { client: context.client, session: context.session, trust: context.trust ?? EMPTY_TRUST, tasks, clock: context.clock };
  }

  #view(row: BatchRow, opener: HTMLElement): void {
    this.viewing.open(row, opener);
    this.batch.markOpened(row.id);
    this.dispatchEvent(new SealDocumentOpenEvent(row.id));
  }

  /** A host may say no; then nothing is sent. */
  #mayConfirm(): boolean {
    const { batch } = this.batch.state;
    return batch !== null && this.dispatchEvent(new SealBeforeBatchEvent(batch.view.act));
  }

  readonly #give: ConfirmIntent = async (given) => {
    // Whoever waits at a provider is asked for many times; the page hears of it once, when the person gave something.
    if (!given.asksOnly && !this.#mayConfirm()) throw new SigningStop('BATCH_STOPPED', 'expected the page to let it go on');
    await this.batch.give(given);
  };

  async #confirm(): Promise<void> {
    if (this.#mayConfirm() && (await this.batch.confirm())) await this.#sign();
  }

  async #sign(): Promise<void> {
    await this.batch.sign({ concurrency: this.concurrency, stopOnError: this.stopOnError });
  }

  #tell(news: BatchNews): void {
    if (news.kind === 'progress') {
      this.dispatchEvent(new SealBatchProgressEvent(news));
      return;
    }
    const { rows } = this.batch.state;
    const failures = rows.flatMap(({ id, stage, failure }) =>
      stage === 'failed' && failure !== null ? [{ documentId: id, code: failure.code, retryable: failure.retryable }] : [],
    );
    const receipts = this.#signed();
    this.live.announce(this.words.text('sayDone', { done: receipts.length, failed: failures.length }));
    this.dispatchEvent(new SealBatchCompleteEvent(receipts, failures));
  }

  #signed(): readonly SignedOfBatch[] {
    return this.batch.state.rows.flatMap(({ id, signed }) =>
      signed === null ? [] : [{ documentId: id, file: signed.file, receipt: signed.receipt }],
    );
  }

  #download({ id, signed }: BatchRow): void {
    if (signed === null) return;
    saveFile(signed.file, signed.file.name);
    this.batch.markDownloaded(id);
  }

  /** One JSON list: which document, and its receipt as a compact JWS. */
  #downloadReceipts(): void {
    const list = this.#signed().map(({ documentId, file, receipt }) => ({ documentId, file: file.name, receipt }));
    saveFile(new Blob([`${JSON.stringify(list, null, 2)}\n`], { type: 'application/json' }), 'receipts.json');
  }

  readonly #warn = (event: BeforeUnloadEvent): void => {
    if (this.batch.hasUnsavedWork) event.preventDefault();
  };
}
