import type { ReactiveControllerHost } from 'lit';
import type { AssetUrls, SealContext } from '../foundation/context.ts';
import type { DocumentInput } from '../pdf-rendering/document-input.ts';
import type { PageSize } from '../pdf-rendering/page-size.ts';
import type { RenderedDocument } from '../pdf-rendering/rendered-document.ts';
import { DocumentLoading, type DocumentState, type RefusedDocument } from './document-loading.ts';
import { SealDocumentErrorEvent, SealDocumentLoadedEvent, SealPageChangeEvent, SealZoomChangeEvent } from './document-viewer.events.ts';
import type { LayoutSpacing, Zoom } from './page-layout.ts';
import { PageStack } from './page-stack.ts';

/** Properties that an element with a document has. */
export interface DocumentPagesHost extends ReactiveControllerHost, EventTarget {
  document: DocumentInput | null;
  page: number;
  readonly zoom: Zoom;
  readonly assets: AssetUrls | undefined;
  readonly context: SealContext | null;
}

export interface DocumentPagesOptions {
  /** The document that is open stays until the next one is; `document` of the host is it again when the next one is refused. */
  readonly keeps?: boolean;
  readonly spacing: (width: number) => LayoutSpacing;
  readonly onLoaded?: (document: RenderedDocument) => void;
  readonly onScroll?: () => void;
}

/** A document and its pages in an element: opens it, keeps `page` and the window in step, and says what happens as events. */
export class DocumentPages {
  readonly stack: PageStack;
  readonly #host: DocumentPagesHost;
  readonly #options: DocumentPagesOptions;
  readonly #loading: DocumentLoading;
  #failed: ReadonlySet<number> = new Set();
  #opened = false;

  constructor(host: DocumentPagesHost, options: DocumentPagesOptions) {
    this.#host = host;
    this.#options = options;
    this.stack = new PageStack(host, {
      spacing: options.spacing,
      zoom: () => host.zoom,
      onPage: (page) => this.#pageChanged(page),
      onZoom: (zoom) => host.dispatchEvent(new SealZoomChangeEvent(zoom)),
      onScroll: () => options.onScroll?.(),
      onPageFailed: (page) => this.#pageFailed(page),
    });
    this.#loading = new DocumentLoading(host, {
      input: () => host.document,
      assets: () => host.assets ?? host.context?.assets ?? {},
      onLoaded: (document) => this.#loaded(document),
      onError: (error) => host.dispatchEvent(new SealDocumentErrorEvent(error, this.document !== undefined)),
      ...(options.keeps ? { onKept: (input) => (host.document = input) } : {}),
    });
  }

  get state(): DocumentState {
    return this.#loading.state;
  }

  /** The open document; undefined while there is none. */
  get document(): RenderedDocument | undefined {
    return this.state.status === 'ready' ? this.state.document : undefined;
  }

  /** What the host gave for the open document. */
  get opened(): DocumentInput | undefined {
    return this.#loading.opened;
  }

  /** Whether another document is being opened behind the one that shows. */
  get replacing(): boolean {
    return this.#loading.replacing;
  }

  /** The document that did not open while this one stayed. */
  get refused(): RefusedDocument | null {
    return this.#loading.refused;
  }

  /** Sizes of all pages, none while no document is open. */
  get sizes(): readonly PageSize[] {
    return this.state.status === 'ready' ? this.state.sizes : [];
  }

  /** Pages that could not be drawn. */
  get failed(): ReadonlySet<number> {
    return this.#failed;
  }

  retry(): void {
    this.#loading.retry();
  }

  dismissRefusal(): void {
    this.#loading.dismiss();
  }

  /** Goes where the host's `page` points, once it was set from outside. */
  follow(): void {
    if (this.#host.page !== this.stack.page && this.sizes.length > 0) this.stack.goTo(this.#host.page);
  }

  #loaded(document: RenderedDocument): void {
    this.#failed = new Set();
    this.stack.reset();
    // A page that the host asked for beforehand is kept; another document begins at its first page.
    if (this.#opened) this.#host.page = 1;
    this.#opened = true;
    this.#host.dispatchEvent(new SealDocumentLoadedEvent(document.pageCount, document.facts));
    this.#options.onLoaded?.(document);
  }

  #pageChanged(page: number): void {
    this.#host.page = page;
    this.#host.dispatchEvent(new SealPageChangeEvent(page));
  }

  #pageFailed(page: number): void {
    this.#failed = new Set([...this.#failed, page]);
    this.#host.requestUpdate();
  }
}
