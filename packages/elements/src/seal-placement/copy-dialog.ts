import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { createRef, ref, type Ref } from 'lit/directives/ref.js';
import { icon } from '../foundation/icons.ts';
import { copiesForPages } from './placement-commands.ts';
import { choosePages, type PageChoice } from './page-range.ts';
import type { PlacementScene } from './placement-scene.ts';
import { sourceOf } from './placement-words.ts';

const CHOICES: readonly { readonly choice: PageChoice; readonly label: 'copyAll' | 'copyOdd' | 'copyEven' | 'copyRange' }[] = [
  { choice: 'all', label: 'copyAll' },
  { choice: 'odd', label: 'copyOdd' },
  { choice: 'even', label: 'copyEven' },
  { choice: 'range', label: 'copyRange' },
];

/** Asks on which pages the selected seals are to stand too. */
export class CopyDialog implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #dialog: Ref<HTMLDialogElement> = createRef();
  #choice: PageChoice = 'all';
  #range = '';

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    // The dialog opens on request only.
  }

  show(): void {
    this.#choice = 'all';
    this.#range = '';
    this.#host.requestUpdate();
    this.#dialog.value?.showModal();
  }

  render(scene: PlacementScene): TemplateResult {
    const { words, vocabulary, sizes, editor } = scene;
    const pages = choosePages(this.#choice, this.#range, sizes.length);
    const copies = pages ? copiesForPages(editor.items, editor.selectedSeals, pages, sizes) : [];
    const count = new Set(copies.map((copy) => copy.page)).size;
    const example = sizes.length >= 7 ? '1,3-7' : `1,2-${Math.max(2, sizes.length)}`;
    const unreadable = pages === undefined && this.#range.trim() !== '';
    return html`<dialog class="dialog" aria-labelledby="copy-title" ${ref(this.#dialog)} @keydown=${keepKeys}>
      <form
        method="dialog"
        class="dialog-body"
        @submit=${(event: SubmitEvent) => {
          if (count === 0 || !pages) event.preventDefault();
          else scene.actions.copyTo(pages, sourceOf(event));
        }}
      >
        <h2 class="dialog-title" id="copy-title">${words.text('copyTitle')}</h2>
        <p class="secondary">${words.text('copyLead')}</p>
        <fieldset class="choices">
          <legend class="label">${words.text('copyPages')}</legend>
          ${CHOICES.map(
            ({ choice, label }) =>
              html`<label class="choice"
                ><input
                  type="radio"
                  name="pages"
                  .checked=${this.#choice === choice}
                  @change=${() => this.#choose(choice)}
                />${words.text(label)}</label
              >`,
          )}
        </fieldset>
        ${
          this.#choice === 'range'
            ? html`<div class="field">
                <label class="label" for="copy-range">${words.text('copyRangeLabel', { example })}</label>
                <input
                  id="copy-range"
                  class="input num"
                  autocomplete="off"
                  aria-invalid=${unreadable ? 'true' : 'false'}
                  aria-describedby=${unreadable ? 'copy-error' : nothing}
                  .value=${this.#range}
                  @input=${(event: Event) => this.#type((event.currentTarget as HTMLInputElement).value)}
                />
                ${
                  unreadable
                    ? html`<span class="field-error small" id="copy-error" role="alert"
                        >${icon('stop')}${words.text('copyRangeInvalid', { pages: sizes.length, example })}</span
                      >`
                    : nothing
                }
              </div>`
            : nothing
        }
        <p class="small muted" role="status">${pages && count === 0 ? words.text('copyNone') : nothing}</p>
        <div class="dialog-actions">
          <button type="button" class="button" @click=${() => this.#dialog.value?.close()}>${vocabulary.text('cancel')}</button>
          <button type="submit" class="button primary" aria-disabled=${count === 0 ? 'true' : 'false'}>
            ${words.text('copyAct', { count })}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  #choose(choice: PageChoice): void {
    this.#choice = choice;
    this.#host.requestUpdate();
  }

  #type(range: string): void {
    this.#range = range;
    this.#host.requestUpdate();
  }
}

/** Keys of an open dialog are its own: Escape closes it and nothing behind it. */
export function keepKeys(event: KeyboardEvent): void {
  event.stopPropagation();
}
