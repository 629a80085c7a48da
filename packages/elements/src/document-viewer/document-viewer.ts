import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { AssetUrls } from '../foundation/context.ts';
import { icon, type IconName } from '../foundation/icons.ts';
import { SealElement } from '../foundation/seal-element.ts';
import type { DocumentInput } from '../pdf-rendering/document-input.ts';
import { toPixels } from '../pdf-rendering/page-size.ts';
import { DocumentPages } from './document-pages.ts';
import { emptyDocument, failedDocument, loadingDocument } from './document-states.ts';
import { documentViewerStyles } from './document-viewer.styles.ts';
import { VIEWER_MESSAGES } from './messages.ts';
import { parseZoom, zoomStep, type PageBox, type PagesInSight, type Zoom } from './page-layout.ts';
import { pageMarks, type PageMark } from './page-marks.ts';
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
 * @csspart mark - A place that the host marks.
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

  /** Places at which something is going to be, shown over the pages. */
  @property({ attribute: false }) marks: readonly PageMark[] = [];

  @state() private mark = -1;

  /** Where pdf.js lies, in place of what the provider says. */
  @property({ attribute: false }) assets: AssetUrls | undefined = undefined;

  readonly #words = this.bind(VIEWER_MESSAGES);
  readonly #pages = new DocumentPages(this, { spacing: () => SPACING });

  /** Number of pages; 0 while none is open. */
  get pageCount(): number {
    return this.#pages.sizes.length;
  }

  /** Pages in the window now, and those whose end is in it. A page that could not be drawn is not among them. */
  get inSight(): PagesInSight {
    const { pages, ended } = this.#pages.stack.inSight;
    const drawn = (page: number): boolean => !this.#pages.failed.has(page);
    return { pages: pages.filter(drawn), ended: ended.filter(drawn) };
  }

  /** Brings a page into view. */
  goTo(page: number): void {
    this.#pages.stack.goTo(page);
  }

  /** Brings one of the marks into view; it shows its name. */
  goToMark(index: number): void {
    const mark = this.marks[index];
    this.mark = mark ? index : -1;
    if (!mark || this.pageCount === 0) return;
    const { page, x, y, width, height } = mark.placement;
    const { zoom } = this.#pages.stack.layout;
    this.goTo(page);
    const [left = 0, top = 0, right = 0, bottom = 0] = [x, y, x + width, y + height].map((length) => toPixels(length, zoom));
    this.#pages.stack.reveal(page, { left, top, right, bottom });
  }

  override willUpdate(): void {
    this.#pages.follow();
  }

  override render(): TemplateResult {
    return html`<div class="root" lang=${this.locale}>
      ${this.withoutToolbar || this.pageCount === 0 ? nothing : this.#toolbar()}
      <div class="canvas">
        ${this.#content()}
        <slot name="empty" ?hidden=${this.#pages.state.status !== 'empty'}>
          ${emptyDocument({ viewer: this.#words, vocabulary: this.vocabulary })}
        </slot>
      </div>
    </div>`;
  }

  #content(): TemplateResult | typeof nothing {
    const { state } = this.#pages;
    const words = { viewer: this.#words, vocabulary: this.vocabulary };
    if (state.status === 'empty') return nothing;
    if (state.status === 'loading') return loadingDocument(words);
    if (state.status === 'error') return failedDocument(words, state.error, () => this.#pages.retry());
    return this.#pages.stack.render({
      document: state.document,
      sizes: state.sizes,
      label: this.#words.text('document'),
      pageLabel: (page) => this.#words.text('pageOf', { page, pages: state.document.pageCount }),
      overlay: (box) => html`${this.#pageFailure(box)}${pageMarks(this.marks, this.mark, box, this.#pages.stack.layout.zoom)}`,
    });
  }

  #pageFailure(box: PageBox): unknown {
    if (!this.#pages.failed.has(box.page)) return nothing;
    return html`<p class="note warn page-failure">${icon('warning')}<span>${this.#words.text('pageFailed', { page: box.page })}</span></p>`;
  }

  #toolbar(): TemplateResult {
    const { page, layout } = this.#pages.stack;
    const { zoom } = layout;
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
}
