import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Lets the arrow keys move among the controls of a group, of which one is in the tab order. Which one follows the focus; a
 * control that a narrow layout hides is passed over.
 */
export class RovingFocus implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #group: string;
  readonly #items: string;
  #last: HTMLElement | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, selectors: { readonly group: string; readonly items: string }) {
    this.#host = host;
    this.#group = selectors.group;
    this.#items = selectors.items;
    host.addController(this);
  }

  hostUpdated(): void {
    const items = this.#visibleItems();
    const current = items.find((item) => item === this.#last) ?? items[0];
    for (const item of items) item.tabIndex = item === current ? 0 : -1;
  }

  /** Handles a key on the group. Both axes count: a column becomes a strip in narrow layouts. */
  readonly key = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const items = this.#visibleItems();
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
    const items = this.#visibleItems();
    const item = event.composedPath().find((node) => items.includes(node as HTMLElement));
    if (item) this.#mark(item as HTMLElement);
  };

  focus(item: HTMLElement): void {
    this.#mark(item);
    item.focus();
  }

  #mark(item: HTMLElement): void {
    this.#last = item;
    for (const other of this.#visibleItems()) other.tabIndex = other === item ? 0 : -1;
  }

  #visibleItems(): readonly HTMLElement[] {
    const group = this.#host.shadowRoot?.querySelector(this.#group);
    return [...(group?.querySelectorAll<HTMLElement>(this.#items) ?? [])].filter((item) => item.getClientRects().length > 0);
  }
}
