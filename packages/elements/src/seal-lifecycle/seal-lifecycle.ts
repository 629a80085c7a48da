import type { SealTransitionResult, SealView } from '@sealkit/core/protocol';
import type { SealState } from '@sealkit/core/seal';
import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ClientError } from '../client/client-error.ts';
import type { SealClient } from '../client/seal-client.ts';
import { failureNotice } from '../foundation/failure-notice.ts';
import { formatInstant, formatMillimetres } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import { LiveRegion } from '../foundation/live-region.ts';
import { refusalWords } from '../foundation/refusal-words.ts';
import { REFUSALS } from '../foundation/refusals.messages.ts';
import { SealElement } from '../foundation/seal-element.ts';
import type { EventSource } from '../foundation/seal-event.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import { sealStateBadge } from '../foundation/seal-state.ts';
import { lifecycleBar, STEP_ICONS } from './lifecycle-bar.ts';
import { SealBeforeStateChangeEvent, SealStateChangeEvent } from './seal-lifecycle.events.ts';
import { LIFECYCLE_MESSAGES } from './seal-lifecycle.messages.ts';
import { lifecycleStyles } from './seal-lifecycle.styles.ts';
import { draftFault, isFinal, stepLabel, transitionForm, type TransitionDraft } from './transition-form.ts';

/**
 * State of one seal and the steps that lead on from it. A step that cannot be taken stays visible with its reason. Every step
 * needs a reason; the final one also the seal's number, typed.
 *
 * @fires seal-before-state-change - Before the server is asked; cancelable.
 * @fires seal-state-change - The server changed the state; carries the receipt.
 * @slot actions - Further actions of the host beside the steps.
 * @csspart cycle - The bar of states.
 */
export class SealLifecycle extends SealElement {
  static override styles: CSSResultGroup = [SealElement.styles, lifecycleStyles];

  /** The seal to read from the server. */
  @property({ attribute: 'seal-number' }) sealNumber: string | undefined = undefined;
  /** The seal as the host has it; nothing is read from the server then. */
  @property({ attribute: false }) seal: SealView | undefined = undefined;

  @state() private known: SealView | null = null;
  @state() private draft: TransitionDraft | null = null;
  @state() private busy = false;
  @state() private error: unknown = null;

  private readonly words = this.bind(LIFECYCLE_MESSAGES);
  private readonly refusals = this.bind(REFUSALS);
  private readonly live = new LiveRegion(this);
  #hadFocus = false;
  #readFor: { readonly client: SealClient; readonly number: string } | null = null;

  /** Reads the seal anew. */
  async refresh(): Promise<void> {
    const client = this.context?.client;
    const number = this.sealNumber ?? this.seal?.number;
    if (!client || number === undefined) return;
    try {
      this.known = await client.seal(number);
      this.error = null;
    } catch (error) {
      this.error = error;
    }
  }

  /** Asks the server for a step. True when it was taken. */
  async changeState(to: SealState, reason: string, source: EventSource = 'api'): Promise<boolean> {
    const seal = this.#shown();
    const client = this.context?.client;
    if (!seal || !client || this.busy) return false;
    const change = { sealNumber: seal.number, from: seal.state, to, reason: reason.trim(), source };
    if (!this.dispatchEvent(new SealBeforeStateChangeEvent(change))) return false;
    this.busy = true;
    this.live.announce(this.words.text('changing'));
    let result: SealTransitionResult;
    try {
      result = await client.changeSealState(seal.number, { to, reason: change.reason });
    } catch (error) {
      this.error = error;
      return false;
    } finally {
      this.busy = false;
    }
    this.known = result.seal;
    this.error = null;
    this.draft = null;
    this.live.announce(this.words.text('changed', { name: result.seal.name, state: this.vocabulary.text(`state-${result.seal.state}`) }));
    this.dispatchEvent(new SealStateChangeEvent(change, result.receipt));
    return true;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    this.#hadFocus = this.hasUpdated && this.shadowRoot?.activeElement instanceof HTMLElement;
    if (changed.has('seal')) this.known = null;
    if (this.draft && !this.#shown()?.transitions.some(({ to, allowed }) => allowed && to === this.draft?.to)) this.draft = null;
    const client = this.context?.client;
    const number = this.sealNumber;
    if (this.seal || !client || number === undefined) return;
    if (this.#readFor?.client === client && this.#readFor.number === number) return;
    this.#readFor = { client, number };
    void this.refresh();
  }

  /** With a new state the step that had the focus may be gone: the first one that can be taken has it then, else the name. */
  override updated(): void {
    const root = this.shadowRoot;
    if (!this.#hadFocus || root?.activeElement) return;
    const place = root?.querySelector<HTMLElement>('.step .button[aria-disabled="false"]') ?? root?.querySelector<HTMLElement>('.head h2');
    place?.focus();
  }

  override render(): TemplateResult {
    const seal = this.#shown();
    return html`<section lang=${this.locale}>
      ${seal ? this.#renderSeal(seal) : this.#renderWaiting()} ${this.#renderError()} ${this.live.render()}
    </section>`;
  }

  #shown(): SealView | null {
    return this.known ?? this.seal ?? null;
  }

  #renderWaiting(): TemplateResult | typeof nothing {
    if (this.error !== null) return nothing;
    return html`<div class="stack" role="status" aria-label=${this.vocabulary.text('loading')}>
      <i class="skeleton line-1"></i><i class="skeleton line-2"></i>
    </div>`;
  }

  #renderSeal(seal: SealView): TemplateResult {
    const { words, vocabulary, timeZone } = this;
    return html`<header class="head line">
        <h2 class="grow" tabindex="-1"><bdi>${seal.name}</bdi></h2>
        ${seal.testMaterial ? html`<span class="badge">${vocabulary.text('testMaterial')}</span>` : nothing}
        ${sealStateBadge(seal.state, vocabulary)}
      </header>
      <div part="cycle">${lifecycleBar(seal, { words, vocabulary, timeZone })}</div>
      <div class="facts-and-face">
        <span class="chip millimetres ${seal.state === 'active' ? '' : 'off'}"
          >${seal.current ? sealPicture(seal.current.face) : icon('seal')}</span
        >
        <dl class="facts small">
          <dt>${words.text('number')}</dt>
          <dd><code>${seal.number}</code></dd>
          ${
            seal.current
              ? html`<dt>${words.text('version')}</dt>
                  <dd>${vocabulary.text('version', { version: seal.current.version })}</dd>`
              : nothing
          }
          <dt>${words.text('size')}</dt>
          <dd class="num">${formatMillimetres(seal.widthUm)} × ${formatMillimetres(seal.heightUm)} mm</dd>
          ${
            seal.stateReason === null
              ? nothing
              : html`<dt>${words.text('reason')}</dt>
                  <dd><bdi>${seal.stateReason}</bdi></dd>`
          }
          <dt>${words.text('lastUsed')}</dt>
          <dd class="num">${seal.lastUsedAt === null ? words.text('never') : formatInstant(seal.lastUsedAt, timeZone)}</dd>
        </dl>
      </div>
      ${seal.transitions.length === 0 ? nothing : this.#renderSteps(seal)}`;
  }

  #renderSteps(seal: SealView): TemplateResult {
    return html`<section class="stack">
      <h3>${this.words.text('whatYouCanDo')}</h3>
      <div class="steps">
        ${seal.transitions.map((step) => this.#renderStep(seal, step))}
        <slot name="actions"></slot>
      </div>
    </section>`;
  }

  #renderStep(seal: SealView, step: SealView['transitions'][number]): TemplateResult {
    const { words, vocabulary } = this;
    const open = this.draft?.to === step.to;
    const why = `why-${step.to}`;
    return html`<div class="step">
        <button
          type="button"
          class="button ${isFinal(step.to) && step.allowed ? 'danger' : ''}"
          aria-disabled=${step.allowed ? 'false' : 'true'}
          aria-expanded=${step.allowed ? (open ? 'true' : 'false') : nothing}
          aria-describedby=${why}
          data-to=${step.to}
          @click=${() => this.#open(step)}
        >
          ${icon(STEP_ICONS[step.to])}<span>${words.text(stepLabel(step.to, seal.state))}</span>
        </button>
        <span class="why" id=${why}
          >${step.allowed ? nothing : icon('lock')}<span
            >${step.allowed ? words.text(`effect-${step.to}`) : this.#reasonWords(step.reason)}</span
          ></span
        >
      </div>
      ${
        open && this.draft
          ? transitionForm(seal, this.draft, {
              words,
              vocabulary,
              busy: this.busy,
              change: (part) => (this.draft = this.draft && { ...this.draft, ...part }),
              send: (event) => this.#send(event, seal),
              cancel: () => this.#cancel(),
            })
          : nothing
      }`;
  }

  #renderError(): TemplateResult | typeof nothing {
    if (this.error === null) return nothing;
    const code = this.error instanceof ClientError ? this.error.code : 'OTHER';
    const { reason, next } = refusalWords(code, this.refusals);
    const retryable = this.error instanceof ClientError && this.error.retryable;
    return failureNotice(
      {
        title: this.words.text(this.#shown() ? 'failed' : 'notRead'),
        reason: `${reason} ${next}`,
        ...(this.draft ? { kept: this.words.text('failedKept') } : {}),
        code,
        retryable,
        action: { label: this.vocabulary.text('refresh'), icon: 'refresh', run: () => void this.refresh() },
      },
      this.vocabulary,
    );
  }

  #reasonWords(reason: string | undefined): string {
    const id = `why-${reason ?? ''}`;
    return this.words.has(id) ? this.words.text(id) : this.words.text('unavailable', { code: reason ?? '—' });
  }

  #open(step: SealView['transitions'][number]): void {
    if (!step.allowed) return;
    const open = this.draft?.to === step.to;
    this.draft = open ? null : { to: step.to, reason: this.draft?.reason ?? '', typedNumber: '', tried: false };
    this.error = null;
    if (!open) void this.updateComplete.then(() => this.shadowRoot?.querySelector<HTMLElement>('.form .reason')?.focus());
  }

  #cancel(): void {
    const to = this.draft?.to;
    this.draft = null;
    void this.updateComplete.then(() => this.shadowRoot?.querySelector<HTMLElement>(`[data-to="${to}"]`)?.focus());
  }

  #send(event: Event, seal: SealView): void {
    event.preventDefault();
    const { draft } = this;
    if (!draft || this.busy) return;
    this.draft = { ...draft, tried: true };
    const fault = draftFault(draft, seal);
    if (fault === null) {
      const submitter = event instanceof SubmitEvent ? event.submitter : null;
      void this.changeState(draft.to, draft.reason, submitter?.matches(':active, :hover') ? 'pointer' : 'keyboard');
      return;
    }
    const field = fault === 'reasonMissing' ? '.form .reason' : '.form .number';
    void this.updateComplete.then(() => this.shadowRoot?.querySelector<HTMLElement>(field)?.focus());
  }
}
