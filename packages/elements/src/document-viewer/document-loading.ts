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
  /** Makes an open document stay until the next one is open; what does not open is given back here for the one that stays. */
  readonly onKept?: (input: DocumentInput) => void;
}

/** A document that did not open while the one before it stays. */
export interface RefusedDocument {
  readonly input: DocumentInput;
  readonly error: RenderingError;
}

const SIZES_AT_ONCE = 40;

/** Opens the document of its host, again whenever another one is set, and learns the sizes of its pages. */
export class DocumentLoading implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: DocumentLoadingOptions;
  #state: DocumentState = { status: 'empty' };
  #input: DocumentInput | null | undefined;
  #opened: DocumentInput | undefined;
  #refused: RefusedDocument | null = null;
  /** Ends the opening that is under way. */
  #attempt: AbortController | undefined;
  /** Ends the work on the document that is open. */
  #life: AbortController | undefined;

  constructor(host: ReactiveControllerHost, options: DocumentLoadingOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  get state(): DocumentState {
    return this.#state;
  }

  /** What the host gave for the document that is open; undefined while there is none. */
  get opened(): DocumentInput | undefined {
    return this.#state.status === 'ready' ? this.#opened : undefined;
  }

  /** Whether another document is being opened behind the one that shows. */
  get replacing(): boolean {
    return this.#attempt !== undefined && this.#state.status === 'ready';
  }

  get refused(): RefusedDocument | null {
    return this.#refused;
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
    this.#attempt?.abort();
    this.#attempt = undefined;
    this.#close();
    this.#state = { status: 'empty' };
  }

  /** Opens the same document once more, after an error that may pass. */
  retry(): void {
    if (this.#refused) this.#options.onKept?.(this.#refused.input);
    else this.#open();
    this.#host.requestUpdate();
  }

  /** The person has read what was refused. */
  dismiss(): void {
    this.#refused = null;
    this.#host.requestUpdate();
  }

  #open(): void {
    this.#attempt?.abort();
    this.#attempt = undefined;
    this.#refused = null;
    const input = this.#input;
    const stays = input && this.#options.onKept !== undefined && this.#state.status === 'ready';
    if (!stays) {
      this.#close();
      this.#state = { status: input ? 'loading' : 'empty' };
    }
    if (!input) return;
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#load(input, attempt).catch((error: unknown) => {
      if (attempt.signal.aborted) return;
      this.#fail(error, input, attempt);
    });
  }

  #close(): void {
    this.#life?.abort();
    this.#life = undefined;
    if (this.#state.status === 'ready') this.#state.document.close();
  }

  async #load(input: DocumentInput, attempt: AbortController): Promise<void> {
    const { signal } = attempt;
    const document = await openDocument(input, this.#options.assets(), signal);
    try {
      const first = await document.size(1);
      signal.throwIfAborted();
      this.#close();
      this.#life = attempt;
      this.#attempt = undefined;
      this.#opened = input;
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

  #fail(error: unknown, input: DocumentInput, attempt: AbortController): void {
    const shown =
      error instanceof RenderingError
        ? error
        : new RenderingError('DOCUMENT_MALFORMED', 'the document could not be opened', { cause: error });
    const opening = attempt === this.#attempt;
    const kept = opening && this.#state.status === 'ready' ? this.#opened : undefined;
    if (opening) this.#attempt = undefined;
    if (kept) {
      this.#refused = { input, error: shown };
      this.#input = kept;
      this.#options.onKept?.(kept);
    } else {
      this.#close();
      this.#state = { status: 'error', error: shown };
    }
    this.#host.requestUpdate();
    this.#options.onError(shown);
  }
}
