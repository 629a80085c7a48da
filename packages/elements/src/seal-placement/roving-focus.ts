import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Lets the arrow keys move among the controls of a group, of which one is in the tab order. Which one follows the focus; a
 * control that a narrow layout hides is passed over.
 */
export class RovingFocus implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #group: string;
  readonly #selector: string;
  #last: HTMLElement | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, selectors: { readonly group: string; readonly items: string }) {
    this.#host = host;
    this.#group = selectors.group;
    this.#selector = selectors.items;
    host.addController(this);
  }

  /** The items come with `tabindex="-1"`, so that only a lost one has to be looked for: there may be hundreds. */
  hostUpdated(): void {
    if (this.#last?.isConnected && this.#last.tabIndex === 0 && isVisible(this.#last)) return;
    const first = this.#items().find(isVisible);
    if (first) this.#mark(first);
  }

  /** Handles a key on the group. Both axes count: a column becomes a strip in narrow layouts. */
  readonly key = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const items = this.#items().filter(isVisible);
    const at = items.indexOf(event.composedPath().find((node) => items.includes(node as HTMLElement)) as HTMLElement);
    if (at < 0) return;
    const next =
      event.key === 'Home' ? items[0] : event.key === 'End' ? items.at(-1) : by && items[(at + by + items.length) % items.length];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    this.focus(next);
  };

  /** Remembers where the focus went by other means. */
  readonly entered = (event: FocusEvent): void => {
    const items = new Set<EventTarget>(this.#items());
    const item = event.composedPath().find((node) => items.has(node));
    if (item instanceof HTMLElement) this.#mark(item);
  };

  focus(item: HTMLElement): void {
    this.#mark(item);
    item.focus();
  }

  #mark(item: HTMLElement): void {
    if (this.#last && this.#last !== item) this.#last.tabIndex = -1;
    this.#last = item;
    item.tabIndex = 0;
  }

  #items(): readonly HTMLElement[] {
    const group = this.#host.shadowRoot?.querySelector(this.#group);
    return [...(group?.querySelectorAll<HTMLElement>(this.#selector) ?? [])];
  }
}

function isVisible(item: HTMLElement): boolean {
  return item.getClientRects().length > 0;
}
