import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { BatchRow } from '../controllers/batch-state.ts';
import { DocumentViewer } from '../document-viewer/document-viewer.ts';
import type { PageMark } from '../document-viewer/page-marks.ts';
import { embeddedElement } from '../foundation/embedded-element.ts';
import { formatPageRanges } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import type { BatchId } from './batch-signing.messages.ts';

type Host = ReactiveControllerHost & HTMLElement;

/** The pages of one document in a dialog over the list, with the places of the seal; the focus goes back to what opened it. */
export class BatchView implements ReactiveController {
  readonly #host: Host;
  readonly #words: Words<BatchId>;
  #viewer: DocumentViewer | null = null;
  #row: BatchRow | null = null;
  #opener: HTMLElement | null = null;
  /** Another document is about to be shown: the end of the one before it is none of this one. */
  #opening = false;

  constructor(host: Host, { words }: { readonly words: Words<BatchId> }) {
    this.#host = host;
    this.#words = words;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#row = null;
  }

  open(row: BatchRow, opener: HTMLElement): void {
    this.#row = row;
    this.#opener = opener;
    this.#opening = true;
    this.#viewer ??= embeddedElement(DocumentViewer);
    if (this.#viewer !== null) Object.assign(this.#viewer, { document: row.request.document, page: 1, marks: this.#marksOf(row) });
    this.#host.requestUpdate();
    void this.#show();
  }

  render(): TemplateResult {
    const row = this.#row;
    const name = row?.request.name ?? '';
    return html`<dialog class="view-dialog" aria-labelledby="view-title" @close=${this.#closed}>
      ${
        row === null
          ? nothing
          : html`<div class="view-head line">
                <h3 class="grow" id="view-title"><bdi>${name}</bdi></h3>
                <button
                  type="button"
                  class="icon-button close-view"
                  aria-label=${this.#words.text('close', { name })}
                  @click=${() => this.#dialog?.close()}
                >
                  ${icon('close')}
                </button>
              </div>
              <div class="view-pages">${this.#viewer}</div>`
      }
    </dialog>`;
  }

  async #show(): Promise<void> {
    await this.#host.updateComplete;
    const dialog = this.#dialog;
    this.#opening = false;
    if (dialog && !dialog.open) dialog.showModal();
  }

  #marksOf({ request, read }: BatchRow): readonly PageMark[] {
    const face = read?.seal?.current?.face ?? null;
    return request.placements.map((placement) => ({
      placement,
      face,
      label: this.#words.text('places', { count: 1, pages: formatPageRanges([placement.page]), pagesCount: 1 }),
    }));
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLDialogElement>('.view-dialog') ?? null;
  }

  readonly #closed = (): void => {
    if (this.#opening || this.#dialog?.open === true) return;
    this.#row = null;
    if (this.#viewer !== null) this.#viewer.document = null;
    this.#host.requestUpdate();
    this.#opener?.focus();
  };
}
