import type {
  AuthenticatorActRequest,
  AuthenticatorActResult,
  AuthenticatorActView,
  EnrolmentView,
  IntentMethod,
  IntentMethodList,
} from '@sealkit/core/protocol';
import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import type { SealClient } from '../client/seal-client.ts';
import { AskController } from '../controllers/ask-controller.ts';
import { AuthenticatorChangeController } from '../controllers/authenticator-change-controller.ts';
import { EnrolmentController } from '../controllers/enrolment-controller.ts';
import { IntentController } from '../controllers/intent-controller.ts';
import { hasPasskeys } from '../controllers/passkey.ts';
import { focusFault } from '../foundation/form-fields.ts';
import { icon } from '../foundation/icons.ts';
import { LiveRegion } from '../foundation/live-region.ts';
import { shippedLocale } from '../foundation/messages.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import { REFUSALS } from '../foundation/refusals.messages.ts';
import { SealElement } from '../foundation/seal-element.ts';
import { enrolmentPanel } from '../intent-check/enrolment-panel.ts';
import { INTENT_MESSAGES } from '../intent-check/intent-check.messages.ts';
import { tellIntentNews } from '../intent-check/intent-news.ts';
import { methodName } from '../intent-check/intent-scene.ts';
import { intentStyles } from '../intent-check/intent.styles.ts';
import { actSentenceStyles } from '../signing-dialog/act-sentence.styles.ts';
import { authenticatorRow } from './authenticator-row.ts';
import { changePanel, type ChangeScene } from './change-panel.ts';
import { SealAuthenticatorsChangeEvent } from './intent-authenticators.events.ts';
import { AUTHENTICATORS_MESSAGES } from './intent-authenticators.messages.ts';
import { authenticatorsStyles } from './intent-authenticators.styles.ts';

/**
 * What the signed-in person has set up to confirm what they sign: the list, adding, removing.
 *
 * @fires seal-authenticators-change - One was set up or removed.
 */
export class IntentAuthenticators extends SealElement {
  static override styles: CSSResultGroup = [SealElement.styles, actSentenceStyles, intentStyles, authenticatorsStyles];

  @state() private list: IntentMethodList | null = null;
  /** The authenticator that the person is about to remove. */
  @state() private leaving: string | null = null;
  @state() private adding: IntentMethod | null = null;
  /** An enrolment that was confirmed, and waits for the device. */
  @state() private confirmed: EnrolmentView | null = null;

  private readonly words = this.bind(AUTHENTICATORS_MESSAGES);
  private readonly intentWords = this.bind(INTENT_MESSAGES);
  private readonly refusals = this.bind(REFUSALS);
  private readonly live = new LiveRegion(this);
  private readonly reading = new AskController(this);
  private readonly enrolment = new EnrolmentController(this, (list) => this.#enrolled(list));
  private readonly intent: IntentController = new IntentController(this, (news) =>
    tellIntentNews(news, { element: this, live: this.live, words: this.intentWords, intent: () => this.intent }),
  );
  private readonly change = new AuthenticatorChangeController(this, this.intent, (result) => void this.#confirmed(result));
  private addedName = '';
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
    this.confirmed = null;
    this.enrolment.cancel();
    this.change.cancel();
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
                busy: this.change.busy,
                fixed: list.changesBy?.length === 0,
                confirming: this.leaving === each.id && this.change.view !== null ? this.#renderChange(this.change.view, 'removal') : null,
                ask: (leaving) => this.#ask(leaving ? each.id : null),
                remove: () => void this.#openChange({ action: 'remove', authenticatorId: each.id, language: this.#language }),
              }),
            )}
          </ul>`
    }
    ${refusalNotice(
      this.change.error,
      { title: words.text(this.adding === null ? 'failedRemove' : 'failedAdd') },
      { refusals: this.refusals, vocabulary },
    )}
    ${list.changesBy?.length === 0 ? html`<p class="note warn">${icon('warning')}<span>${words.text('notEnough')}</span></p>` : nothing}
    ${this.adding === null || !context?.client ? this.#renderAdd(list, offered) : this.#renderAdding(this.adding, context.client)}`;
  }

  #renderAdd({ changesBy }: IntentMethodList, offered: IntentMethodList['methods']): TemplateResult | typeof nothing {
    if (changesBy?.length === 0) return nothing;
    return html`<p class="line wrap">
      ${offered
        // A person has one authenticator app at a time: a second one would double what is right.
        .filter(({ method, ready }) => method !== 'totp' || !ready)
        .map(({ method, form }) => this.#renderAddButton(method, form !== 'passkey' || hasPasskeys()))}
    </p>`;
  }

  /** A way that cannot be set up here stays in sight and says why. */
  #renderAddButton(method: IntentMethod, possible: boolean): TemplateResult {
    return html`<button
        type="button"
        class="button add"
        value=${method}
        aria-disabled=${possible ? 'false' : 'true'}
        aria-describedby=${possible ? nothing : `why-not-${method}`}
        @click=${() => possible && this.#add(method)}
      >
        ${icon('plus')}<span>${this.words.text('add', { method: methodName(method, this.intentWords) })}</span></button
      >${
        possible
          ? nothing
          : html`<span class="why" id="why-not-${method}">${icon('info')}<span>${this.intentWords.text('unsupported')}</span></span>`
      }`;
  }

  #renderChange(view: AuthenticatorActView, box: 'adding' | 'removal'): TemplateResult {
    return html`<div class="${box} stack">${changePanel(view, this.#scene)}</div>`;
  }

  #renderAdding(method: IntentMethod, client: SealClient): TemplateResult {
    const { vocabulary, enrolment, change } = this;
    if (change.view !== null) return this.#renderChange(change.view, 'adding');
    return html`<div class="adding stack">
      ${this.confirmed === null ? this.#renderEnrolment(method, client) : this.#renderConfirmed(this.confirmed, client)}
      ${
        enrolment.state.enrolment === null && enrolment.state.work === null
          ? html`<p>
              <button type="button" class="button quiet" @click=${() => this.#add(null)}>${vocabulary.text('cancel')}</button>
            </p>`
          : nothing
      }
    </div>`;
  }

  #renderEnrolment(method: IntentMethod, client: SealClient): TemplateResult {
    const { intentWords: words, vocabulary, refusals, enrolment } = this;
    const begin = (name: string): void => {
      if (this.list?.changesBy === null) void enrolment.begin(client, method, name);
      else void this.#openChange({ action: 'add', method, name, language: this.#language });
    };
    return enrolmentPanel(method, { words, vocabulary, refusals, enrolment, client, first: false, begin });
  }

  /** After the confirmation: the app's key, or the device once the person says so. */
  #renderConfirmed(confirmed: EnrolmentView, client: SealClient): TemplateResult {
    const { intentWords: words, vocabulary, refusals, enrolment, adding } = this;
    const take = (): void => void enrolment.take(client, () => Promise.resolve(confirmed));
    const scene = { words, vocabulary, refusals, enrolment, client, first: false, begin: take };
    return html`<p class="note info" role="status">
        ${icon('check')}<span>${this.words.text('confirmedNext', { name: this.addedName })}</span>
      </p>
      ${enrolmentPanel(adding ?? confirmed.method, { ...scene, named: true })}`;
  }

  #add(method: IntentMethod | null): void {
    this.enrolment.cancel();
    this.change.cancel();
    this.confirmed = null;
    this.leaving = null;
    this.adding = method;
    const target = method === null ? '.add' : '.adding input';
    void this.updateComplete.then(() => this.shadowRoot?.querySelector<HTMLElement>(target)?.focus());
  }

  #enrolled(list: IntentMethodList): void {
    this.list = list;
    this.adding = null;
    this.confirmed = null;
    this.live.announce(this.intentWords.text('enrolled'));
    this.dispatchEvent(new SealAuthenticatorsChangeEvent(list.authenticators));
    this.#focusTitle();
  }

  #ask(id: string | null): void {
    const before = this.leaving;
    this.leaving = id;
    this.adding = null;
    this.confirmed = null;
    this.enrolment.cancel();
    this.change.cancel();
    const target = id === null ? `[value="${before ?? ''}"]` : '.removal .button.quiet';
    void this.updateComplete.then(() => this.shadowRoot?.querySelector<HTMLElement>(target)?.focus());
  }

  async #openChange(request: AuthenticatorActRequest): Promise<void> {
    const { client, clock } = this.context ?? {};
    if (!client || !clock) return;
    if (request.action === 'add') this.addedName = request.name;
    if (await this.change.open({ client, clock }, request)) this.#focus('#change-title');
  }

  async #confirmed(result: AuthenticatorActResult): Promise<void> {
    const { client } = this.context ?? {};
    if (result.action === 'add-authenticator') {
      this.confirmed = result.enrolment;
      // A device is asked when the person says so; an app shows its key at once.
      if (client && result.enrolment.passkey === null) await this.enrolment.take(client, () => Promise.resolve(result.enrolment));
      this.#focus(result.enrolment.passkey === null ? '#first-code' : '.set-up');
      return;
    }
    const name = this.list?.authenticators.find(({ id }) => id === this.leaving)?.name ?? '';
    this.leaving = null;
    this.live.announce(this.words.text('removed', { name }));
    await this.refresh();
    this.dispatchEvent(new SealAuthenticatorsChangeEvent(this.list?.authenticators ?? []));
    this.#focusTitle();
  }

  get #scene(): ChangeScene {
    const { intent, refusals, vocabulary } = this;
    const goOn = async (): Promise<void> => {
      await intent.goOn();
      await this.updateComplete;
      focusFault(this.shadowRoot, '.code');
    };
    const cancel = (): void => (this.adding === null ? this.#ask(null) : this.#add(null));
    return { intent, words: this.intentWords, ownWords: this.words, refusals, vocabulary, goOn: () => void goOn(), cancel };
  }

  get #language(): 'en' | 'zh-CN' {
    return shippedLocale(this.locale);
  }

  #focusTitle(): void {
    this.#focus('#title');
  }

  #focus(target: string): void {
    void this.updateComplete.then(() => this.shadowRoot?.querySelector<HTMLElement>(target)?.focus());
  }
}
