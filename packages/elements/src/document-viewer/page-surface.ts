import { noChange, type ElementPart } from 'lit';
import { AsyncDirective } from 'lit/async-directive.js';
import { directive, type DirectiveResult } from 'lit/directive.js';
import type { RenderedDocument } from '../pdf-rendering/rendered-document.ts';

export interface SurfaceOptions {
  readonly document: RenderedDocument;
  readonly page: number;
  readonly zoom: number;
  /** Whether the text is laid over the picture; thumbnails go without. */
  readonly text: boolean;
  /** How long the page must have been wanted before it is drawn: pages that only rush by are not drawn at all. */
  readonly delay: number;
  /** Pixels per CSS pixel at least; small pages need more, or hairlines grow together. */
  readonly density?: number;
  /** Draws only while it can be seen, and lets go of the picture when it is far away again. */
  readonly lazy?: boolean;
  readonly onDrawn?: (page: number) => void;
  readonly onFailed?: (page: number, error: unknown) => void;
}

/**
 * Fills an element with a page: picture, and text above it. While a new size is drawn, the old picture stays, stretched.
 */
class PageSurfaceDirective extends AsyncDirective {
  #options: SurfaceOptions | undefined;
  #element: HTMLElement | undefined;
  #abort: AbortController | undefined;
  #observer: IntersectionObserver | undefined;
  #near = false;

  override update(part: ElementPart, [options]: [SurfaceOptions]): typeof noChange {
    const last = this.#options;
    this.#element = part.element as HTMLElement;
    this.#options = options;
    const same = last !== undefined && last.document === options.document && last.page === options.page && last.zoom === options.zoom;
    if (!same) {
      if (last !== undefined && (last.document !== options.document || last.page !== options.page)) this.#element.replaceChildren();
      this.#begin(options);
    }
    return noChange;
  }

  override render(_options: SurfaceOptions): typeof noChange {
    return noChange;
  }

  protected override disconnected(): void {
    this.#abort?.abort();
    this.#abort = undefined;
    this.#observer?.disconnect();
    this.#observer = undefined;
  }

  protected override reconnected(): void {
    if (this.#options) this.#begin(this.#options);
  }

  #begin(options: SurfaceOptions): void {
    if (!options.lazy || this.#near) this.#start(options);
    if (!options.lazy || this.#observer || !this.#element) return;
    this.#observer = new IntersectionObserver((entries) => this.#seen(entries.at(-1)?.isIntersecting ?? false), { rootMargin: '400px' });
    this.#observer.observe(this.#element);
  }

  #seen(near: boolean): void {
    if (near === this.#near) return;
    this.#near = near;
    if (near && this.#options) this.#start(this.#options);
    else {
      this.#abort?.abort();
      const canvas = this.#element?.querySelector('canvas');
      if (!canvas) return;
      release(canvas);
      canvas.remove();
    }
  }

  #start(options: SurfaceOptions): void {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#draw(options, abort.signal).then(
      () => options.onDrawn?.(options.page),
      (error: unknown) => {
        if (!abort.signal.aborted) options.onFailed?.(options.page, error);
      },
    );
  }

  async #draw(options: SurfaceOptions, signal: AbortSignal): Promise<void> {
    await pause(options.delay, signal);
    const { document: source, page, zoom } = options;
    const canvas = await source.paint(page, { zoom, density: Math.max(globalThis.devicePixelRatio || 1, options.density ?? 1), signal });
    const element = this.#element;
    signal.throwIfAborted();
    if (!element) return;
    canvas.className = 'page-canvas';
    canvas.setAttribute('aria-hidden', 'true');
    const old = element.querySelector('canvas');
    if (old) {
      old.replaceWith(canvas);
      release(old);
    } else element.prepend(canvas);
    if (options.text && !element.querySelector('.text-layer')) await this.#layText(element, options, signal);
  }

  /** The text keeps its places at any zoom: they are percentages, and its size follows a custom property. */
  async #layText(element: HTMLElement, { document: source, page }: SurfaceOptions, signal: AbortSignal): Promise<void> {
    const layer = document.createElement('div');
    layer.className = 'text-layer';
    await source.layText(page, layer, signal);
    element.append(layer);
  }
}

export const pageSurface: (options: SurfaceOptions) => DirectiveResult = directive(PageSurfaceDirective);

/** Gives the memory of a canvas back at once; some browsers keep it until collection. */
function release(canvas: HTMLCanvasElement): void {
  canvas.width = 0;
  canvas.height = 0;
}

function pause(delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, delay);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      },
      { once: true },
    );
  });
}
