import type { IntentMethod } from '@sealkit/core/protocol';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { AskedIntent, ConfirmIntent } from '../controllers/given-intent.ts';
import { type DeviceOf, IntentController } from '../controllers/intent-controller.ts';
import { subjectOfAsked } from '../controllers/intent-state.ts';
import { focusFault } from '../foundation/form-fields.ts';
import { LiveRegion } from '../foundation/live-region.ts';
import { REFUSALS } from '../foundation/refusals.messages.ts';
import { SealElement } from '../foundation/seal-element.ts';
import { actSentence } from '../signing-dialog/act-sentence.ts';
import { actSentenceStyles } from '../signing-dialog/act-sentence.styles.ts';
import { DIALOG_MESSAGES } from '../signing-dialog/signing-dialog.messages.ts';
import { batchSentence } from './batch-sentence.ts';
import { INTENT_MESSAGES } from './intent-check.messages.ts';
import { intentCheckStyles } from './intent-check.styles.ts';
import { tellIntentNews } from './intent-news.ts';
import { intentAction, intentPanel } from './intent-panel.ts';
import type { IntentScene } from './intent-scene.ts';
import { intentStyles } from './intent.styles.ts';

/**
 * Has the person confirm one act, or several at once, by something that they have or are: a code, a passkey, a provider's page. It shows the act and
 * hands on what the person gives; `<signing-dialog>` has the same as one of its steps.
 *
 * @fires seal-method-change - Another way is chosen.
 * @fires seal-challenge-sent - A proof was begun; a code, if any, is on its way.
 * @fires seal-verified - The server accepted what was given.
 * @fires seal-failed - What was given was refused, or nothing was given.
 * @fires seal-locked - Codes of this account are taken no more for a while.
 * @csspart action - The button that leads on.
 */
export class IntentCheck extends SealElement {
  static override styles: CSSResultGroup = [SealElement.styles, actSentenceStyles, intentStyles, intentCheckStyles];

  /** What waits for the person: an act as `POST /uses` answered it, or several as `POST /intent-batches` did. */
  @property({ attribute: false }) challenge: AskedIntent | undefined = undefined;
  /** Brings what was given to the server; it rejects with the refusal. */
  @property({ attribute: false }) confirm: ConfirmIntent | undefined = undefined;
  /** What a face provider's script in the page says of the device, where the provider asks for it. */
  @property({ attribute: false }) deviceOf: DeviceOf | undefined = undefined;

  private readonly words = this.bind(INTENT_MESSAGES);
  private readonly actWords = this.bind(DIALOG_MESSAGES);
  private readonly refusals = this.bind(REFUSALS);
  private readonly live = new LiveRegion(this);
  private readonly intent: IntentController = new IntentController(this, (news) =>
    tellIntentNews(news, { element: this, live: this.live, words: this.words, intent: () => this.intent }),
  );
  #opened: AskedIntent | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#opened = undefined;
  }

  /** Begins a proof by a method; another one of the same method is more time or another code. */
  async start(method: IntentMethod): Promise<void> {
    if (this.intent.state.chosen !== method) await this.intent.choose(method);
    if (this.intent.state.intent === null) await this.intent.goOn();
  }

  /** More time, or another code. */
  resend(): Promise<void> {
    return this.intent.start();
  }

  /** Ends a wait for the device or the provider. */
  cancel(): void {
    this.intent.stop();
  }

  override willUpdate(_changed: PropertyValues<this>): void {
    const { challenge, context } = this;
    // Taken out of the page, it is over: an update that is still due must not begin another proof.
    if (!this.isConnected || challenge === this.#opened || !challenge || !context?.client) return;
    this.#opened = challenge;
    const give: ConfirmIntent = async (given) => {
      if (!this.confirm) throw new TypeError('confirm: expected a function that brings the answer to the server');
      await this.confirm(given);
    };
    const { client, clock } = context;
    void this.intent.open({ client, clock, subject: subjectOfAsked(client, challenge), confirm: give, deviceOf: this.deviceOf });
  }

  override render(): TemplateResult {
    const challenge = this.intent.state.subject && this.challenge;
    return html`<div class="stack" lang=${this.locale}>
      ${challenge ? html`${this.#renderAct(challenge)} ${intentPanel(this.#scene)} ${this.#renderAction()}` : nothing} ${this.live.render()}
    </div>`;
  }

  #renderAct(challenge: AskedIntent): TemplateResult {
    if ('batchId' in challenge) return batchSentence(challenge.act, this.words);
    return actSentence(challenge.act, challenge.act.placements.length, { words: this.actWords });
  }

  #renderAction(): TemplateResult | typeof nothing {
    const action = intentAction(this.#scene);
    if (!action) return nothing;
    return html`<p>
      <button
        type="button"
        part="action"
        class="button primary"
        aria-disabled=${action.busy ? 'true' : 'false'}
        @click=${() => !action.busy && void this.#goOn()}
      >
        ${action.label}
      </button>
    </p>`;
  }

  get #scene(): IntentScene {
    const { intent, words, refusals, vocabulary } = this;
    return { intent, words, refusals, vocabulary, goOn: () => void this.#goOn() };
  }

  async #goOn(): Promise<void> {
    await this.intent.goOn();
    await this.updateComplete;
    focusFault(this.shadowRoot, '.code');
  }
}
