import type { SealView } from '@sealkit/core/protocol';
import { html, nothing, type LitElement, type TemplateResult } from 'lit';
import { icon } from '../foundation/icons.ts';
import { newsStrip } from '../foundation/news-strip.ts';
import { VirtualRows } from '../foundation/virtual-rows.ts';
import type { CenterScene } from './center-scene.ts';
import type { SealPages } from './seal-pages.ts';
import { activeTable, otherTable, sealCards } from './seal-table.ts';

export interface SealListParts {
  readonly pages: SealPages;
  readonly view: () => 'cards' | 'table';
  readonly hasClient: () => boolean;
  readonly isFiltered: () => boolean;
  readonly clear: () => void;
  readonly renderNow: () => void;
}

type Section = 'active' | 'others';

/** The seals that were read so far: the active ones as cards or rows, all others as rows, and the way on. */
export class SealListView {
  readonly #parts: SealListParts;
  readonly #rows: Readonly<Record<Section, VirtualRows>>;

  constructor(host: LitElement, parts: SealListParts) {
    this.#parts = parts;
    const rows = (section: Section): VirtualRows =>
      new VirtualRows(host, {
        body: () => host.shadowRoot?.querySelector<HTMLElement>(`#seals-${section} tbody`) ?? null,
        focusable: '.row-name',
        columns: 5,
        nearEnd: () => this.#readOn(section),
        renderNow: parts.renderNow,
      });
    this.#rows = { active: rows('active'), others: rows('others') };
  }

  /** How many seals there are that the person may see, filters aside. */
  get total(): number {
    return Object.values(this.#parts.pages.list?.counts ?? {}).reduce((sum, count) => sum + count, 0);
  }

  render(scene: CenterScene): TemplateResult | typeof nothing {
    const { words, vocabulary } = scene;
    const { pages, hasClient } = this.#parts;
    const { list } = pages;
    if (!list) {
      if (pages.error !== null) return nothing;
      if (!hasClient()) return html`<p class="empty muted">${words.text('noProvider')}</p>`;
      return html`<div class="cards" role="status" aria-label=${vocabulary.text('loading')}>
        ${[1, 2, 3, 4].map(() => html`<i class="skeleton card-skeleton"></i>`)}
      </div>`;
    }
    if (list.seals.length === 0 && list.nextCursor === null) return this.#empty(scene);
    const active = list.seals.filter((seal) => seal.state === 'active');
    const others = list.seals.filter((seal) => seal.state !== 'active');
    return html`<div class="sections" aria-busy=${pages.loading ? 'true' : 'false'}>
      ${this.#section('active', active, scene)} ${this.#section('others', others, scene)} ${this.#foot(list.seals.length, scene)}
    </div>`;
  }

  /** That the list is another one now, for a reader who is at work in it. */
  renderNews({ words }: CenterScene): TemplateResult {
    const { pages } = this.#parts;
    const text =
      pages.arrived === null ? null : pages.arrived === 0 ? words.text('listChanged') : words.text('listNew', { count: pages.arrived });
    return newsStrip(text, { label: words.text('showNew'), run: () => void pages.refresh() });
  }

  #section(id: Section, seals: readonly SealView[], scene: CenterScene): TemplateResult | typeof nothing {
    if (seals.length === 0) return nothing;
    const long = { rows: this.#rows[id], isOpen: this.#parts.pages.list?.nextCursor !== null };
    const drawn =
      id === 'others'
        ? otherTable(seals, scene, long)
        : this.#parts.view() === 'cards'
          ? sealCards(seals, scene)
          : activeTable(seals, scene, long);
    return html`<section id="seals-${id}" aria-labelledby="section-${id}">
      <h3 id="section-${id}">
        ${id === 'active' ? scene.vocabulary.text('state-active') : scene.words.text('others')}<span class="muted num"
          >${seals.length}</span
        >
      </h3>
      ${drawn}
    </section>`;
  }

  #empty({ words }: CenterScene): TemplateResult {
    if (this.total > 0 || this.#parts.isFiltered())
      return html`<div class="empty">
        ${icon('search')}
        <h3>${words.text('noMatch')}</h3>
        <p>${words.text('noMatchReason', { total: this.total })}</p>
        <button type="button" class="button compact" @click=${() => this.#parts.clear()}>${words.text('clear')}</button>
      </div>`;
    return html`<div class="empty">
      ${icon('seal')}
      <h3>${words.text('empty')}</h3>
      <p>${words.text('emptyReason')}</p>
    </div>`;
  }

  #foot(shown: number, { words }: CenterScene): TemplateResult {
    const { pages } = this.#parts;
    return html`<footer class="foot line wrap">
      <p class="small secondary grow">${words.text('shown', { count: shown, total: this.total })} ${words.text('nothingDeleted')}</p>
      ${
        pages.list?.nextCursor === null
          ? nothing
          : html`<button
              type="button"
              class="button more"
              aria-disabled=${pages.loading || pages.readingOn ? 'true' : 'false'}
              @click=${() => void pages.more()}
            >
              ${words.text('more')}
            </button>`
      }
    </footer>`;
  }

  /** Whoever scrolls to the end of a table reads on; after a failure, or among cards, the button says it. */
  #readOn(section: Section): void {
    const { pages, view } = this.#parts;
    if (pages.error === null && (section === 'others' || view() === 'table')) void pages.more();
  }
}
