import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';

/**
 * Says changes to assistive technology without moving the focus. A burst of changes is said once, after a pause.
 * The element renders it once, always, so that the region exists before it speaks.
 */
export class LiveRegion implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #pause: number;
  #message = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, options: { readonly pause?: number } = {}) {
    this.#host = host;
    this.#pause = options.pause ?? 300;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  announce(message: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // A repeated message is a change too: the trailing space makes it one.
      this.#message = message === this.#message ? `${message} ` : message;
      this.#host.requestUpdate();
    }, this.#pause);
  }

  render(): TemplateResult {
    return html`<div class="visually-hidden" role="status" aria-live="polite">${this.#message}</div>`;
  }
}
