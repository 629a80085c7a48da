import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { AssetUrls } from '../foundation/context.ts';
import type { DocumentInput } from '../pdf-rendering/document-input.ts';
import { openDocument } from '../pdf-rendering/open-document.ts';
import type { PageSize } from '../pdf-rendering/page-size.ts';
import type { RenderedDocument } from '../pdf-rendering/rendered-document.ts';
import { RenderingError } from '../pdf-rendering/rendering-error.ts';

/** What there is to show of a document. */
export type DocumentState =
  | { readonly status: 'empty' }
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly document: RenderedDocument; readonly sizes: readonly PageSize[] }
  | { readonly status: 'error'; readonly error: RenderingError };

export interface DocumentLoadingOptions {
  readonly input: () => DocumentInput | null | undefined;
  readonly assets: () => AssetUrls;
  readonly onLoaded: (document: RenderedDocument) => void;
  readonly onError: (error: RenderingError) => void;
}

const SIZES_AT_ONCE = 40;

/** Opens the document of its host, again whenever another one is set, and learns the sizes of its pages. */
export class DocumentLoading implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: DocumentLoadingOptions;
  #state: DocumentState = { status: 'empty' };
  #input: DocumentInput | null | undefined;
  #abort: AbortController | undefined;

  constructor(host: ReactiveControllerHost, options: DocumentLoadingOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  get state(): DocumentState {
    return this.#state;
  }

  hostUpdate(): void {
    const input = this.#options.input();
    if (input === this.#input) return;
    this.#input = input;
    this.#open();
  }

  hostConnected(): void {
    if (this.#input) this.#open();
  }

  hostDisconnected(): void {
    this.#close();
    this.#state = { status: 'empty' };
  }

  /** Opens the same document once more, after an error that may pass. */
  retry(): void {
    this.#open();
    this.#host.requestUpdate();
  }

  #open(): void {
    this.#close();
    const input = this.#input;
    if (!input) {
      this.#state = { status: 'empty' };
      return;
    }
    const abort = new AbortController();
    this.#abort = abort;
    this.#state = { status: 'loading' };
    this.#load(input, abort.signal).catch((error: unknown) => {
      if (abort.signal.aborted) return;
      this.#fail(error);
    });
  }

  #close(): void {
    this.#abort?.abort();
    this.#abort = undefined;
    if (this.#state.status === 'ready') this.#state.document.close();
  }

  async #load(input: DocumentInput, signal: AbortSignal): Promise<void> {
    const document = await openDocument(input, this.#options.assets(), signal);
    try {
      const first = await document.size(1);
      signal.throwIfAborted();
      // Until the others are known, they count as the first: most documents have one size.
      this.#show(
        document,
        Array.from({ length: document.pageCount }, () => first),
      );
    } catch (error) {
      document.close();
      throw error;
    }
    this.#options.onLoaded(document);
    await this.#learnSizes(document, signal);
  }

  async #learnSizes(document: RenderedDocument, signal: AbortSignal): Promise<void> {
    const sizes: PageSize[] = [];
    for (let start = 1; start <= document.pageCount; start += SIZES_AT_ONCE) {
      const count = Math.min(SIZES_AT_ONCE, document.pageCount - start + 1);
      sizes.push(...(await Promise.all(Array.from({ length: count }, (_, index) => document.size(start + index)))));
      signal.throwIfAborted();
    }
    if (sizes.some(({ widthUm, heightUm }) => widthUm !== sizes[0]?.widthUm || heightUm !== sizes[0]?.heightUm))
      this.#show(document, sizes);
  }

  #show(document: RenderedDocument, sizes: readonly PageSize[]): void {
    this.#state = { status: 'ready', document, sizes };
    this.#host.requestUpdate();
  }

  #fail(error: unknown): void {
    const shown =
      error instanceof RenderingError
        ? error
        : new RenderingError('DOCUMENT_MALFORMED', 'the document could not be opened', { cause: error });
    if (this.#state.status === 'ready') this.#state.document.close();
    this.#state = { status: 'error', error: shown };
    this.#host.requestUpdate();
    this.#options.onError(shown);
  }
}
