import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { RenderedDocument, TextBox } from '../pdf-rendering/rendered-document.ts';
import { halfExtent, centreOf } from './placement-geometry.ts';
import type { SealItem } from './placement-item.ts';

/** Learns which text a seal covers. What is not known yet is asked for, and the host drawn again when it is. */
export class TextCover implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #document: RenderedDocument | undefined;
  #boxes = new Map<number, readonly TextBox[]>();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#document = undefined;
    this.#boxes = new Map();
  }

  /** How many lines of text lie under a seal; undefined without one, and until the page's text is read. */
  lines(document: RenderedDocument | undefined, item: SealItem | undefined): number | undefined {
    if (!document || !item) return undefined;
    if (document !== this.#document) {
      this.#document = document;
      this.#boxes = new Map();
    }
    const boxes = this.#boxes.get(item.page);
    if (boxes) return coveredLines(boxes, item);
    this.#boxes.set(item.page, []);
    void this.#learn(document, item.page);
    return undefined;
  }

  async #learn(document: RenderedDocument, page: number): Promise<void> {
    // A page whose text cannot be read covers nothing that could be named.
    const found = await document.textBoxes(page).catch(() => []);
    if (document !== this.#document) return;
    this.#boxes.set(page, found);
    this.#host.requestUpdate();
  }
}

/** Runs of text that a seal touches, counted once per line. */
export function coveredLines(boxes: readonly TextBox[], item: SealItem): number {
  const centre = centreOf(item);
  const half = halfExtent(item);
  const lines: number[] = [];
  for (const box of boxes) {
    const touches =
      box.x < centre.x + half.x &&
      box.x + box.width > centre.x - half.x &&
      box.y < centre.y + half.y &&
      box.y + box.height > centre.y - half.y;
    const middle = box.y + box.height / 2;
    if (touches && !lines.some((line) => Math.abs(line - middle) < box.height / 2)) lines.push(middle);
  }
  return lines.length;
}
