import type { AuthenticatorView, IntentMethod, IntentMethodList } from '@sealkit/core/protocol';
import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { SealClient } from '../client/seal-client.ts';
import { AskController } from '../controllers/ask-controller.ts';
import { EnrolmentController } from '../controllers/enrolment-controller.ts';
import { hasPasskeys } from '../controllers/passkey.ts';
import { icon } from '../foundation/icons.ts';
import { LiveRegion } from '../foundation/live-region.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import { REFUSALS } from '../foundation/refusals.messages.ts';
import { SealElement } from '../foundation/seal-element.ts';
import { enrolmentPanel } from '../intent-check/enrolment-panel.ts';
import { INTENT_MESSAGES } from '../intent-check/intent-check.messages.ts';
import { methodName } from '../intent-check/intent-scene.ts';
import { intentStyles } from '../intent-check/intent.styles.ts';
import { authenticatorRow } from './authenticator-row.ts';
import { SealAuthenticatorsChangeEvent } from './intent-authenticators.events.ts';
import { AUTHENTICATORS_MESSAGES } from './intent-authenticators.messages.ts';
import { authenticatorsStyles } from './intent-authenticators.styles.ts';

/**
 * What the signed-in person has set up to confirm what they sign: the list, adding, removing.
 *
 * @fires seal-authenticators-change - One was set up or removed.
 */
export class IntentAuthenticators extends SealElement {
  static override styles: CSSResultGroup = [SealElement.styles, intentStyles, authenticatorsStyles];

  @state() private list: IntentMethodList | null = null;
  /** The authenticator that the person is about to remove. */
  @state() private leaving: string | null = null;
  @state() private adding: IntentMethod | null = null;

  private readonly words = this.bind(AUTHENTICATORS_MESSAGES);
  private readonly intentWords = this.bind(INTENT_MESSAGES);
  private readonly refusals = this.bind(REFUSALS);
  private readonly live = new LiveRegion(this);
  private readonly reading = new AskController(this);
  private readonly removing = new AskController(this);
  private readonly enrolment = new EnrolmentController(this, (list) => this.#enrolled(list));
  #person: string | null = null;

  /** Reads the list anew. */
  async refresh(): Promise<void> {
    const client = this.context?.client;
    const person = this.#person;
    if (!client) return;
    const list = await this.reading.ask((options) => client.intentMethods(options));
    if (person === this.#person) this.list = list ?? this.list;
    else await this.refresh();
  }

  /** Another person's list is another list. */
  override willUpdate(): void {
    const person = this.context?.session?.person.id ?? null;
    if (person === this.#person) return;
    this.#person = person;
    this.list = null;
    this.adding = null;
    this.leaving = null;
    this.enrolment.cancel();
    if (person !== null) void this.refresh();
  }

  override render(): TemplateResult {
    const { words } = this;
    return html`<section class="authenticators stack" lang=${this.locale} aria-labelledby="title">
      <h2 id="title" tabindex="-1">${words.text('title')}</h2>
      <p class="secondary">${words.text('text')}</p>
      ${this.#renderList()}
      ${refusalNotice(
        this.reading.error,
        {
          title: words.text('failedRead'),
          action: { label: this.vocabulary.text('retry'), icon: 'refresh', run: () => void this.refresh() },
        },
        { refusals: this.refusals, vocabulary: this.vocabulary },
      )}
      ${this.live.render()}
    </section>`;
  }

  #renderList(): TemplateResult | typeof nothing {
    const { list, words, vocabulary, context } = this;
    if (!list)
      return this.reading.error === null
        ? html`<div role="status" aria-label=${vocabulary.text('loading')}><i class="skeleton row-block"></i></div>`
        : nothing;
    const offered = list.methods.filter(({ enrols }) => enrols);
    return html`${
      list.authenticators.length === 0
        ? html`<p>${words.text(offered.length === 0 ? 'nothingOffered' : 'none')}</p>`
        : html`<ul>
            ${list.authenticators.map((each) =>
              authenticatorRow(each, {
                words,
                intentWords: this.intentWords,
                vocabulary,
                timeZone: this.timeZone,
                last: list.authenticators.length === 1,
                leaving: this.leaving === each.id,
                busy: this.removing.busy,
                ask: (leaving) => this.#ask(leaving ? each.id : null),
                remove: () => void this.#remove(each),
              }),
            )}
          </ul>`
    }
    ${refusalNotice(this.removing.error, { title: words.text('failedRemove') }, { refusals: this.refusals, vocabulary })}
    ${this.adding === null || !context?.client ? this.#renderAdd(offered) : this.#renderAdding(this.adding, context.client)}`;
  }

  #renderAdd(offered: IntentMethodList['methods']): TemplateResult {
    return html`<p class="line wrap">
      ${offered
        // A person has one authenticator app at a time: a second one would double what is right.
        .filter(({ method, form, ready }) => (form === 'passkey' ? hasPasskeys() : method !== 'totp' || !ready))
        .map(
          ({ method }) =>
            html`<button type="button" class="button add" value=${method} @click=${() => this.#add(method)}>
              ${icon('plus')}<span>${this.words.text('add', { method: methodName(method, this.intentWords) })}</span>
            </button>`,
        )}
    </p>`;
  }

  #renderAdding(method: IntentMethod, client: SealClient): TemplateResult {
    const { intentWords: words, vocabulary, refusals, enrolment } = this;
    return html`<div class="adding stack">
      ${enrolmentPanel(method, { words, vocabulary, refusals, enrolment, client, first: false })}
      ${
        enrolment.state.enrolment === null && enrolment.state.work === null
          ? html`<p>
              <button type="button" class="button quiet" @click=${() => this.#add(null)}>${vocabulary.text('cancel')}</button>
            </p>`
          : nothing
      }
    </div>`;
  }

  #add(method: IntentMethod | null): void {
    this.enrolment.cancel();
    this.adding = method;
    const target = method === null ? '.add' : '.adding input';
    void this.updateComplete.then(() => this.shadowRoot?.querySelector<HTMLElement>(target)?.focus());
  }

  #enrolled(list: IntentMethodList): void {
    this.list = list;
    this.adding = null;
    this.live.announce(this.intentWords.text('enrolled'));
    this.dispatchEvent(new SealAuthenticatorsChangeEvent(list.authenticators));
    this.#focusTitle();
  }

  #ask(id: string | null): void {
    const before = this.leaving;
    this.leaving = id;
    this.removing.forget();
    const target = id === null ? `[value="${before ?? ''}"]` : '.removal .button.quiet';
    void this.updateComplete.then(() => this.shadowRoot?.querySelector<HTMLElement>(target)?.focus());
  }

  async #remove({ id, name }: AuthenticatorView): Promise<void> {
    const client = this.context?.client;
    if (!client) return;
    const removed = await this.removing.ask((options) => client.removeAuthenticator(id, options));
    if (removed === null) return;
    this.leaving = null;
    this.live.announce(this.words.text('removed', { name }));
    await this.refresh();
    this.dispatchEvent(new SealAuthenticatorsChangeEvent(this.list?.authenticators ?? []));
    this.#focusTitle();
  }

  #focusTitle(): void {
    void this.updateComplete.then(() => this.shadowRoot?.querySelector<HTMLElement>('#title')?.focus());
  }
}
