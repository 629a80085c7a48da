import { html, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { cssProperties } from './css-properties.ts';

/** Rows of a table that stand in the document at a time, at most; one more where the focus is far from what is in sight. */
export const MOST_ROWS = 160;
/** Rows above and below the part in sight. */
const OVERSCAN = 16;
/** Rows that a page up or down goes. */
const PAGE_ROWS = 10;
/** Height of a row before any was measured, in CSS pixels. */
const FIRST_GUESS = 56;

export interface VirtualRowsParts {
  /** The body of the table, once it is there. Rows in it carry their index in `data-row`. */
  readonly body: () => HTMLElement | null;
  /** What takes the focus in a row. */
  readonly focusable: string;
  readonly columns: number;
  /** The end of the rows has come near. */
  readonly nearEnd?: () => void;
  /** Renders at once; printing does not wait. */
  readonly renderNow: () => void;
}

/** A row at its index. */
interface Row {
  readonly key: string;
  readonly from: number;
}

/** Room for rows that are not drawn; `to` is not included. */
interface Space extends Row {
  readonly to: number;
}

/**
 * Keeps the rows of a long table out of the document while they are out of sight, with room in their place. Short tables stand whole.
 * Arrow keys, Home, End and the page keys go from row to row, wherever it is; the row that has the focus stays. On paper all rows stand.
 */
export class VirtualRows implements ReactiveController {
  readonly #host: LitElement;
  readonly #parts: VirtualRowsParts;
  /** Measured heights by the rows' keys. */
  readonly #heights = new Map<string, number>();
  #keys: readonly string[] = [];
  #range: readonly [from: number, to: number] = [0, MOST_ROWS / 2];
  #focused: number | null = null;
  #frame = 0;
  #printing = false;

  constructor(host: LitElement, parts: VirtualRowsParts) {
    this.#host = host;
    this.#parts = parts;
    host.addController(this);
  }

  hostConnected(): void {
    // Whatever scrolls, this document or a box of the host's around the element: in the capture phase all of it is heard.
    addEventListener('scroll', this.#look, { capture: true, passive: true });
    addEventListener('resize', this.#look);
    addEventListener('beforeprint', this.#print);
    addEventListener('afterprint', this.#print);
  }

  hostDisconnected(): void {
    removeEventListener('scroll', this.#look, { capture: true });
    removeEventListener('resize', this.#look);
    removeEventListener('beforeprint', this.#print);
    removeEventListener('afterprint', this.#print);
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  hostUpdated(): void {
    this.#measure();
    this.#look();
  }

  /** The rows to draw and the room between them. `keys` name all rows in order; `row` draws the one at an index. */
  render(keys: readonly string[], row: (index: number) => unknown): unknown {
    this.#keys = keys;
    const count = keys.length;
    if (this.#focused !== null && this.#focused >= count) this.#focused = null;
    const [from, to] = count <= MOST_ROWS || this.#printing ? [0, count] : this.#clamped();
    const focused = this.#focused;
    const shown: number[] = [];
    if (focused !== null && focused < from) shown.push(focused);
    for (let index = from; index < to; index += 1) shown.push(index);
    if (focused !== null && focused >= to) shown.push(focused);
    // By key, so that a row in sight stays the same element, with its focus, while others come and go.
    return repeat(
      this.#pieces(shown),
      ({ key }) => key,
      (piece) => ('to' in piece ? this.#space(piece) : row(piece.from)),
    );
  }

  /** Brings the focus to a row, which need not be in the document. */
  async focusRow(index: number): Promise<void> {
    if (index < 0 || index >= this.#keys.length) return;
    this.#focused = index;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    this.#row(index)?.querySelector<HTMLElement>(this.#parts.focusable)?.focus();
  }

  /** For `@keydown` of the table's body. */
  readonly onKeydown = (event: KeyboardEvent): void => {
    const at = indexOf(event.target);
    if (at === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = this.#keys.length - 1;
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + PAGE_ROWS, PageUp: at - PAGE_ROWS, Home: 0, End: last }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    void this.focusRow(Math.min(last, Math.max(0, target)));
  };

  /** For `@focusin` and `@focusout` of the table's body: the row with the focus is kept, wherever the reader scrolls. */
  readonly onFocus = (event: FocusEvent): void => {
    this.#focused = indexOf(event.type === 'focusin' ? event.target : event.relatedTarget);
  };

  readonly #print = (event: Event): void => {
    this.#printing = event.type === 'beforeprint';
    this.#host.requestUpdate();
    this.#parts.renderNow();
  };

  readonly #look = (): void => {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#follow();
    });
  };

  /** Draws other rows where others are in sight now. */
  #follow(): void {
    const body = this.#parts.body();
    if (!body) return;
    const { top, bottom } = body.getBoundingClientRect();
    if (bottom - innerHeight < innerHeight && this.#keys.length > 0) this.#parts.nearEnd?.();
    if (this.#keys.length <= MOST_ROWS) return;
    const from = Math.max(0, this.#indexAt(-top) - OVERSCAN);
    const to = Math.min(this.#keys.length, this.#indexAt(innerHeight - top) + 1 + OVERSCAN);
    if (from === this.#range[0] && to === this.#range[1]) return;
    this.#range = [from, to];
    this.#host.requestUpdate();
  }

  #measure(): void {
    const body = this.#parts.body();
    if (!body || this.#keys.length <= MOST_ROWS) return;
    const children = [...body.children];
    const starts = children.filter((child) => child.hasAttribute('data-row') || child.hasAttribute('data-space'));
    const { bottom } = body.getBoundingClientRect();
    for (const [at, child] of starts.entries()) {
      const key = this.#keys[indexOf(child) ?? -1];
      if (key === undefined) continue;
      const next = starts[at + 1]?.getBoundingClientRect().top ?? bottom;
      this.#heights.set(key, next - child.getBoundingClientRect().top);
    }
  }

  #clamped(): readonly [number, number] {
    const count = this.#keys.length;
    const from = Math.max(0, Math.min(this.#range[0], count - 1));
    return [from, Math.min(count, Math.max(this.#range[1], from + 1), from + MOST_ROWS)];
  }

  /** The rows to draw, and the room before, between and after them. */
  #pieces(shown: readonly number[]): readonly (Row | Space)[] {
    const pieces: (Row | Space)[] = [];
    let next = 0;
    for (const from of [...shown, this.#keys.length]) {
      if (from > next) pieces.push({ key: spaceKey(next, from === this.#keys.length), from: next, to: from });
      const key = this.#keys[from];
      if (key !== undefined) pieces.push({ key: `row ${key}`, from });
      next = from + 1;
    }
    return pieces;
  }

  #space({ from, to }: Space): TemplateResult {
    const guess = this.#guess();
    let height = 0;
    for (let index = from; index < to; index += 1) height += this.#heights.get(this.#keys[index] ?? '') ?? guess;
    return html`<tr class="row-space" data-space aria-hidden="true" ${cssProperties({ 'block-size': `${height}px` })}>
      <td colspan=${this.#parts.columns}></td>
    </tr>`;
  }

  /** Index of the row at a distance from the top of the body, in CSS pixels. */
  #indexAt(distance: number): number {
    const guess = this.#guess();
    let height = 0;
    for (const [index, key] of this.#keys.entries()) {
      height += this.#heights.get(key) ?? guess;
      if (height > distance) return index;
    }
    return this.#keys.length - 1;
  }

  #guess(): number {
    let sum = 0;
    for (const height of this.#heights.values()) sum += height;
    return this.#heights.size === 0 ? FIRST_GUESS : sum / this.#heights.size;
  }

  #row(index: number): HTMLElement | null {
    return this.#parts.body()?.querySelector<HTMLElement>(`:scope > [data-row="${index}"]`) ?? null;
  }
}

/** The room at either end is the same element as long as it is there. */
function spaceKey(from: number, isLast: boolean): string {
  return from === 0 ? 'first' : isLast ? 'last' : `before ${from}`;
}

/** Index of the row that something is in; null outside of rows. */
function indexOf(target: EventTarget | null): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  return row === null ? null : Number(row.dataset['row']);
}
