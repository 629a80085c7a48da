import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How long a control may take to appear: its page may have to be scrolled to first. */
const PATIENCE = 1000;

/** Moves the focus to parts of the element that the next updates bring. */
export class PlacementFocus implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #wanted: { readonly selector: string; readonly until: number; readonly select: boolean } | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** Whether the focus is on the pages or on a seal there. */
  get onPages(): boolean {
    return (this.#host.shadowRoot?.activeElement?.closest('.scroller') ?? null) !== null;
  }

  item(id: string): void {
    this.#want(`[data-id="${CSS.escape(id)}"]`);
  }

  carried(): void {
    this.#want('.carried');
  }

  tray(sealNumber: string): void {
    this.#want(`[data-seal="${CSS.escape(sealNumber)}"]`);
  }

  /** The pages, when there is no seal left to go to: keys of the element work on. */
  pages(): void {
    this.#want('.scroller');
  }

  /** The first numeric field, its text selected, so that typing replaces it. */
  form(): void {
    this.#want('#field-x', true);
  }

  hostDisconnected(): void {
    this.#wanted = undefined;
  }

  hostUpdated(): void {
    const wanted = this.#wanted;
    if (!wanted) return;
    const element = this.#host.shadowRoot?.querySelector<HTMLElement>(wanted.selector);
    if (element) {
      this.#wanted = undefined;
      element.focus({ preventScroll: true });
      element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      if (wanted.select && element instanceof HTMLInputElement) element.select();
    } else if (performance.now() > wanted.until) this.#wanted = undefined;
  }

  #want(selector: string, select = false): void {
    this.#wanted = { selector, until: performance.now() + PATIENCE, select };
    this.#host.requestUpdate();
  }
}
