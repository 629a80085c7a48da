import type { PDFDocumentProxy, PDFPageProxy, PageViewport } from 'pdfjs-dist';
import type { DocumentFacts } from './document-facts.ts';
import { UM_PER_POINT, type PageSize } from './page-size.ts';
import type { PdfLibrary } from './pdf-library.ts';
import { hidingMeasuringCanvas } from './measuring-canvas.ts';
import { RenderingError } from './rendering-error.ts';

/** A run of text on a page: its box from the top left corner as displayed. */
export interface TextBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** More pixels than this fail or starve others on phones. */
const LARGEST_CANVAS = 16_777_216;
/** CSS pixels in a point at zoom 1. */
const PIXELS_PER_POINT = 96 / 72;

/** An open document that draws its pages. `close` frees its worker. */
export class RenderedDocument {
  readonly pageCount: number;
  readonly facts: DocumentFacts;
  /** The same for the same file: two files that differ early or in length differ in it. */
  readonly fingerprint: string;
  readonly #library: PdfLibrary;
  readonly #proxy: PDFDocumentProxy;
  readonly #release: () => void;
  readonly #sizes = new Map<number, PageSize>();
  readonly #text = new Map<number, Promise<readonly TextBox[]>>();

  constructor(opened: {
    readonly library: PdfLibrary;
    readonly proxy: PDFDocumentProxy;
    readonly facts: DocumentFacts;
    readonly fingerprint: string;
    readonly release: () => void;
  }) {
    this.#library = opened.library;
    this.#proxy = opened.proxy;
    this.#release = opened.release;
    this.facts = opened.facts;
    this.fingerprint = opened.fingerprint;
    this.pageCount = opened.proxy.numPages;
  }

  /** Size of a page that was asked for before, else undefined. */
  knownSize(page: number): PageSize | undefined {
    return this.#sizes.get(page);
  }

  async size(page: number): Promise<PageSize> {
    const known = this.#sizes.get(page);
    if (known) return known;
    const { width, height } = (await this.#page(page)).getViewport({ scale: 1 });
    // Down to whole micrometres, so that a place within this size is within the page.
    const size = { widthUm: Math.floor(width * UM_PER_POINT), heightUm: Math.floor(height * UM_PER_POINT) };
    this.#sizes.set(page, size);
    return size;
  }

  /** Draws a page, signature appearances and other annotations included, at a zoom and a density of pixels. */
  async paint(
    page: number,
    options: { readonly zoom: number; readonly density: number; readonly signal: AbortSignal },
  ): Promise<HTMLCanvasElement> {
    const proxy = await this.#page(page);
    options.signal.throwIfAborted();
    const viewport = boundedViewport(proxy, options.zoom * PIXELS_PER_POINT * options.density);
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(viewport.width));
    canvas.height = Math.max(1, Math.round(viewport.height));
    const task = proxy.render({ canvas, viewport, annotationMode: this.#library.AnnotationMode.ENABLE, background: '#ffffff' });
    const cancel = (): void => task.cancel();
    options.signal.addEventListener('abort', cancel, { once: true });
    try {
      await task.promise;
      return canvas;
    } catch (error) {
      options.signal.throwIfAborted();
      throw new RenderingError('PAGE_UNREADABLE', `page ${page} could not be drawn`, { cause: error });
    } finally {
      options.signal.removeEventListener('abort', cancel);
    }
  }

  /** Puts the page's text into a container, invisible and in its places, for selection and assistive technology. */
  async layText(page: number, container: HTMLElement, signal: AbortSignal): Promise<void> {
    const proxy = await this.#page(page);
    signal.throwIfAborted();
    // pdf.js states its lengths in user space units and multiplies them by a property that the style sheet makes of this one.
    container.style.setProperty('--user-unit', String(proxy.userUnit));
    const layer = new this.#library.TextLayer({
      textContentSource: proxy.streamTextContent({ includeMarkedContent: true, disableNormalization: true }),
      container,
      viewport: proxy.getViewport({ scale: PIXELS_PER_POINT }),
    });
    const cancel = (): void => layer.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      await hidingMeasuringCanvas(() => layer.render());
    } catch (error) {
      signal.throwIfAborted();
      throw new RenderingError('PAGE_UNREADABLE', `the text of page ${page} could not be read`, { cause: error });
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  /** Boxes of the runs of text on a page, in micrometres. */
  async textBoxes(page: number): Promise<readonly TextBox[]> {
    const known = this.#text.get(page);
    if (known) return known;
    const reading = this.#readTextBoxes(page);
    this.#text.set(page, reading);
    return reading;
  }

  close(): void {
    // Destroying ends what is still being drawn; its failure has nobody left to tell.
    this.#proxy.loadingTask.destroy().then(this.#release, this.#release);
  }

  async #readTextBoxes(page: number): Promise<readonly TextBox[]> {
    const proxy = await this.#page(page);
    const viewport = proxy.getViewport({ scale: 1 });
    const { items } = await proxy.getTextContent({ disableNormalization: true });
    const boxes: TextBox[] = [];
    for (const item of items) {
      if (!('str' in item) || item.str.trim() === '') continue;
      boxes.push(textBox(this.#library.Util.transform(viewport.transform, item.transform), item.width * proxy.userUnit));
    }
    return boxes;
  }

  async #page(page: number): Promise<PDFPageProxy> {
    try {
      return await this.#proxy.getPage(page);
    } catch (error) {
      throw new RenderingError('PAGE_UNREADABLE', `page ${page} could not be read`, { cause: error });
    }
  }
}

function boundedViewport(page: PDFPageProxy, scale: number): PageViewport {
  const viewport = page.getViewport({ scale });
  const area = viewport.width * viewport.height;
  return area <= LARGEST_CANVAS ? viewport : page.getViewport({ scale: scale * Math.sqrt(LARGEST_CANVAS / area) });
}

/** The box around a run of text, from the matrix that maps its baseline onto the page and its length along it. */
function textBox(matrix: readonly number[], length: number): TextBox {
  const [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0] = matrix;
  const along = Math.hypot(a, b) || 1;
  const dx = (a / along) * length;
  const dy = (b / along) * length;
  const xs = [x, x + dx, x + c, x + dx + c];
  const ys = [y, y + dy, y + d, y + dy + d];
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  return {
    x: left * UM_PER_POINT,
    y: top * UM_PER_POINT,
    width: (Math.max(...xs) - left) * UM_PER_POINT,
    height: (Math.max(...ys) - top) * UM_PER_POINT,
  };
}
