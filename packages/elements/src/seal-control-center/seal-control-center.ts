import type { GlyphSource } from '@sealkit/core/ports';
import type { AnomalyRow, ApprovalView, SealQuery, SealView } from '@sealkit/core/protocol';
import { SEAL_KINDS } from '@sealkit/core/seal';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { choicePickerStyles } from '../foundation/choice-picker.styles.ts';
import { ChoicePicker } from '../foundation/choice-picker.ts';
import { findPersons } from '../foundation/find-persons.ts';
import { formStyles } from '../foundation/form.styles.ts';
import { icon } from '../foundation/icons.ts';
import { LiveReading } from '../foundation/live-reading.ts';
import { LiveRegion } from '../foundation/live-region.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import { REFUSALS } from '../foundation/refusals.messages.ts';
import { SealElement } from '../foundation/seal-element.ts';
import { isTopInSight } from '../foundation/top-in-sight.ts';
import { tabListStyles } from '../foundation/tab-list.styles.ts';
import { INTENT_MESSAGES } from '../intent-check/intent-check.messages.ts';
import { LifecycleSteps } from '../seal-lifecycle/lifecycle-steps.ts';
import { LIFECYCLE_MESSAGES } from '../seal-lifecycle/seal-lifecycle.messages.ts';
import { lifecycleStyles } from '../seal-lifecycle/seal-lifecycle.styles.ts';
import { Anomalies } from './anomalies.ts';
import { anomalyStrip } from './anomaly-strip.ts';
import { anomalyStyles } from './anomaly-strip.styles.ts';
import { ANOMALY_MESSAGES } from './anomaly.messages.ts';
import { centerFilters, NO_FILTERS, type CenterFilters } from './center-filters.ts';
import type { CenterScene, CenterTab } from './center-scene.ts';
import { EmbeddedTabs } from './embedded-tabs.ts';
import { type GlyphLoader, GlyphShelf } from './glyph-shelf.ts';
import { SealPolicy } from './intent-policy.ts';
import { NewSealDialog } from './new-seal-dialog.ts';
import { OpenSeal } from './open-seal.ts';
import { Organisations } from './organisations.ts';
import { SealActs } from './seal-acts.ts';
import { SealCenterSelectionEvent } from './seal-control-center.events.ts';
import { CENTER_MESSAGES } from './seal-control-center.messages.ts';
import { centerStyles } from './seal-control-center.styles.ts';
import { detailStyles } from './seal-detail.styles.ts';
import { sealDetail } from './seal-detail.ts';
import { SealListView } from './seal-list.ts';
import { SealPages } from './seal-pages.ts';
import { StoppedPersons } from './stopped-persons.ts';
import { stoppedStyles } from './stopped-persons.styles.ts';
import { StopDialog } from './stop-dialog.ts';

/**
 * All seals of a company, and for each its face, versions, grants, uses, approvals and history, with the steps that lead on. What
 * cannot be done stays visible with its reason; nothing is ever deleted.
 *
 * @fires seal-selection-change - Another seal is open, or none.
 * @fires seal-before-state-change - Before a step of the life cycle is asked for; cancelable.
 * @fires seal-state-change - The server took the step; carries the receipt.
 * @fires seal-before-proposal-end - Before a step that waits for a second person is taken back or turned down; cancelable.
 * @fires seal-proposal-end - It waits no more; carries the receipt.
 * @fires seal-before-act - Before any other act is asked for; cancelable.
 * @fires seal-act - The server did it; carries the receipt.
 * @fires seal-create - A new seal stands in the register.
 * @slot actions - Further actions of the host beside the steps of the open seal.
 * @csspart table - A table of seals.
 * @csspart anomalies - What the server's rules found.
 * @csspart stopped - Who is stopped.
 * @csspart card - A card of an active seal.
 * @csspart detail - The open seal.
 * @csspart dialog - A dialog: request of a seal, emergency stop.
 */
export class SealControlCenter extends SealElement {
  static override styles: CSSResultGroup = [
    SealElement.styles,
    lifecycleStyles,
    formStyles,
    choicePickerStyles,
    tabListStyles,
    centerStyles,
    detailStyles,
    anomalyStyles,
    stoppedStyles,
  ];

  /** Seals of this organisation alone; without it, of all that the person may see. */
  @property({ attribute: 'organisation-id' }) organisationId: string | undefined = undefined;
  /** How active seals show. */
  @property({ reflect: true }) view: 'cards' | 'table' = 'cards';
  @property({ type: Number, attribute: 'page-size' }) pageSize = 48;
  /** Pause in seconds after which the list and the open seal are looked at again; 0 does not look. */
  @property({ type: Number, attribute: 'refresh-seconds' }) refreshSeconds = 20;
  /** Outlines of glyphs, or what fetches them: with them a new face shows while it is being described. */
  @property({ attribute: false }) glyphs: GlyphSource | GlyphLoader | undefined = undefined;

  /** Gives the file of a request for approval; without it the person brings it. */
  @property({ attribute: false }) loadDocument: ((approval: ApprovalView) => Promise<Blob | null>) | undefined = undefined;

  /** Classes of documents that grants may be limited to, in the host's own words; without them they are typed. */
  @property({ attribute: false }) documentClasses: readonly string[] = [];

  @state() private filters: CenterFilters = NO_FILTERS;
  @state() private tab: CenterTab = 'face';

  private readonly words = this.bind(CENTER_MESSAGES);
  private readonly lifecycleWords = this.bind(LIFECYCLE_MESSAGES);
  private readonly refusals = this.bind(REFUSALS);
  private readonly live = new LiveRegion(this);
  private readonly pages = new SealPages(this);
  private readonly seals = new SealListView(this, {
    pages: this.pages,
    view: () => this.view,
    hasClient: () => Boolean(this.context?.client),
    isFiltered: () => this.#filtered(),
    clear: () => this.#clear(),
    renderNow: () => this.performUpdate(),
  });
  private readonly open = new OpenSeal(this);
  protected readonly reading: LiveReading = new LiveReading(this, {
    seconds: () => this.refreshSeconds,
    read: async (signal) => {
      await Promise.all([this.pages.lookForNew(signal), this.open.lookForNew(signal)]);
      if (this.pages.arrived !== null && this.#isAtRest()) await this.pages.refresh();
    },
  });
  private readonly anomalies = new Anomalies(this);
  private readonly anomalyWords = this.bind(ANOMALY_MESSAGES);
  private readonly shelf = new GlyphShelf(this, () => this.glyphs);
  private readonly tabs = new EmbeddedTabs();
  private readonly organisations = new Organisations(this, () => this.context?.client ?? null);
  private readonly acts = new SealActs(this, {
    client: () => this.context?.client ?? null,
    asked: () => this.steps.asked.value,
    done: (act, seal) => {
      this.#replace(seal);
      this.live.announce(this.words.text('done', { act: this.words.text(`act-${act}`), name: seal.name }));
    },
  });
  private readonly intentWords = this.bind(INTENT_MESSAGES);
  private readonly policy = new SealPolicy(this, {
    client: () => this.context?.client ?? null,
    saved: () => this.live.announce(this.words.text('policySaved')),
  });
  private readonly steps = new LifecycleSteps(this, {
    seal: () => this.open.seal.value,
    context: () => this.context,
    live: this.live,
    words: this.lifecycleWords,
    vocabulary: this.vocabulary,
    refusals: this.refusals,
    timeZone: () => this.timeZone,
    changed: (seal) => this.#replace(seal),
    refresh: () => void this.open.refresh(),
  });
  private readonly newSeal = new NewSealDialog(this, {
    context: () => this.context,
    scene: () => this.#scene(),
    organisations: this.organisations,
    created: (seal) => {
      void this.pages.refresh();
      this.openSeal(seal.number);
    },
  });
  private readonly stopping = new StopDialog(this, {
    context: () => this.context,
    scene: () => this.#scene(),
    organisations: this.organisations,
    organisation: () => this.context?.session?.organisation ?? null,
    stopped: (suspended) => {
      void this.refresh();
      this.live.announce(this.words.text('stopped', { count: suspended.length }));
    },
  });
  private readonly stopped = new StoppedPersons(this, {
    scene: () => this.#scene(),
    released: (person) => {
      void this.open.refresh();
      this.live.announce(this.words.text('released', { person: person.name }));
    },
    showSuspended: () => (this.filters = { ...NO_FILTERS, state: 'suspended' }),
  });
  private readonly keepers = new ChoicePicker(this, (text, signal) =>
    findPersons(this.context?.client, text, { stopped: this.words.text('personStopped'), vocabulary: this.vocabulary }, signal),
  );
  #typing: ReturnType<typeof setTimeout> | undefined;
  #asked: readonly unknown[] = [];
  #opener: string | null = null;
  #hadFocus = false;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
  }

  /** Reads the page of seals, the open seal and the anomalies again. */
  async refresh(): Promise<void> {
    await Promise.all([this.pages.refresh(), this.open.refresh(), this.anomalies.refresh(), this.stopped.refresh()]);
  }

  /** Opens a seal by its number; null closes the one that is open. */
  openSeal(number: string | null): void {
    if (number === this.open.number) return;
    this.tab = 'face';
    this.acts.close();
    this.policy.forget();
    const known = this.pages.list?.seals.find((seal) => seal.number === number);
    this.open.open(this.context?.client ?? null, number, known);
    this.dispatchEvent(new SealCenterSelectionEvent(number));
    void this.updateComplete.then(() => this.#focusDetail());
  }

  override willUpdate(_changed: PropertyValues<this>): void {
    this.#hadFocus = this.hasUpdated && this.shadowRoot?.activeElement instanceof HTMLElement;
    const client = this.context?.client ?? null;
    const person = this.context?.session?.person.id ?? null;
    const asked = [client, JSON.stringify(this.#query()), person];
    if (!client || asked.every((value, at) => value === this.#asked[at])) return;
    const changedHands = this.#asked.length > 0 && (this.#asked[0] !== client || (this.#asked[2] !== null && this.#asked[2] !== person));
    const sameList = !changedHands && this.#asked[0] === client && this.#asked[1] === asked[1] && this.pages.error === null;
    const former = this.#asked;
    this.#asked = asked;
    if (changedHands) {
      this.pages.forget();
      this.openSeal(null);
    }
    if (!sameList) void this.pages.open(client, this.#query());
    if (asked[0] !== former[0] || changedHands) {
      void this.anomalies.open(client);
      void this.stopped.open(client);
    }
  }

  /** With a step or an act that was taken, its form is gone: what can be done next has the focus then, else the seal's name. */
  override updated(): void {
    const root = this.shadowRoot;
    if (!this.#hadFocus || root?.activeElement) return;
    const next = root?.querySelector<HTMLElement>('.detail .step .button[aria-disabled="false"]');
    (next ?? root?.querySelector<HTMLElement>('#detail-title'))?.focus();
  }

  override render(): TemplateResult {
    const scene = this.#scene();
    return html`<div class="center ${this.open.number === null ? '' : 'with-detail'}" lang=${this.locale}>
      <section class="list" aria-labelledby="title">
        ${this.#renderHead()} ${this.#renderFilters()} ${this.#renderAnomalies()} ${this.stopped.render()} ${this.#renderError()}
        ${this.seals.renderNews(scene)} ${this.seals.render(scene)}
      </section>
      ${this.open.number === null ? nothing : sealDetail(scene)} ${this.newSeal.render()} ${this.stopping.render()} ${this.live.render()}
    </div>`;
  }

  #renderHead(): TemplateResult {
    const { words } = this;
    const session = this.context?.session;
    const ready = session !== null && session !== undefined;
    return html`<header class="head">
      <div class="grow">
        <h2 id="title" tabindex="-1">${words.text('title')}</h2>
        <p class="small secondary"><bdi>${session?.organisation.name ?? ''}</bdi></p>
      </div>
      <div class="line wrap">
        <button
          type="button"
          class="button danger stop-button"
          aria-disabled=${ready ? 'false' : 'true'}
          @click=${() => void this.stopping.open(this.open.seal.value)}
        >
          ${icon('stop')}<span>${words.text('stopTitle')}</span>
        </button>
        <button
          type="button"
          class="button primary new-seal-button"
          aria-disabled=${ready ? 'false' : 'true'}
          @click=${() => void this.newSeal.open()}
        >
          ${icon('plus')}<span>${words.text('request')}</span>
        </button>
      </div>
    </header>`;
  }

  #renderFilters(): TemplateResult {
    return centerFilters(this.filters, {
      words: this.words,
      vocabulary: this.vocabulary,
      kinds: SEAL_KINDS,
      counts: this.pages.list?.counts ?? null,
      view: this.view,
      keeper: (choose) =>
        this.keepers.render({
          id: 'keeper-filter',
          value: this.filters.keeper,
          words: {
            label: this.words.text('keeper'),
            none: this.words.text('personNone'),
            searching: this.words.text('personSearching'),
            failed: this.words.text('personFailed'),
            remove: this.words.text('personRemove'),
          },
          choose,
        }),
      type: (text) => this.#type(text),
      choose: (part) => (this.filters = { ...this.filters, ...part }),
      show: (view) => (this.view = view),
    });
  }

  #renderAnomalies(): TemplateResult | typeof nothing {
    return anomalyStrip(this.anomalies, {
      words: this.anomalyWords,
      vocabulary: this.vocabulary,
      refusals: this.refusals,
      timeZone: this.timeZone,
      organisationId: this.organisationId,
      show: (number, row) => this.#showCause(number, row),
    });
  }

  #renderError(): TemplateResult | typeof nothing {
    const { error, list } = this.pages;
    return refusalNotice(
      error,
      {
        title: this.words.text('notRead'),
        ...(list ? { kept: this.words.text('keptShown') } : {}),
        action: { label: this.vocabulary.text('retry'), icon: 'refresh', run: () => void this.pages.refresh() },
      },
      { refusals: this.refusals, vocabulary: this.vocabulary },
    );
  }

  #scene(): CenterScene {
    return {
      words: this.words,
      vocabulary: this.vocabulary,
      refusals: this.refusals,
      lifecycleWords: this.lifecycleWords,
      intentWords: this.intentWords,
      locale: this.locale,
      timeZone: this.timeZone,
      open: this.open,
      acts: this.acts,
      policy: this.policy,
      steps: this.steps,
      glyphs: this.shelf,
      tab: this.tab,
      embedded: this.tabs.follow(this.open.number, {
        seal: this.open.seal.value,
        documentClasses: this.documentClasses,
        loadDocument: this.loadDocument,
      }),
      show: (number, opener) => this.#show(number, opener),
      choose: (tab) => (this.tab = tab),
    };
  }

  /** The seal that a finding is about, with the row of the use log or the history that it comes from. */
  #showCause(number: string, row?: AnomalyRow): void {
    this.#opener = number;
    this.openSeal(number);
    if (row === undefined) return;
    this.tab = row.type === 'use' ? 'uses' : 'history';
    // The log is made with the first seal that is opened.
    if (row.type === 'use') void this.updateComplete.then(() => this.tabs.showUse(row.id));
  }

  #show(number: string | null, opener?: HTMLElement): void {
    if (opener) this.#opener = opener.dataset['seal'] ?? null;
    this.openSeal(number);
  }

  /** The name of what was opened; after closing, what opened it. */
  #focusDetail(): void {
    const root = this.shadowRoot;
    if (this.open.number !== null) root?.querySelector<HTMLElement>('#detail-title')?.focus();
    else {
      const opener = [...(root?.querySelectorAll<HTMLElement>('[data-seal]') ?? [])].find(
        ({ dataset }) => dataset['seal'] === this.#opener,
      );
      opener?.focus();
    }
  }

  #replace(seal: SealView): void {
    this.pages.replace(seal);
    this.open.replace(seal);
  }

  #query(): SealQuery {
    const { text, kind, state: sealState, keeper } = this.filters;
    return {
      limit: this.pageSize,
      ...(text === '' ? {} : { text }),
      ...(kind === '' ? {} : { kind }),
      ...(sealState === '' ? {} : { state: sealState }),
      ...(keeper ? { keeper: keeper.id } : {}),
      ...(this.organisationId === undefined ? {} : { organisation: this.organisationId }),
    };
  }

  #filtered(): boolean {
    const { text, kind, state: sealState, keeper } = this.filters;
    return text !== '' || kind !== '' || sealState !== '' || keeper !== null;
  }

  #clear(): void {
    this.keepers.clear();
    this.filters = NO_FILTERS;
    void this.updateComplete.then(() => this.shadowRoot?.querySelector<HTMLElement>('.search input')?.focus());
  }

  /** A list that changed is read by itself where nobody is at work in it and its top is in sight. */
  #isAtRest(): boolean {
    return this.open.number === null && isTopInSight(this) && !this.shadowRoot?.activeElement;
  }

  /** Asks once the person has paused. */
  #type(text: string): void {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => (this.filters = { ...this.filters, text: text.trim() }), 250);
  }
}
