import type { LitElement, ReactiveController } from 'lit';

/** Moves the focus to the first of some places inside an element. In an element that is hidden it waits until it has a size. */
export class FocusWhenShown implements ReactiveController {
  readonly #host: LitElement;
  readonly #places: readonly string[];
  #waiting: ResizeObserver | undefined;

  constructor(host: LitElement, places: readonly string[]) {
    this.#host = host;
    this.#places = places;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#waiting?.disconnect();
  }

  focus(): void {
    this.#waiting?.disconnect();
    if (this.#isShown()) {
      this.#place()?.focus();
      return;
    }
    this.#waiting = new ResizeObserver(() => {
      if (!this.#isShown()) return;
      this.#waiting?.disconnect();
      this.#place()?.focus();
    });
    this.#waiting.observe(this.#host);
  }

  #isShown(): boolean {
    return this.#host.getClientRects().length > 0;
  }

  #place(): HTMLElement | undefined {
    const root = this.#host.shadowRoot;
    return this.#places.flatMap((place) => root?.querySelector<HTMLElement>(place) ?? [])[0];
  }
}
