import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { AssetUrls } from '../foundation/context.ts';
import { icon, type IconName } from '../foundation/icons.ts';
import { SealElement } from '../foundation/seal-element.ts';
import type { DocumentInput } from '../pdf-rendering/document-input.ts';
import type { RenderedDocument } from '../pdf-rendering/rendered-document.ts';
import { DocumentLoading } from './document-loading.ts';
import { emptyDocument, failedDocument, loadingDocument } from './document-states.ts';
import { SealDocumentErrorEvent, SealDocumentLoadedEvent, SealPageChangeEvent, SealZoomChangeEvent } from './document-viewer.events.ts';
import { documentViewerStyles } from './document-viewer.styles.ts';
import { VIEWER_MESSAGES } from './messages.ts';
import { parseZoom, zoomStep, type PageBox, type Zoom } from './page-layout.ts';
import { PageStack } from './page-stack.ts';
import { pageStyles } from './pages.styles.ts';

const SPACING = { gap: 20, block: 20, inline: 20 } as const;

/**
 * The pages of a PDF, to read: only those near the window exist, their text can be selected and read aloud. The document
 * stays in the browser and is never changed.
 *
 * @slot empty - What to show in place of the shipped words when there is no document.
 * @fires seal-document-loaded - A document is open: how many pages, whether it has text, is signed, is locked.
 * @fires seal-document-error - A document could not be shown: encrypted, malformed, unreadable.
 * @fires seal-page-change - Another page is the current one.
 * @fires seal-zoom-change - Pages show at another size.
 * @csspart toolbar - The bar with pages and zoom.
 * @csspart pages - The scrolling column.
 * @csspart page - One page.
 */
export class DocumentViewer extends SealElement {
  static override styles: CSSResultGroup = [SealElement.styles, pageStyles, documentViewerStyles];

  /** The document: octets, a file, or a source read by ranges. Set another one to show another document. */
  @property({ attribute: false }) document: DocumentInput | null = null;

  /** The current page, from 1. Set it to go there. */
  @property({ type: Number }) page = 1;

  /** A factor where 1 is true size, `fit-width`, or `fit-page`. */
  @property({ converter: parseZoom }) zoom: Zoom = 'fit-width';

  /** Leaves the bar with pages and zoom out. */
  @property({ type: Boolean, attribute: 'without-toolbar' }) withoutToolbar = false;

  /** Where pdf.js lies, in place of what the provider says. */
  @property({ attribute: false }) assets: AssetUrls | undefined = undefined;

  @state() private failedPages: ReadonlySet<number> = new Set();

  #opened = false;
  readonly #words = this.bind(VIEWER_MESSAGES);
  readonly #loading = new DocumentLoading(this, {
    input: () => this.document,
    assets: () => this.assets ?? this.context?.assets ?? {},
    onLoaded: (document) => this.#loaded(document),
    onError: (error) => this.dispatchEvent(new SealDocumentErrorEvent(error)),
  });
  readonly #pages = new PageStack(this, {
    spacing: () => SPACING,
    zoom: () => this.zoom,
    onPage: (page) => this.#pageChanged(page),
    onZoom: (zoom) => this.dispatchEvent(new SealZoomChangeEvent(zoom)),
    onPageFailed: (page) => {
      this.failedPages = new Set([...this.failedPages, page]);
    },
  });

  /** Number of pages; 0 while none is open. */
  get pageCount(): number {
    const { state } = this.#loading;
    return state.status === 'ready' ? state.document.pageCount : 0;
  }

  /** Brings a page into view. */
  goTo(page: number): void {
    this.#pages.goTo(page);
  }

  override willUpdate(): void {
    if (this.page !== this.#pages.page && this.pageCount > 0) this.#pages.goTo(this.page);
  }

  override render(): TemplateResult {
    return html`<div class="root" lang=${this.locale}>
      ${this.withoutToolbar || this.pageCount === 0 ? nothing : this.#toolbar()}
      <div class="canvas">
        ${this.#content()}
        <slot name="empty" ?hidden=${this.#loading.state.status !== 'empty'}>
          ${emptyDocument({ viewer: this.#words, vocabulary: this.vocabulary })}
        </slot>
      </div>
    </div>`;
  }

  #content(): TemplateResult | typeof nothing {
    const { state } = this.#loading;
    const words = { viewer: this.#words, vocabulary: this.vocabulary };
    if (state.status === 'empty') return nothing;
    if (state.status === 'loading') return loadingDocument(words);
    if (state.status === 'error') return failedDocument(words, state.error, () => this.#loading.retry());
    return this.#pages.render({
      document: state.document,
      sizes: state.sizes,
      label: this.#words.text('document'),
      pageLabel: (page) => this.#words.text('pageOf', { page, pages: state.document.pageCount }),
      overlay: (box) => this.#pageFailure(box),
    });
  }

  #pageFailure(box: PageBox): unknown {
    if (!this.failedPages.has(box.page)) return nothing;
    return html`<p class="note warn page-failure">${icon('warning')}<span>${this.#words.text('pageFailed', { page: box.page })}</span></p>`;
  }

  #toolbar(): TemplateResult {
    const { page } = this.#pages;
    const { zoom } = this.#pages.layout;
    const words = this.#words;
    const button = (label: string, name: IconName, act: () => void, disabled = false): TemplateResult =>
      html`<button type="button" class="icon-button" aria-label=${label} title=${label} ?disabled=${disabled} @click=${act}>
        ${icon(name)}
      </button>`;
    const percent = Math.round(zoom * 100);
    return html`<div class="bar" part="toolbar" role="group" aria-label=${words.text('tools')}>
      ${button(words.text('previousPage'), 'chevron-left', () => this.goTo(page - 1), page <= 1)}
      <span class="position num nowrap">${words.text('pagePosition', { page, pages: this.pageCount })}</span>
      ${button(words.text('nextPage'), 'chevron-right', () => this.goTo(page + 1), page >= this.pageCount)}
      ${button(words.text('zoomOut'), 'zoom-out', () => this.#setZoom(zoomStep(zoom, -1)))}
      <button
        type="button"
        class="button compact num zoom-value"
        aria-label=${words.text('zoomActual', { percent })}
        @click=${() => this.#setZoom(1)}
      >
        ${words.text('percent', { percent })}
      </button>
      ${button(words.text('zoomIn'), 'zoom-in', () => this.#setZoom(zoomStep(zoom, 1)))}
      ${button(words.text('fitWidth'), 'fit', () => this.#setZoom('fit-width'))}
    </div>`;
  }

  #setZoom(zoom: Zoom): void {
    this.zoom = zoom;
  }

  #loaded(document: RenderedDocument): void {
    this.failedPages = new Set();
    this.#pages.reset();
    // A page that the host asked for beforehand is kept; another document begins at its first page.
    if (this.#opened) this.page = 1;
    this.#opened = true;
    this.dispatchEvent(new SealDocumentLoadedEvent(document.pageCount, document.facts));
  }

  #pageChanged(page: number): void {
    this.page = page;
    this.dispatchEvent(new SealPageChangeEvent(page));
  }
}
