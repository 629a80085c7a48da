import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { ref, createRef, type Ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PageSize } from '../pdf-rendering/page-size.ts';
import type { RenderedDocument } from '../pdf-rendering/rendered-document.ts';
import { cssProperties } from '../foundation/css-properties.ts';
import {
  layoutPages,
  pageAt,
  pagesBetween,
  pagesInSight,
  zoomFactor,
  type LayoutSpacing,
  type PageBox,
  type PageLayout,
  type PagesInSight,
  type Zoom,
} from './page-layout.ts';
import { pageSurface } from './page-surface.ts';
import { visiblePart } from './visible-part.ts';

export interface PageStackOptions {
  /** Room around and between pages, for a width of the window. */
  readonly spacing: (width: number) => LayoutSpacing;
  readonly zoom: () => Zoom;
  readonly onPage: (page: number) => void;
  readonly onZoom: (factor: number) => void;
  readonly onScroll?: () => void;
  readonly onPageFailed?: (page: number, error: unknown) => void;
}

export interface PageStackView {
  readonly document: RenderedDocument;
  readonly sizes: readonly PageSize[];
  /** Name of the scrolling region. */
  readonly label: string;
  readonly pageLabel: (page: number) => string;
  /** Pages that exist wherever the window is: those that hold the focus. */
  readonly pinned?: readonly number[];
  /** What lies over a page, for instance placed seals. */
  readonly overlay?: (box: PageBox) => unknown;
}

/** A place in the column that stays where it is on the screen while the layout changes. */
interface Anchor {
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly screenX: number;
  readonly screenY: number;
}

/** A part of a page, in CSS pixels from its top left corner. */
export interface PagePart {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Room left between a part that is brought into view and the edge of the window. */
const REVEAL_MARGIN = 24;

const EMPTY: PageLayout = { zoom: 1, boxes: [], width: 0, height: 0 };
/** The page that reaches this part of the window from the top is the current one. */
const READING_LINE = 0.4;
const DRAW_DELAY = 80;

/** A scrolling column of pages of which only those near the window exist. Used by every element that shows a document. */
export class PageStack implements ReactiveController {
  readonly scroller: Ref<HTMLElement> = createRef();
  readonly #host: ReactiveControllerHost;
  readonly #options: PageStackOptions;
  #layout: PageLayout = EMPTY;
  #sizes: readonly PageSize[] = [];
  #room = { width: 0, height: 0 };
  #page = 1;
  #shown = '';
  #anchor: Anchor | undefined;
  /** Page to bring into view after the next update, and the place on it, in CSS pixels from its top. */
  #target: { readonly page: number; readonly offset: number } | undefined;
  /** Part of a page to bring into view after the next update. */
  #part: { readonly page: number; readonly part: PagePart } | undefined;
  #settledTop: number | undefined;
  #scrolledAt = 0;
  #zoomChanged = false;
  #observer: ResizeObserver | undefined;
  #observed: HTMLElement | undefined;

  constructor(host: ReactiveControllerHost, options: PageStackOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  get layout(): PageLayout {
    return this.#layout;
  }

  get page(): number {
    return this.#page;
  }

  /** What the window shows now; nothing before it is measured. */
  get inSight(): PagesInSight {
    const scroller = this.scroller.value;
    const part = scroller && this.#room.height > 0 ? visiblePart(scroller) : null;
    if (!scroller || part === null) return { pages: [], ended: [] };
    return pagesInSight(this.#layout, scroller.scrollTop + part.top, part.height);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#observed = undefined;
  }

  hostUpdated(): void {
    const scroller = this.scroller.value;
    if (scroller !== this.#observed) this.#observe(scroller);
    if (!scroller) return;
    if (this.#target) this.#scrollTo(scroller, this.#target);
    else if (this.#anchor) this.#scrollBack(scroller, this.#anchor);
    if (this.#part) this.#scrollInto(scroller, this.#part.page, this.#part.part);
    this.#target = undefined;
    this.#anchor = undefined;
    this.#part = undefined;
    if (!this.#zoomChanged) return;
    this.#zoomChanged = false;
    this.#options.onZoom(this.#layout.zoom);
  }

  /** Brings a page into view, its top at the top of the window or a place on it into the middle. */
  goTo(page: number, offset = 0): void {
    const bounded = Math.min(Math.max(1, Math.round(page)), Math.max(1, this.#sizes.length));
    this.#target = { page: bounded, offset };
    this.#setPage(bounded);
    this.#host.requestUpdate();
  }

  /** Makes a page the current one where it is; scrolling decides again from then on. */
  hold(page: number): void {
    this.#settledTop = this.scroller.value?.scrollTop;
    this.#setPage(page);
  }

  /** Brings a part of a page into view, after the next update, and scrolls no further than that takes. */
  reveal(page: number, part: PagePart): void {
    this.#part = { page, part };
    this.#setPage(page);
    this.#host.requestUpdate();
  }

  /** Shows the first page again: another document came. */
  reset(): void {
    this.#page = 1;
    this.#target = { page: 1, offset: 0 };
  }

  /** Keeps the place under a point of the screen where it is through the next change of zoom. */
  holdAt(clientX: number, clientY: number): void {
    const bounds = this.scroller.value?.getBoundingClientRect();
    if (bounds) this.#anchor = this.#anchorAt(clientX - bounds.left, clientY - bounds.top);
  }

  /** The page under a point of the screen and the place on it, in CSS pixels from its top left corner. */
  pageUnder(clientX: number, clientY: number): { readonly box: PageBox; readonly x: number; readonly y: number } | undefined {
    const scroller = this.scroller.value;
    if (!scroller) return undefined;
    const bounds = scroller.getBoundingClientRect();
    const left = clientX - bounds.left + scroller.scrollLeft;
    const top = clientY - bounds.top + scroller.scrollTop;
    if (clientX < bounds.left || clientX > bounds.right || clientY < bounds.top || clientY > bounds.bottom) return undefined;
    for (const box of pagesBetween(this.#layout, top, top + 1)) {
      const x = left - this.leftOf(box);
      const y = top - box.top;
      if (x >= 0 && x <= box.width && y >= 0 && y <= box.height) return { box, x, y };
    }
    return undefined;
  }

  /** Where a page begins from the left of the column. */
  leftOf(box: PageBox): number {
    return Math.round((Math.max(this.#layout.width, this.#room.width) - box.width) / 2);
  }

  render(view: PageStackView): TemplateResult {
    this.#arrange(view.sizes);
    const scroller = this.scroller.value;
    const top = this.#target ? this.#topOf(this.#target.page) : (scroller?.scrollTop ?? 0);
    const visible = this.#near(top);
    this.#shown = keyOf(visible);
    const shown = withPinned(visible, view.pinned ?? [], this.#layout);
    const busy = performance.now() - this.#scrolledAt < 2 * DRAW_DELAY;
    return html`<div
      class="scroller"
      part="pages"
      role="group"
      tabindex="0"
      aria-label=${view.label}
      ${ref(this.scroller)}
      @scroll=${this.#scrolled}
    >
      <div class="column" ${cssProperties({ 'inline-size': `${this.#layout.width}px`, 'block-size': `${this.#layout.height}px` })}>
        ${repeat(
          shown,
          (box) => box.page,
          (box) =>
            html`<section
              class="page on-paper"
              part="page"
              role="region"
              aria-label=${view.pageLabel(box.page)}
              data-page=${box.page}
              ${cssProperties(this.#boxProperties(box))}
            >
              <div
                class="surface"
                ${pageSurface({
                  document: view.document,
                  page: box.page,
                  zoom: this.#layout.zoom,
                  text: true,
                  delay: busy ? DRAW_DELAY : 0,
                  onFailed: (page, error) => this.#options.onPageFailed?.(page, error),
                })}
              ></div>
              ${view.overlay?.(box) ?? nothing}
            </section>`,
        )}
      </div>
    </div>`;
  }

  #boxProperties(box: PageBox): Readonly<Record<string, string>> {
    return {
      'inset-block-start': `${box.top}px`,
      left: `${this.leftOf(box)}px`,
      'inline-size': `${box.width}px`,
      'block-size': `${box.height}px`,
      '--_zoom': String(this.#layout.zoom),
    };
  }

  #arrange(sizes: readonly PageSize[]): void {
    const spacing = this.#options.spacing(this.#room.width);
    // Before the window is measured there is nothing to fit to, and nothing to draw.
    if (this.#room.width === 0) return;
    const factor = zoomFactor(this.#options.zoom(), sizes, this.#page, this.#room, spacing);
    if (sizes === this.#sizes && factor === this.#layout.zoom) return;
    if (this.#layout.boxes.length > 0 && !this.#anchor)
      // At the very top the top edge stays, so that a document just opened begins at its beginning.
      this.#anchor = this.#anchorAt(this.#room.width / 2, this.scroller.value?.scrollTop === 0 ? 0 : this.#room.height * READING_LINE);
    const changed = factor !== this.#layout.zoom;
    this.#sizes = sizes;
    this.#layout = layoutPages(sizes, factor, spacing);
    if (changed) this.#zoomChanged = true;
  }

  #near(top: number): readonly PageBox[] {
    const height = this.#room.height || 800;
    return pagesBetween(this.#layout, top - height, top + 2 * height);
  }

  #anchorAt(screenX: number, screenY: number): Anchor | undefined {
    const scroller = this.scroller.value;
    if (!scroller || this.#layout.boxes.length === 0) return undefined;
    const page = pageAt(this.#layout, scroller.scrollTop + screenY);
    const box = this.#layout.boxes[page - 1];
    if (!box) return undefined;
    const x = (scroller.scrollLeft + screenX - this.leftOf(box)) / box.width;
    const y = (scroller.scrollTop + screenY - box.top) / box.height;
    return { page, x, y, screenX, screenY };
  }

  #scrollBack(scroller: HTMLElement, { page, x, y, screenX, screenY }: Anchor): void {
    const box = this.#layout.boxes[page - 1];
    if (!box) return;
    scroller.scrollTop = box.top + y * box.height - screenY;
    scroller.scrollLeft = this.leftOf(box) + x * box.width - screenX;
  }

  #scrollTo(scroller: HTMLElement, { page, offset }: { readonly page: number; readonly offset: number }): void {
    const box = this.#layout.boxes[page - 1];
    if (!box) return;
    scroller.scrollTop = offset === 0 ? this.#topOf(page) : box.top + offset - scroller.clientHeight / 2;
    this.#settledTop = scroller.scrollTop;
    this.#refresh(scroller.scrollTop);
  }

  #scrollInto(scroller: HTMLElement, page: number, part: PagePart): void {
    const box = this.#layout.boxes[page - 1];
    if (!box) return;
    const left = this.leftOf(box);
    scroller.scrollTop = nearest(scroller.scrollTop, scroller.clientHeight, box.top + part.top, box.top + part.bottom);
    scroller.scrollLeft = nearest(scroller.scrollLeft, scroller.clientWidth, left + part.left, left + part.right);
    this.#settledTop = scroller.scrollTop;
    this.#refresh(scroller.scrollTop);
  }

  #topOf(page: number): number {
    const box = this.#layout.boxes[page - 1];
    return box === undefined || page === 1 ? 0 : box.top - this.#options.spacing(this.#room.width).gap / 2;
  }

  readonly #scrolled = (): void => {
    const scroller = this.scroller.value;
    if (!scroller) return;
    this.#scrolledAt = performance.now();
    // Read before anything is written: a read after a write would lay the whole page out anew.
    const { scrollTop } = scroller;
    // A jump to a page near the end cannot bring it to the top; it is the current page all the same.
    if (this.#settledTop === undefined || Math.abs(scrollTop - this.#settledTop) > 2) {
      this.#settledTop = undefined;
      this.#setPage(pageAt(this.#layout, scrollTop + this.#room.height * READING_LINE));
    }
    this.#refresh(scrollTop);
    this.#options.onScroll?.();
  };

  #refresh(scrollTop: number): void {
    if (keyOf(this.#near(scrollTop)) !== this.#shown) this.#host.requestUpdate();
  }

  #setPage(page: number): void {
    if (page === this.#page) return;
    this.#page = page;
    this.#host.requestUpdate();
    this.#options.onPage(page);
  }

  #observe(scroller: HTMLElement | undefined): void {
    this.#observer?.disconnect();
    this.#observed = scroller;
    if (!scroller) return;
    this.#observer = new ResizeObserver(() => this.#measure(scroller));
    this.#observer.observe(scroller);
    this.#measure(scroller);
  }

  #measure(scroller: HTMLElement): void {
    const room = { width: scroller.clientWidth, height: scroller.clientHeight };
    if (room.width === this.#room.width && room.height === this.#room.height) return;
    this.#room = room;
    this.#host.requestUpdate();
  }
}

/** The offset nearest to the present one at which a stretch is seen; its middle in the middle when it is far away. */
function nearest(offset: number, room: number, from: number, to: number): number {
  if (from >= offset && to <= offset + room) return offset;
  if (to < offset || from > offset + room || to - from + 2 * REVEAL_MARGIN > room) return (from + to - room) / 2;
  return from < offset ? from - REVEAL_MARGIN : to + REVEAL_MARGIN - room;
}

function keyOf(boxes: readonly PageBox[]): string {
  return `${boxes[0]?.page ?? 0}-${boxes.at(-1)?.page ?? 0}`;
}

function withPinned(visible: readonly PageBox[], pinned: readonly number[], layout: PageLayout): readonly PageBox[] {
  const away = pinned.flatMap((page) => layout.boxes[page - 1] ?? []).filter((box) => !visible.includes(box));
  return away.length === 0 ? visible : [...new Set([...visible, ...away])].sort((left, right) => left.page - right.page);
}
