import type { SealView, UseList, UseQuery, UseView } from '@sealkit/core/protocol';
import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { ClientError } from '../client/client-error.ts';
import { endOfDay, startOfDay } from '../foundation/day-range.ts';
import { failureNotice } from '../foundation/failure-notice.ts';
import { saveFile } from '../foundation/file-saving.ts';
import { formatInstant, instantFields } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import { LiveRegion } from '../foundation/live-region.ts';
import { refusalWords } from '../foundation/refusal-words.ts';
import { REFUSALS } from '../foundation/refusals.messages.ts';
import { SealElement } from '../foundation/seal-element.ts';
import { LiveReading } from '../foundation/live-reading.ts';
import { isTopInSight } from '../foundation/top-in-sight.ts';
import { VirtualRows } from '../foundation/virtual-rows.ts';
import { SealErrorEvent } from '../seal-provider/seal-provider.events.ts';
import { sealPicture } from '../foundation/seal-picture.ts';
import { logFoot } from './log-foot.ts';
import { logNews } from './log-news.ts';
import { emptyLog, loadingRows } from './log-states.ts';
import { logHead } from './log-head.ts';
import { savedViews, type SavedView } from './saved-views.ts';
import { logFilters, NOTHING_CHOSEN, type LogSelection } from './log-filters.ts';
import { SealExportEvent, SealRowOpenEvent, SealViewsChangeEvent } from './seal-use-log.events.ts';
import { USE_LOG_MESSAGES } from './seal-use-log.messages.ts';
import { useLogStyles } from './seal-use-log.styles.ts';
import { refusalsAfter } from './use-links.ts';
import { UseLogController } from './use-log-controller.ts';
import { keyedVerifier } from './log-proof-verifier.ts';
import { UseProofs, type ProofVerifier } from './use-proofs.ts';
import { useRow, type UseRowOptions } from './use-row.ts';
import { usesAsCsv, usesAsJson } from './use-log-export.ts';

/** Seals that the filter offers; of a register with more, the others are found by text. */
const SEALS_TO_CHOOSE = 200;

/**
 * The log of seal uses: every use and every refused attempt, in the order of the chain. Rows are read, filtered, opened and
 * exported; nothing here changes or deletes one.
 *
 * @fires seal-row-open - A row's details were opened.
 * @fires seal-views-change - A selection was saved under a name, or a saved one given up.
 * @fires seal-export - The rows of the selection were saved as a file.
 * @slot empty - Shown in place of the words for a log without entries.
 * @csspart table - The table of rows.
 * @csspart filters - The line of filters.
 */
export class SealUseLog extends SealElement {
  static override styles: CSSResultGroup = [SealElement.styles, useLogStyles];

  /** The log of this seal alone; without it, of all seals that the person may see. */
  @property({ attribute: 'seal-number' }) sealNumber: string | undefined = undefined;
  /** First and last day of the selection, `2026-09-18`, in the zone shown. */
  @property() from = '';
  @property() to = '';
  @property({ type: Number, attribute: 'page-size' }) pageSize = 20;
  /** Pause in seconds after which the log looks for new rows; 0 looks for none. */
  @property({ type: Number, attribute: 'refresh-seconds' }) refreshSeconds = 20;
  /** A list that the host read itself; nothing is asked of the server then. */
  @property({ attribute: false }) list: UseList | undefined = undefined;
  /** Seals whose faces stand beside the rows; read from the server when absent. */
  @property({ attribute: false }) seals: readonly SealView[] | undefined = undefined;

  /** Selections under a name, kept by the host; a change is told by `seal-views-change`. */
  @property({ attribute: false }) views: readonly SavedView[] = [];
  /** Verifies the proof of a row in this page; without it, the log's keys that the provider knows do; without those it is said to be unverified. */
  @property({ attribute: false }) verifyProof: ProofVerifier | undefined = undefined;

  @state() private text = '';
  @state() private version = '';
  @state() private digest = '';
  @state() private naming: string | null = null;
  @state() private result: UseView['result'] | '' = '';
  @state() private openId: string | null = null;
  @state() private chosenSeal = '';
  @state() private knownSeals: readonly SealView[] = [];

  private readonly words = this.bind(USE_LOG_MESSAGES);
  private readonly refusals = this.bind(REFUSALS);
  private readonly log = new UseLogController(this);
  private readonly live = new LiveRegion(this);
  protected readonly reading: LiveReading = new LiveReading(this, {
    seconds: () => (this.list ? 0 : this.refreshSeconds),
    read: async (signal) => {
      await this.log.lookForNew(signal);
      if (this.log.arrived && this.log.page === 1 && this.#isAtTop()) this.log.showNew();
    },
  });
  private readonly rows = new VirtualRows(this, {
    body: () => this.shadowRoot?.querySelector('tbody') ?? null,
    focusable: '[aria-expanded]',
    columns: 9,
    renderNow: () => this.performUpdate(),
  });
  private readonly proofs = new UseProofs(this, {
    client: () => this.context?.client ?? null,
    verify: () => this.verifyProof ?? keyedVerifier(this.context?.logKeys ?? [], this.context?.trust?.timestampAuthorities ?? []),
  });
  #typing: ReturnType<typeof setTimeout> | undefined;
  #source: EventTarget | null = null;
  #asked = '';
  #reader: string | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#typing);
    this.#listen(null);
  }

  /** Reads the present page again. */
  async refresh(): Promise<void> {
    await this.log.refresh();
    const shown = this.log.list?.uses.length ?? 0;
    this.live.announce(this.words.text('loaded', { count: shown }));
  }

  /** Finds one row by its id, whatever was chosen before, and opens it. */
  showRow(id: string): void {
    this.#clear();
    this.text = id;
    this.openId = id;
  }

  /** Every row of the selection as text; used by the export buttons. */
  async exportRows(format: 'csv' | 'json'): Promise<string> {
    const rows = this.list ? this.list.uses : await this.log.readAll();
    this.dispatchEvent(new SealExportEvent(format, rows.length));
    this.live.announce(this.words.text('exported', { count: rows.length }));
    return format === 'csv' ? usesAsCsv(rows) : usesAsJson(rows);
  }

  override willUpdate(_changed: PropertyValues<this>): void {
    const client = this.context?.client ?? null;
    this.#listen(this.context?.element ?? null);
    if (this.list || !client) return;
    if (this.#changedHands()) {
      this.log.forget();
      this.proofs.forget();
      this.knownSeals = [];
      this.openId = null;
      this.#asked = '';
    }
    const selection = { sealNumber: this.sealNumber ?? (this.chosenSeal || null), query: this.#query() };
    // A new client is a new server or session: everything is asked again.
    const asked = JSON.stringify([selection, this.#clientKey(client)]);
    if (asked === this.#asked) return;
    this.#asked = asked;
    void this.log.open(client, selection);
    if (!this.seals) void this.#readSeals();
  }

  /** Another person reads now: what the one before could see goes, and everything is asked anew. */
  #changedHands(): boolean {
    const session = this.context?.session;
    if (!session) return false;
    const former = this.#reader;
    this.#reader = `${session.tenant} ${session.person.id}`;
    // The session comes after the client: the first question was this person's own, unless it was refused.
    return former === null ? this.log.error !== null : former !== this.#reader;
  }

  #clients = new WeakMap<object, number>();
  #clientCount = 0;
  #clientKey(client: object): number {
    const known = this.#clients.get(client) ?? (this.#clientCount += 1);
    this.#clients.set(client, known);
    return known;
  }

  override render(): TemplateResult {
    const list = this.list ?? this.log.list;
    return html`<section class="log" lang=${this.locale} aria-labelledby="title">
      ${this.#renderHead(list)} ${this.#renderPrinted()} ${this.#renderFilters()} ${this.#renderError()} ${this.#renderNews()}
      ${this.#renderBody(list)} ${this.live.render()}
    </section>`;
  }

  #renderHead(list: UseList | null): TemplateResult {
    return logHead(list, {
      words: this.words,
      vocabulary: this.vocabulary,
      locale: this.locale,
      refresh: () => void this.refresh(),
      save: (format) => void this.#save(format),
    });
  }

  /** What the printed register says of itself. */
  #renderPrinted(): TemplateResult {
    const session = this.context?.session;
    const chosen = Object.values(this.#selection()).filter((value) => value !== '');
    return html`<p class="printed small">
      ${this.words.text('printed', {
        time: formatInstant(this.context?.clock.now() ?? new Date(), this.timeZone),
        person: session?.person.name ?? '—',
        selection: chosen.length === 0 ? this.words.text('printedAll') : chosen.join(', '),
      })}
    </p>`;
  }

  #renderFilters(): TemplateResult {
    return logFilters(this.#selection(), {
      words: this.words,
      seals: this.sealNumber === undefined ? this.#sealList() : [],
      filtered: this.#filtered(),
      type: (text) => this.#type(text),
      choose: (choice) => Object.assign(this, choice),
      clear: this.#clear,
      views: savedViews(this.views, {
        words: this.words,
        selection: this.#selection(),
        filtered: this.#filtered(),
        naming: this.naming,
        name: (name) => this.#name(name),
        choose: ({ selection }) => Object.assign(this, selection),
        change: (views) => this.#changeViews(views),
      }),
    });
  }

  #renderError(): TemplateResult | typeof nothing {
    const { error } = this.log;
    if (error === null) return nothing;
    const code = error instanceof ClientError ? error.code : 'OTHER';
    const { reason } = refusalWords(code, this.refusals);
    return failureNotice(
      {
        title: this.words.text('failed'),
        reason,
        ...(this.log.list ? { kept: this.words.text('kept') } : {}),
        code,
        retryable: !(error instanceof ClientError) || error.retryable || error.status === 401 || error.status >= 500,
        action: { label: this.vocabulary.text('retry'), icon: 'refresh', run: () => void this.refresh() },
      },
      this.vocabulary,
    );
  }

  #renderBody(list: UseList | null): TemplateResult | typeof nothing {
    if (!list) {
      if (this.log.error !== null) return nothing;
      return this.context?.client ? loadingRows(this.vocabulary) : html`<p class="empty muted">${this.words.text('noProvider')}</p>`;
    }
    if (list.uses.length === 0)
      return emptyLog(this.#filtered() ? list.total : list.total || null, { words: this.words, clear: this.#clear });
    return html`${this.#renderTable(list)}${this.#renderFoot(list)}`;
  }

  #renderTable(list: UseList): TemplateResult {
    const { words } = this;
    const refusals = refusalsAfter(list.uses);
    const ids = list.uses.map(({ id }) => id);
    const shown = { words, vocabulary: this.vocabulary, refusals: this.refusals, locale: this.locale, timeZone: this.timeZone };
    const zone = list.uses[0] ? instantFields(list.uses[0].time, this.timeZone).offset : '';
    return html`<div class="scroll">
      <table
        part="table"
        aria-busy=${this.log.loading ? 'true' : 'false'}
        aria-rowcount=${list.nextCursor === null ? this.#before() + list.uses.length + 1 : -1}
        @keydown=${this.rows.onKeydown}
        @focusin=${this.rows.onFocus}
        @focusout=${this.rows.onFocus}
      >
        <thead>
          <tr aria-rowindex="1">
            <th scope="col" aria-sort="descending">${words.text('timeInZone', { zone })} <span aria-hidden="true">↓</span></th>
            <th scope="col">${words.text('seal')}</th>
            <th scope="col">${words.text('document')}</th>
            <th scope="col">${words.text('person')}</th>
            <th scope="col" class="approvers">${words.text('approvers')}</th>
            <th scope="col" class="permit">${words.text('permit')}</th>
            <th scope="col">${words.text('result')}</th>
            <th scope="col" class="sequence">${words.text('sequence')}</th>
            <th scope="col"><span class="visually-hidden">${words.text('actions')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${this.rows.render(ids, (index) => {
            const use = list.uses[index];
            return use === undefined ? nothing : this.#renderRow(use, index, { ...shown, refused: refusals.get(use.id) });
          })}
        </tbody>
      </table>
    </div>`;
  }

  #renderNews(): TemplateResult | typeof nothing {
    if (this.list) return nothing;
    return logNews(this.log, this.words, () => void this.#toTop());
  }

  async #toTop(): Promise<void> {
    this.openId = null;
    await this.updateComplete;
    this.scrollIntoView({ block: 'start' });
    this.shadowRoot?.querySelector<HTMLElement>('#title')?.focus();
  }

  /** New rows push nobody away from what they read: they come in by themselves where the top is in sight and nothing is open. */
  #isAtTop(): boolean {
    return this.openId === null && isTopInSight(this) && !this.shadowRoot?.activeElement?.closest('tbody');
  }

  #renderRow(
    use: UseView,
    index: number,
    shown: Pick<UseRowOptions, 'words' | 'vocabulary' | 'refusals' | 'locale' | 'timeZone' | 'refused'>,
  ): TemplateResult {
    return useRow(use, {
      ...shown,
      index,
      rowIndex: this.#before() + index + 2,
      open: use.id === this.openId,
      face: this.#face(use),
      toggle: () => this.#toggle(use),
      proof: this.list ? null : { state: this.proofs.of(use), prove: () => this.#prove(use) },
    });
  }

  /** Rows of the pages before the one that is shown. */
  #before(): number {
    return this.list ? 0 : (this.log.page - 1) * this.pageSize;
  }

  #renderFoot(list: UseList): TemplateResult {
    const { log } = this;
    const pager = {
      page: log.page,
      last: list.nextCursor === null,
      previous: () => void log.previous(),
      next: () => void log.next(),
    };
    return logFoot(list.uses.length, this.words, this.list ? null : pager);
  }

  /** The face of the version that was used; only the current version's face is known here, any other shows the icon. */
  #face(use: UseView): unknown {
    if (!use.seal) return icon('sign');
    const { number, version } = use.seal;
    const current = this.#sealList().find((seal) => seal.number === number)?.current;
    return current?.version === version ? sealPicture(current.face) : icon('seal');
  }

  #sealList(): readonly SealView[] {
    return this.seals ?? this.knownSeals;
  }

  async #readSeals(): Promise<void> {
    try {
      const client = this.context?.client;
      if (!client) return;
      this.knownSeals =
        this.sealNumber === undefined ? (await client.seals({ limit: SEALS_TO_CHOOSE })).seals : [await client.seal(this.sealNumber)];
    } catch (error) {
      // Without the seals the rows stand with an icon in place of the face; the provider has told of the failure.
      if (!(error instanceof ClientError)) throw error;
    }
  }

  #query(): UseQuery {
    const from = startOfDay(this.from, this.timeZone);
    const to = this.to === '' ? undefined : endOfDay(this.to, this.timeZone);
    return {
      limit: this.pageSize,
      ...(this.text === '' ? {} : { text: this.text }),
      ...(this.result === '' ? {} : { result: this.result }),
      ...(/^\d+$/.test(this.version) ? { version: Number(this.version) } : {}),
      ...(this.digest === '' ? {} : { digest: this.digest }),
      ...(from ? { from: from.toISOString() } : {}),
      ...(to ? { to: to.toISOString() } : {}),
    };
  }

  #selection(): LogSelection {
    const { text, result, from, to, chosenSeal, version, digest } = this;
    return { text, result, from, to, chosenSeal, version, digest };
  }

  #filtered(): boolean {
    return Object.values(this.#selection()).some((value) => value !== '');
  }

  readonly #clear = (): void => {
    Object.assign(this, NOTHING_CHOSEN);
  };

  #prove(use: UseView): void {
    if (this.openId !== use.id) this.#toggle(use);
    void this.proofs.prove(use);
  }

  #name(name: string | null): void {
    const begins = this.naming === null && name !== null;
    this.naming = name;
    if (begins) void this.updateComplete.then(() => this.shadowRoot?.querySelector<HTMLElement>('.view-name')?.focus());
  }

  #changeViews(views: readonly SavedView[]): void {
    this.views = views;
    this.dispatchEvent(new SealViewsChangeEvent(views));
  }

  /** Asks once the person has paused. */
  #type(text: string): void {
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => (this.text = text.trim()), 250);
  }

  #toggle(use: UseView): void {
    this.openId = this.openId === use.id ? null : use.id;
    if (this.openId !== null) this.dispatchEvent(new SealRowOpenEvent(use));
  }

  async #save(format: 'csv' | 'json'): Promise<void> {
    const content = await this.exportRows(format);
    saveFile(new Blob([content], { type: format === 'csv' ? 'text/csv' : 'application/json' }), `seal-uses.${format}`);
  }

  /** A receipt means a new row, and so does a refusal that the server recorded: the log follows both. */
  #listen(source: EventTarget | null): void {
    if (source === this.#source) return;
    for (const type of ['seal-receipt', 'seal-error']) {
      this.#source?.removeEventListener(type, this.#onRecorded);
      source?.addEventListener(type, this.#onRecorded);
    }
    this.#source = source;
  }

  readonly #onRecorded = (event: Event): void => {
    const recorded = !(event instanceof SealErrorEvent) || (event.cause instanceof ClientError && event.cause.eventId !== null);
    if (recorded && !this.list) void this.log.refresh();
  };
}
