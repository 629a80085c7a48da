import type { GrantResult, GrantView, SealView } from '@sealkit/core/protocol';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ClientError } from '../client/client-error.ts';
import type { ClientCallOptions, SealClient } from '../client/seal-client.ts';
import { AskController } from '../controllers/ask-controller.ts';
import { choicePickerStyles } from '../foundation/choice-picker.styles.ts';
import { ChoicePicker } from '../foundation/choice-picker.ts';
import { formStyles } from '../foundation/form.styles.ts';
import { icon } from '../foundation/icons.ts';
import { LiveRegion } from '../foundation/live-region.ts';
import type { PersonWords } from '../foundation/find-persons.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import { REFUSALS } from '../foundation/refusals.messages.ts';
import { SealElement } from '../foundation/seal-element.ts';
import { MOST_TIERS } from './approval-fields.ts';
import { findApprovers, findHolders } from './find-holders.ts';
import type { GrantConflict } from './grant-conflicts.ts';
import { delegationDraft, lastDay, newGrantDraft, termsOf, type GrantDraft } from './grant-draft.ts';
import { formConflicts, formFault, grantForm } from './grant-form.ts';
import { grantList, lapseNote } from './grant-list.ts';
import type { GrantScene, OpenForm } from './grant-scene.ts';
import { SealBeforeGrantSaveEvent, SealConflictEvent, SealGrantSaveEvent, type GrantAct } from './seal-grant-editor.events.ts';
import { GRANT_MESSAGES } from './seal-grant-editor.messages.ts';
import { grantStyles } from './seal-grant-editor.styles.ts';

/**
 * The grants of one seal: who may use it, under which conditions, with whose approval. What ends soon is said before it ends,
 * and what conflicts before it is saved. Nothing is deleted: a grant that is withdrawn stays with its reason.
 *
 * @fires seal-before-grant-save - Before a grant is given or changed; cancelable.
 * @fires seal-grant-save - The server did it; carries the receipt.
 * @fires seal-conflict - What is being written conflicts with something.
 */
export class SealGrantEditor extends SealElement {
  static override styles: CSSResultGroup = [SealElement.styles, formStyles, choicePickerStyles, grantStyles];

  /** The seal whose grants these are. */
  @property({ attribute: 'seal-number' }) sealNumber: string | undefined = undefined;
  /** The seal as the host has it; read from the server when absent. */
  @property({ attribute: false }) seal: SealView | undefined = undefined;
  /** Classes of documents to choose from, in the host's own words; without them they are typed. */
  @property({ attribute: false }) documentClasses: readonly string[] = [];

  @state() private grants: readonly GrantView[] | null = null;
  @state() private known: SealView | null = null;
  @state() private error: unknown = null;
  @state() private names: ReadonlyMap<string, string> = new Map();
  @state() private form: OpenForm | null = null;

  private readonly words = this.bind(GRANT_MESSAGES);
  private readonly refusals = this.bind(REFUSALS);
  private readonly live = new LiveRegion(this);
  private readonly asking = new AskController(this);
  private readonly holders = new ChoicePicker(this, (text, signal) =>
    findHolders(this.context?.client, this.form?.draft.holderType ?? 'person', text, this.#personWords, signal),
  );
  private readonly approvers: readonly ChoicePicker[] = Array.from(
    { length: MOST_TIERS },
    () =>
      new ChoicePicker(this, (text, signal) =>
        findApprovers(this.context?.client, { ...this.#personWords, role: this.words.text('holder-role') }, text, signal),
      ),
  );
  #asked: readonly unknown[] = [];
  #reading: AbortController | undefined;
  #conflicts = '';

  get #personWords(): PersonWords {
    return { stopped: this.words.text('personStopped'), vocabulary: this.vocabulary };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#reading?.abort();
  }

  /** Reads the grants, and the seal unless the host gives it, again. */
  async refresh(): Promise<void> {
    const client = this.context?.client;
    const number = this.sealNumber;
    if (!client || number === undefined) return;
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    const options = { signal: reading.signal };
    try {
      const [{ grants }, seal] = await Promise.all([client.grants(number, options), this.seal ?? client.seal(number, options)]);
      if (reading.signal.aborted) return;
      this.grants = grants;
      this.known = seal;
      this.error = null;
      if (grants.some(({ terms }) => terms.approval !== null)) await this.#readNames(client, options);
    } catch (error) {
      if (!reading.signal.aborted) this.error = error;
    }
  }

  /** Terms name approvers by their ids; without the names the ids stand. */
  async #readNames(client: SealClient, options: ClientCallOptions): Promise<void> {
    try {
      const { persons } = await client.persons(undefined, options);
      this.names = new Map(persons.map(({ id, name }) => [id, name]));
    } catch (error) {
      // The provider has told of the failure.
      if (!(error instanceof ClientError)) throw error;
    }
  }

  override willUpdate(_changed: PropertyValues<this>): void {
    const asked = [this.context?.client, this.sealNumber, this.context?.session?.person.id];
    if (asked.includes(undefined) || asked.every((value, at) => value === this.#asked[at])) return;
    this.#asked = asked;
    this.grants = null;
    this.form = null;
    void this.refresh();
  }

  override updated(): void {
    const conflicts: readonly GrantConflict[] = this.form ? formConflicts(this.form, this.#scene()) : [];
    const key = JSON.stringify(conflicts);
    if (key === this.#conflicts) return;
    this.#conflicts = key;
    if (conflicts.length > 0) this.dispatchEvent(new SealConflictEvent(conflicts));
  }

  override render(): TemplateResult {
    const { words, vocabulary, refusals, grants } = this;
    const scene = this.#scene();
    return html`<section class="editor" lang=${this.locale} aria-labelledby="title">
      ${this.#renderHead(scene)} ${grants ? lapseNote(scene) : nothing} ${this.form?.act === 'give' ? grantForm(this.form, scene) : nothing}
      ${refusalNotice(
        this.error,
        { title: words.text('notRead'), action: { label: vocabulary.text('retry'), icon: 'refresh', run: () => void this.refresh() } },
        { refusals, vocabulary },
      )}
      ${grants ? this.#renderGrants(grants, scene) : this.#renderWaiting()} ${this.live.render()}
    </section>`;
  }

  #renderHead({ words, seal }: GrantScene): TemplateResult {
    const abolished = seal?.state === 'abolished';
    const open = this.form?.act === 'give';
    const ready = this.grants !== null && !abolished;
    return html`<header class="stack">
      <div class="line wrap">
        <h2 id="title" class="grow" tabindex="-1">${words.text('title')}</h2>
        <button
          type="button"
          class="button compact give"
          aria-disabled=${ready ? 'false' : 'true'}
          aria-expanded=${ready ? (open ? 'true' : 'false') : nothing}
          aria-describedby=${abolished ? 'why-give' : nothing}
          @click=${() => ready && this.#open('give', null)}
        >
          ${icon('plus')}<span>${words.text('give')}</span>
        </button>
      </div>
      ${abolished ? html`<p class="why" id="why-give">${icon('lock')}<span>${words.text('whyAbolished')}</span></p>` : nothing}
    </header>`;
  }

  #renderGrants(grants: readonly GrantView[], scene: GrantScene): TemplateResult {
    if (grants.length > 0) return grantList(scene);
    return html`<div class="empty">
      ${icon('users')}
      <h3>${this.words.text('empty')}</h3>
      <p>${this.words.text('emptyReason')}</p>
    </div>`;
  }

  #renderWaiting(): TemplateResult | typeof nothing {
    if (this.error !== null) return nothing;
    if (!this.context?.client) return html`<p class="empty muted">${this.words.text('noProvider')}</p>`;
    return html`<div class="stack" role="status" aria-label=${this.vocabulary.text('loading')}>
      <i class="skeleton grant-skeleton"></i><i class="skeleton grant-skeleton"></i>
    </div>`;
  }

  #scene(): GrantScene {
    return {
      words: this.words,
      vocabulary: this.vocabulary,
      refusals: this.refusals,
      locale: this.locale,
      timeZone: this.timeZone,
      now: this.context?.clock.now() ?? new Date(0),
      seal: this.seal ?? this.known,
      grants: this.grants ?? [],
      names: this.names,
      documentClasses: this.documentClasses,
      form: this.form,
      asking: this.asking,
      holders: this.holders,
      approvers: this.approvers,
      open: (act, grant) => this.#open(act, grant),
      change: (part) => this.#change(part),
      cancel: () => this.#cancel(),
      send: () => void this.#send(),
    };
  }

  #open(act: GrantAct, grant: GrantView | null): void {
    const same = this.form?.act === act && this.form.grant?.id === grant?.id;
    this.asking.forget();
    for (const picker of [this.holders, ...this.approvers]) picker.clear();
    this.form = same ? null : { act, grant, draft: this.#draft(act, grant), tried: false };
    if (!same) void this.#focus('.grant-form input:not([type=radio])');
  }

  #draft(act: GrantAct, grant: GrantView | null): GrantDraft {
    const fresh = newGrantDraft(this.context?.clock.now() ?? new Date(0), this.timeZone);
    if (!grant) return fresh;
    if (act === 'delegate') return delegationDraft(grant, this.names, this.timeZone);
    const { validTo } = grant.terms;
    return { ...fresh, toDay: validTo === null ? '' : lastDay(validTo, this.timeZone) };
  }

  #change(part: Partial<GrantDraft>): void {
    if (this.form) this.form = { ...this.form, draft: { ...this.form.draft, ...part } };
  }

  #cancel(): void {
    const { form } = this;
    this.form = null;
    this.asking.forget();
    void this.#focus(form?.grant ? `[data-change="${form.act} ${form.grant.id}"]` : '.give');
  }

  async #send(): Promise<void> {
    const client = this.context?.client;
    const { form, sealNumber } = this;
    if (!client || !form || sealNumber === undefined || this.asking.busy) return;
    this.form = { ...form, tried: true };
    const blocked = formConflicts(form, this.#scene()).some(({ blocks }) => blocks);
    if (formFault(form, this.timeZone) !== null || blocked) {
      void this.#focus('.grant-form [aria-invalid="true"]');
      return;
    }
    const reason = form.draft.reason.trim();
    if (!this.dispatchEvent(new SealBeforeGrantSaveEvent(form.act, sealNumber, form.grant?.id ?? null, reason))) return;
    const result = await this.asking.ask((options) => this.#ask(client, sealNumber, form, options));
    if (!result) return;
    this.form = null;
    this.live.announce(this.words.text('saved', { act: this.words.text(`send-${form.act}`), holder: result.grant.holder.name }));
    this.dispatchEvent(new SealGrantSaveEvent(form.act, result.grant, result.receipt));
    await this.refresh();
    await this.#focus(`[data-grant="${result.grant.id}"] button:not([aria-disabled="true"])`, '#title');
  }

  #ask(client: SealClient, sealNumber: string, form: OpenForm, options: ClientCallOptions): Promise<GrantResult> {
    const { act, grant, draft } = form;
    const reason = draft.reason.trim();
    const terms = termsOf(draft, this.timeZone, act === 'give' ? null : (grant?.terms ?? null));
    if (act === 'give' || !grant)
      return client.giveGrant(sealNumber, { holder: { type: draft.holderType, id: draft.holder?.id ?? '' }, terms, reason }, options);
    if (act === 'extend') return client.changeGrant(grant.id, { change: 'extend', validTo: terms.validTo, reason }, options);
    if (act === 'withdraw') return client.changeGrant(grant.id, { change: 'withdraw', reason }, options);
    return client.changeGrant(grant.id, { change: 'delegate', personId: draft.holder?.id ?? '', terms, reason }, options);
  }

  async #focus(selector: string, otherwise = selector): Promise<void> {
    await this.updateComplete;
    const root = this.shadowRoot;
    (root?.querySelector<HTMLElement>(selector) ?? root?.querySelector<HTMLElement>(otherwise))?.focus();
  }
}
