import type { SealView } from '@sealkit/core/protocol';
import type { SealState } from '@sealkit/core/seal';
import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { SealClient } from '../client/seal-client.ts';
import { formatInstant, formatMillimetres } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import { LiveRegion } from '../foundation/live-region.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import { REFUSALS } from '../foundation/refusals.messages.ts';
import { SealElement } from '../foundation/seal-element.ts';
import type { EventSource } from '../foundation/seal-event.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import { sealStateBadge } from '../foundation/seal-state.ts';
import { personalWords } from '../foundation/personal-words.ts';
import { lifecycleBar } from './lifecycle-bar.ts';
import { LifecycleSteps } from './lifecycle-steps.ts';
import { LIFECYCLE_MESSAGES } from './seal-lifecycle.messages.ts';
import { lifecycleStyles } from './seal-lifecycle.styles.ts';

/**
 * State of one seal and the steps that lead on from it. A step that cannot be taken stays visible with its reason. Every step
 * needs a reason; the final one also the seal's number, typed.
 *
 * @fires seal-before-state-change - Before the server is asked; cancelable.
 * @fires seal-state-change - The server changed the state; carries the receipt.
 * @fires seal-before-proposal-end - Before a step that waits for a second person is taken back or turned down; cancelable.
 * @fires seal-proposal-end - It waits no more; carries the receipt.
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
  @state() private error: unknown = null;

  private readonly words = this.bind(LIFECYCLE_MESSAGES);
  private readonly refusals = this.bind(REFUSALS);
  private readonly live = new LiveRegion(this);
  private readonly steps = new LifecycleSteps(this, {
    seal: () => this.#shown(),
    context: () => this.context,
    live: this.live,
    words: this.words,
    vocabulary: this.vocabulary,
    refusals: this.refusals,
    timeZone: () => this.timeZone,
    changed: (seal) => (this.known = seal),
    refresh: () => void this.refresh(),
  });
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

  /** Asks the server for a step. True when it was taken, or now waits for a second person. */
  changeState(to: SealState, reason: string, source: EventSource = 'api'): Promise<boolean> {
    return this.steps.change(to, reason, source);
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    this.#hadFocus = this.hasUpdated && this.shadowRoot?.activeElement instanceof HTMLElement;
    if (changed.has('seal')) this.known = null;
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
          <dd class="num">${seal.widthUm === 0 ? '—' : `${formatMillimetres(seal.widthUm)} × ${formatMillimetres(seal.heightUm)} mm`}</dd>
          ${
            seal.stateReason === null
              ? nothing
              : html`<dt>${words.text('reason')}</dt>
                  <dd><bdi>${personalWords(seal.stateReason, vocabulary, timeZone)}</bdi></dd>`
          }
          <dt>${words.text('lastUsed')}</dt>
          <dd class="num">${seal.lastUsedAt === null ? words.text('never') : formatInstant(seal.lastUsedAt, timeZone)}</dd>
        </dl>
      </div>
      ${this.steps.renderAsked(seal)} ${this.steps.renderPending(seal)} ${seal.transitions.length === 0 ? nothing : this.#renderSteps(seal)}
      ${this.steps.renderError()}`;
  }

  #renderSteps(seal: SealView): TemplateResult {
    return html`<section class="stack">
      <h3>${this.words.text('whatYouCanDo')}</h3>
      <div class="steps">
        ${this.steps.renderSteps(seal)}
        <slot name="actions"></slot>
      </div>
    </section>`;
  }

  #renderError(): TemplateResult | typeof nothing {
    return refusalNotice(
      this.error,
      {
        title: this.words.text('notRead'),
        action: { label: this.vocabulary.text('refresh'), icon: 'refresh', run: () => void this.refresh() },
      },
      { refusals: this.refusals, vocabulary: this.vocabulary },
    );
  }
}
