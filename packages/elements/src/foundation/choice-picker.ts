import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { icon } from './icons.ts';

/** Something that can be chosen: a person, a role, an organisation. */
export interface Choice {
  readonly id: string;
  readonly name: string;
  /** What tells it from others of the same name. */
  readonly hint?: string;
  /** Why it cannot be chosen, in words. */
  readonly why?: string | undefined;
}

export interface ChoicePickerWords {
  readonly label: string;
  readonly none: string;
  readonly searching: string;
  readonly failed: string;
  readonly remove: string;
}

export interface ChoicePickerOptions {
  /** Id of the field, unique in its element. */
  readonly id: string;
  readonly words: ChoicePickerWords;
  readonly value: Choice | null;
  readonly invalid?: boolean;
  readonly describedBy?: string;
  readonly choose: (choice: Choice | null) => void;
}

const PAUSE = 200;
const MOST = 20;

/** A field that finds choices by what is typed, with a list below it that the keyboard walks. */
export class ChoicePicker implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #find: (text: string, signal: AbortSignal) => Promise<readonly Choice[]>;
  #typing: ReturnType<typeof setTimeout> | undefined;
  #finding: AbortController | undefined;
  #text = '';
  #found: readonly Choice[] | 'failed' | null = null;
  #open = false;
  #at = -1;

  constructor(host: ReactiveControllerHost, find: (text: string, signal: AbortSignal) => Promise<readonly Choice[]>) {
    this.#host = host;
    this.#find = find;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#typing);
    this.#finding?.abort();
  }

  /** Forgets what was typed. */
  clear(): void {
    this.#text = '';
    this.#found = null;
    this.#open = false;
    this.#at = -1;
  }

  render(options: ChoicePickerOptions): TemplateResult {
    const { id, words, value } = options;
    if (value)
      return html`<div class="field">
        <span class="label" id="${id}-label">${words.label}</span>
        <span class="chosen line"
          ><span class="grow"><bdi>${value.name}</bdi>${value.hint ? html` <span class="small muted">${value.hint}</span>` : nothing}</span
          ><button
            type="button"
            class="icon-button"
            id=${id}
            aria-label=${`${words.remove}: ${value.name}`}
            title=${words.remove}
            @click=${() => options.choose(null)}
          >
            ${icon('close')}
          </button></span
        >
      </div>`;
    const open = this.#open;
    return html`<div class="field picker">
      <label class="label" for=${id}>${words.label}</label>
      <input
        class="input"
        id=${id}
        role="combobox"
        autocomplete="off"
        spellcheck="false"
        aria-autocomplete="list"
        aria-expanded=${open ? 'true' : 'false'}
        aria-controls=${open ? `${id}-list` : nothing}
        aria-activedescendant=${open && this.#at >= 0 ? `${id}-option-${this.#at}` : nothing}
        aria-invalid=${options.invalid ? 'true' : 'false'}
        aria-describedby=${options.describedBy ?? nothing}
        .value=${this.#text}
        @focus=${() => this.#type(this.#text, 0)}
        @blur=${() => this.#close()}
        @input=${(event: Event) => this.#type((event.target as HTMLInputElement).value, PAUSE)}
        @keydown=${(event: KeyboardEvent) => this.#key(event, options)}
      />
      ${open ? this.#list(options) : nothing}
    </div>`;
  }

  #list(options: ChoicePickerOptions): TemplateResult {
    const { id, words } = options;
    const found = this.#found;
    if (found === null || found === 'failed' || found.length === 0)
      return html`<p class="options note-line small muted" role="status" id="${id}-list">
        ${found === null ? words.searching : found === 'failed' ? words.failed : words.none}
      </p>`;
    return html`<ul class="options" role="listbox" id="${id}-list" aria-label=${words.label}>
      ${found.map(
        (choice, index) =>
          html`<li
            role="option"
            id="${id}-option-${index}"
            aria-selected=${index === this.#at ? 'true' : 'false'}
            aria-disabled=${choice.why === undefined ? 'false' : 'true'}
            @pointerdown=${(event: PointerEvent) => {
              event.preventDefault();
              this.#choose(choice, options);
            }}
          >
            <bdi>${choice.name}</bdi>
            <span class="small muted">${choice.why ?? choice.hint ?? nothing}</span>
          </li>`,
      )}
    </ul>`;
  }

  #key(event: KeyboardEvent, options: ChoicePickerOptions): void {
    const found = Array.isArray(this.#found) ? (this.#found as readonly Choice[]) : [];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.#open = true;
      const count = found.length;
      if (count > 0) this.#at = (this.#at + (event.key === 'ArrowDown' ? 1 : this.#at < 0 ? 0 : -1) + count) % count;
    } else if (event.key === 'Enter' && this.#open) {
      event.preventDefault();
      const choice = found[this.#at];
      if (choice) this.#choose(choice, options);
    } else if (event.key === 'Escape' && this.#open) {
      event.preventDefault();
      event.stopPropagation();
      this.#open = false;
    } else return;
    this.#host.requestUpdate();
  }

  #choose(choice: Choice, options: ChoicePickerOptions): void {
    if (choice.why !== undefined) return;
    this.clear();
    options.choose(choice);
  }

  #close(): void {
    this.#open = false;
    this.#host.requestUpdate();
  }

  #type(text: string, pause: number): void {
    this.#text = text;
    this.#open = true;
    this.#at = -1;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.#ask(text), pause);
    this.#host.requestUpdate();
  }

  async #ask(text: string): Promise<void> {
    this.#finding?.abort();
    const finding = new AbortController();
    this.#finding = finding;
    try {
      const found = await this.#find(text.trim(), finding.signal);
      if (!finding.signal.aborted) this.#found = found.slice(0, MOST);
    } catch {
      // The provider has told of the failure; the list says that nothing could be read.
      if (!finding.signal.aborted) this.#found = 'failed';
    }
    if (!finding.signal.aborted) this.#host.requestUpdate();
  }
}
