import type { ApprovalDecisionRequest, ApprovalResult, ApprovalView } from '@sealkit/core/protocol';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { ClientCallOptions, SealClient } from '../client/seal-client.ts';
import { AskController } from '../controllers/ask-controller.ts';
import { DocumentViewer } from '../document-viewer/document-viewer.ts';
import { embeddedElement } from '../foundation/embedded-element.ts';
import { icon } from '../foundation/icons.ts';
import { LiveRegion } from '../foundation/live-region.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import { REFUSALS } from '../foundation/refusals.messages.ts';
import { SealElement } from '../foundation/seal-element.ts';
import { tabListStyles } from '../foundation/tab-list.styles.ts';
import { tabList } from '../foundation/tab-list.ts';
import { FileDrop } from '../verification-report/file-drop.ts';
import { createTaskRunner, type TaskRunner } from '../worker/task-runner.ts';
import { approvalAside } from './approval-aside.ts';
import { approvalDocument, approvalMarks } from './approval-document.ts';
import { approvalList } from './approval-list.ts';
import { ApprovalQueue, type ApprovalBox } from './approval-queue.ts';
import type { ApprovalScene, DecisionDraft } from './approval-scene.ts';
import { Countersigning } from './countersigning.ts';
import { SealApprovalOpenEvent, SealBeforeDecisionEvent, SealDecisionEvent, type SealDecision } from './seal-approval.events.ts';
import { APPROVAL_MESSAGES } from './seal-approval.messages.ts';
import { approvalStyles } from './seal-approval.styles.ts';
import { SeenDocument } from './seen-document.ts';

const BOXES = ['for-me', 'mine', 'done'] as const;
const NOTHING_WRITTEN: DecisionDraft = { comment: '', tried: null };

/**
 * Requests for the use of a seal: a queue, or one request. The approver sees the document with the exact places, what the
 * register checked, and the permit before it is created. The document is compared in this page and goes nowhere.
 *
 * @fires seal-approval-open - Another request is open, or none.
 * @fires seal-before-decision - Before a decision or a withdrawal goes out; cancelable.
 * @fires seal-decision - The server took it; carries the receipt.
 * @csspart queue - The list of requests.
 * @csspart decision - What is asked for, and the decision.
 */
export class SealApproval extends SealElement {
  static override styles: CSSResultGroup = [SealElement.styles, tabListStyles, approvalStyles];

  /** One request alone, without the queue. */
  @property({ attribute: 'approval-id' }) approvalId: string | undefined = undefined;
  /** Requests for this seal alone. */
  @property({ attribute: 'seal-number' }) sealNumber: string | undefined = undefined;
  /** Requests that wait for the person, that the person made, or that ended. */
  @property() box: ApprovalBox = 'for-me';
  /** Gives the file of a request; null, or nothing set: the person brings it. */
  @property({ attribute: false }) loadDocument: ((approval: ApprovalView) => Promise<Blob | null>) | undefined = undefined;
  /** Runs the work over documents; a worker by default. */
  @property({ attribute: false }) tasks: TaskRunner | undefined = undefined;

  @state() private openId: string | null = null;
  @state() private draft: DecisionDraft = NOTHING_WRITTEN;
  @state() private place = 0;

  private readonly words = this.bind(APPROVAL_MESSAGES);
  private readonly refusals = this.bind(REFUSALS);
  private readonly live = new LiveRegion(this);
  private readonly queue = new ApprovalQueue(this);
  private readonly asking = new AskController(this);
  private readonly countersigning = new Countersigning(this);
  private readonly seen = new SeenDocument(this, { tasks: () => this.#tasks(), load: () => this.loadDocument });
  private readonly dropping = new FileDrop(this, (file) => void this.seen.take(file));
  #viewer: DocumentViewer | null | undefined;
  #ownTasks: TaskRunner | undefined;
  #asked: readonly unknown[] = [];
  #followed: string | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#ownTasks?.close();
    this.#ownTasks = undefined;
  }

  /** Reads the queue, or the request, again. */
  async refresh(): Promise<void> {
    await this.queue.refresh();
  }

  /** Opens a request of the queue by its id; null closes the one that is open. */
  openApproval(id: string | null): void {
    if (id === this.openId) return;
    this.openId = id;
    this.dispatchEvent(new SealApprovalOpenEvent(id));
    void this.updateComplete.then(() => this.#focus(id));
  }

  override willUpdate(_changed: PropertyValues<this>): void {
    this.#ask();
    const open = this.#open();
    if ((open?.id ?? null) === this.#followed) return;
    this.#followed = open?.id ?? null;
    this.draft = NOTHING_WRITTEN;
    this.place = 0;
    this.asking.error = null;
    this.countersigning.forget();
    void this.seen.open(open);
  }

  override updated(): void {
    const { state: seen } = this.seen;
    const open = this.#open();
    if (!this.#viewer || !open || seen.status !== 'seen' || this.#viewer.document === seen.document) return;
    this.#viewer.marks = approvalMarks(open, seen, this.#scene());
    this.#viewer.document = seen.document;
    this.#viewer.page = this.#viewer.marks[0]?.placement.page ?? 1;
  }

  override render(): TemplateResult {
    const open = this.#open();
    const single = this.approvalId !== undefined;
    return html`<div class="approval ${single ? 'single' : ''} ${open ? 'with-open' : ''}" lang=${this.locale}>
      ${single ? nothing : this.#renderQueue()} ${single ? this.#renderWaiting() : nothing}
      ${open ? this.#renderOpen(open, single) : single ? nothing : html`<p class="choose-one muted">${this.words.text('chooseOne')}</p>`}
      ${this.live.render()}
    </div>`;
  }

  #renderQueue(): TemplateResult {
    const { words } = this;
    const { list } = this.queue;
    return html`<section class="queue-side" part="queue" aria-labelledby="queue-title">
      <header class="queue-head line">
        <h2 id="queue-title" class="grow">${words.text('queue')}</h2>
        <button
          type="button"
          class="icon-button"
          aria-label=${this.vocabulary.text('refresh')}
          title=${this.vocabulary.text('refresh')}
          @click=${() => void this.refresh()}
        >
          ${icon('refresh')}
        </button>
      </header>
      ${tabList(
        BOXES.map((name) => ({ name, label: words.text(`box-${name}`), count: name === this.box ? this.#count(name) : undefined })),
        this.box,
        { label: words.text('queue'), choose: (box) => this.#choose(box) },
      )}
      <div id="panel" role="tabpanel" aria-labelledby="tab-${this.box}" aria-busy=${this.queue.loading ? 'true' : 'false'}>
        ${this.#renderWaiting()} ${list && list.length > 0 ? approvalList(list, this.#scene()) : nothing} ${this.#renderMore()}
        ${
          list?.length === 0
            ? html`<div class="empty">
                ${icon('check')}
                <p>${words.text(`empty-${this.box}`)}</p>
              </div>`
            : nothing
        }
      </div>
    </section>`;
  }

  /** Of what waits for the person, what they decided meanwhile no longer counts. */
  #count(box: ApprovalBox): number | undefined {
    const { list } = this.queue;
    return box === 'for-me' ? list?.filter(({ status }) => status === 'pending').length : list?.length;
  }

  #renderMore(): TemplateResult | typeof nothing {
    if (this.queue.nextCursor === null || !this.queue.list) return nothing;
    return html`<p class="queue-more">
      <button type="button" class="button" aria-disabled=${this.queue.loading ? 'true' : 'false'} @click=${() => void this.queue.more()}>
        ${this.words.text('older')}
      </button>
    </p>`;
  }

  #renderWaiting(): TemplateResult | typeof nothing {
    const { words, vocabulary, refusals } = this;
    if (this.queue.error !== null)
      return refusalNotice(
        this.queue.error,
        { title: words.text('notRead'), action: { label: vocabulary.text('retry'), icon: 'refresh', run: () => void this.refresh() } },
        { refusals, vocabulary },
      );
    if (this.queue.list) return nothing;
    if (!this.context?.client) return html`<p class="empty muted">${words.text('noProvider')}</p>`;
    return html`<div class="waiting" role="status" aria-label=${vocabulary.text('loading')}>
      ${[1, 2, 3].map(() => html`<i class="skeleton queue-skeleton"></i>`)}
    </div>`;
  }

  #renderOpen(open: ApprovalView, single: boolean): TemplateResult {
    const scene = this.#scene();
    this.#viewer ??= this.#makeViewer();
    return html`${approvalDocument(open, scene, {
      viewer: this.#viewer,
      place: this.place,
      goTo: (place) => this.#goTo(place),
      over: this.dropping.over,
      back: single ? null : () => this.openApproval(null),
    })}
    ${approvalAside(open, scene)}`;
  }

  /** The first place shows as soon as the document does. */
  #makeViewer(): DocumentViewer | null {
    const viewer = embeddedElement(DocumentViewer);
    viewer?.addEventListener('seal-document-loaded', () => viewer.goToMark(this.place));
    return viewer;
  }

  #scene(): ApprovalScene {
    return {
      words: this.words,
      vocabulary: this.vocabulary,
      refusals: this.refusals,
      locale: this.locale,
      timeZone: this.timeZone,
      now: () => this.context?.clock.now() ?? new Date(0),
      person: this.context?.session?.person.id ?? null,
      open: this.#open(),
      seen: this.seen,
      asking: this.asking,
      countersigning: this.countersigning,
      draft: this.draft,
      show: (id) => this.openApproval(id),
      write: (comment) => (this.draft = { ...this.draft, comment }),
      decide: (decision) => void this.#decide(decision),
      take: (file) => void this.seen.take(file),
    };
  }

  #open(): ApprovalView | null {
    const { list } = this.queue;
    if (this.approvalId !== undefined) return list?.[0] ?? null;
    return list?.find(({ id }) => id === this.openId) ?? null;
  }

  /** Asks once for each client, person and question. */
  #ask(): void {
    const client = this.context?.client;
    const person = this.context?.session?.person.id ?? null;
    const asked = [client, person, this.approvalId, this.sealNumber, this.box];
    if (!client || person === null || asked.every((value, at) => value === this.#asked[at])) return;
    this.#asked = asked;
    if (this.approvalId !== undefined) void this.queue.openOne(client, this.approvalId);
    else void this.queue.openBox(client, { box: this.box, ...(this.sealNumber === undefined ? {} : { sealNumber: this.sealNumber }) });
  }

  async #decide(decision: SealDecision): Promise<void> {
    const client = this.context?.client;
    const approval = this.#open();
    if (!client || !approval || this.asking.busy) return;
    const comment = this.draft.comment.trim();
    if (decision !== 'approved' && comment === '') {
      this.draft = { ...this.draft, tried: decision };
      await this.updateComplete;
      this.shadowRoot?.querySelector<HTMLElement>('[name=comment]')?.focus();
      return;
    }
    if (!this.dispatchEvent(new SealBeforeDecisionEvent(approval, decision, comment))) return;
    const result: ApprovalResult | null = await this.asking.ask((options) =>
      decision === 'withdrawn'
        ? client.withdrawApproval(approval.id, comment, options)
        : this.#send(client, approval, { decision, comment }, options),
    );
    if (!this.asking.awaitsRepeat) this.countersigning.forget();
    if (!result) return;
    this.draft = NOTHING_WRITTEN;
    this.queue.replace(result.approval);
    this.live.announce(this.words.text(`done-${decision}`, { document: approval.envelope.name }));
    this.dispatchEvent(new SealDecisionEvent(result.approval, decision, result.receipt));
    await this.updateComplete;
    this.shadowRoot?.querySelector<HTMLElement>('#decision-title')?.focus();
  }

  async #send(
    client: SealClient,
    approval: ApprovalView,
    { decision, comment }: Pick<ApprovalDecisionRequest, 'decision' | 'comment'>,
    options: ClientCallOptions,
  ): Promise<ApprovalResult> {
    const { state: seen } = this.seen;
    const asked = decision === 'approved' && approval.countersigns !== null;
    if (asked) this.live.announce(this.words.text('passkeyWaits'));
    const answer = asked ? { countersignature: await this.countersigning.give(client, approval, options) } : {};
    const attestation = seen.status === 'seen' ? seen.attestation : null;
    return client.decide(approval.id, { decision, comment, requestDigest: approval.requestDigest, attestation, ...answer }, options);
  }

  #choose(box: ApprovalBox): void {
    this.openApproval(null);
    this.box = box;
  }

  #goTo(place: number): void {
    this.place = place;
    this.#viewer?.goToMark(place);
    const mark = this.#viewer?.marks[place];
    if (mark) this.live.announce(`${this.words.text('onPage', { page: mark.placement.page })} ${mark.label}`);
  }

  #focus(id: string | null): void {
    const root = this.shadowRoot;
    if (id !== null) root?.querySelector<HTMLElement>('#decision-title')?.focus();
    else root?.querySelector<HTMLElement>(`.tab[aria-selected='true']`)?.focus();
  }

  #tasks(): TaskRunner {
    return this.tasks ?? (this.#ownTasks ??= createTaskRunner(this.context?.assets.worker));
  }
}
