import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PageStack } from '../document-viewer/page-stack.ts';
import type { EventSource } from '../foundation/seal-event.ts';
import { toMicrometres } from '../pdf-rendering/page-size.ts';
import type { PageSizes } from './placement-commands.ts';
import { centreOf, keptOnPage, onGrid, withCentre, type Point } from './placement-geometry.ts';
import type { SealItem } from './placement-item.ts';
import { snap, type Guide } from './snapping.ts';

/**
 * Seals off the page. `carry`: picked up by click or key, then placed by click, key or button, without holding anything
 * down. `drag`: held by a pointer.
 */
export interface Lift {
  readonly mode: 'carry' | 'drag';
  /** From the tray; else they are on the pages already. */
  readonly fresh: boolean;
  /** Where they would go; the first one is under the pointer. */
  readonly items: readonly SealItem[];
  readonly originals: readonly SealItem[];
  /** Whether the pointer is over a page; a new seal can be dropped only there. */
  readonly overPage: boolean;
  readonly guides: readonly Guide[];
  readonly client: Point;
}

export interface LiftOptions {
  readonly stack: PageStack;
  readonly sizes: () => PageSizes;
  readonly snaps: () => boolean;
  readonly others: () => readonly SealItem[];
  /** The lift ended on the page. `copy` leaves the originals where they are. */
  readonly onDrop: (lift: Lift, source: EventSource, copy: boolean) => void;
  readonly onCancel: (lift: Lift) => void;
  readonly onMove: (lift: Lift) => void;
}

interface Press {
  readonly pointerId: number;
  readonly start: Point;
  readonly items: readonly SealItem[];
  readonly fresh: boolean;
  readonly grab: Point;
}

/** A press that moves less is a click. */
const SLACK = 4;
const SNAP_PIXELS = 6;
/** Near the upper and lower edge of the pages a drag scrolls them. */
const SCROLL_ZONE = 48;
const SCROLL_SPEED = 14;

/** Picks seals up, moves them with the pointer or by command, and puts them down. */
export class PlacementLift implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: LiftOptions;
  #lift: Lift | null = null;
  #press: Press | null = null;
  #last: { readonly x: number; readonly y: number; readonly shift: boolean; readonly alt: boolean } | null = null;
  #scrolling: number | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, options: LiftOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  get current(): Lift | null {
    return this.#lift;
  }

  hostDisconnected(): void {
    this.#release();
    this.#lift = null;
  }

  /** Takes a seal from the tray into the hand, over the middle of what is seen. */
  carry(item: SealItem): void {
    this.#release();
    this.#set({ mode: 'carry', fresh: true, items: [item], originals: [], overPage: true, guides: [], client: { x: 0, y: 0 } });
  }

  /** Moves what is carried by a command. */
  update(change: (item: SealItem) => SealItem): void {
    if (this.#lift) this.#set({ ...this.#lift, items: this.#lift.items.map(change), guides: [], overPage: true });
  }

  drop(source: EventSource, copy = false): void {
    const lift = this.#lift;
    this.#release();
    this.#set(null);
    if (!lift) return;
    if (lift.overPage) this.#options.onDrop(lift, source, copy);
    else this.#options.onCancel(lift);
  }

  cancel(): boolean {
    const lift = this.#lift;
    this.#release();
    this.#set(null);
    if (lift) this.#options.onCancel(lift);
    return lift !== null;
  }

  /** A pointer went down on a seal of the tray or of a page; it becomes a drag when it moves. */
  press(event: PointerEvent, items: readonly SealItem[], fresh: boolean): void {
    if (event.button !== 0 || this.#lift) return;
    const [first] = items;
    if (!first) return;
    const grab = fresh ? { x: 0, y: 0 } : this.#grabOf(event, first);
    this.#press = { pointerId: event.pointerId, start: { x: event.clientX, y: event.clientY }, items, fresh, grab };
    const target = this.#host;
    target.addEventListener('pointermove', this.#moved);
    target.addEventListener('pointerup', this.#released);
    target.addEventListener('pointercancel', this.#cancelled);
  }

  /** While carrying, the seal follows a mouse over the pages. */
  hover(event: PointerEvent): void {
    if (this.#lift?.mode !== 'carry' || event.pointerType === 'touch') return;
    this.#follow({ x: event.clientX, y: event.clientY, shift: false, alt: event.altKey }, this.#lift.items, { x: 0, y: 0 });
  }

  /** A click on a page while carrying: the seal goes there. */
  click(event: MouseEvent): boolean {
    if (this.#lift?.mode !== 'carry') return false;
    this.#follow({ x: event.clientX, y: event.clientY, shift: false, alt: event.altKey }, this.#lift.items, { x: 0, y: 0 });
    if (this.#lift.overPage) this.drop('pointer');
    return true;
  }

  readonly #moved = (event: PointerEvent): void => {
    const press = this.#press;
    if (!press || event.pointerId !== press.pointerId) return;
    const distance = Math.hypot(event.clientX - press.start.x, event.clientY - press.start.y);
    if (!this.#lift && distance < SLACK) return;
    if (!this.#lift) {
      this.#host.setPointerCapture(event.pointerId);
      const originals = press.fresh ? [] : press.items;
      const client = { x: event.clientX, y: event.clientY };
      this.#lift = { mode: 'drag', fresh: press.fresh, items: press.items, originals, overPage: !press.fresh, guides: [], client };
    }
    event.preventDefault();
    this.#follow({ x: event.clientX, y: event.clientY, shift: event.shiftKey, alt: event.altKey }, press.items, press.grab);
    this.#scrollNearEdge();
  };

  readonly #released = (event: PointerEvent): void => {
    if (event.pointerId !== this.#press?.pointerId) return;
    if (this.#lift) this.drop('pointer', event.altKey);
    else this.#release();
  };

  readonly #cancelled = (event: PointerEvent): void => {
    if (event.pointerId === this.#press?.pointerId) this.cancel();
  };

  #follow(
    pointer: { readonly x: number; readonly y: number; readonly shift: boolean; readonly alt: boolean },
    from: readonly SealItem[],
    grab: Point,
  ): void {
    const lift = this.#lift;
    const [first] = from;
    if (!lift || !first) return;
    this.#last = pointer;
    const client = { x: pointer.x, y: pointer.y };
    const under = this.#options.stack.pageUnder(pointer.x, pointer.y);
    const size = under && this.#options.sizes()[under.box.page - 1];
    if (!under || !size) {
      this.#set({ ...lift, client, guides: [], overPage: !lift.fresh });
      return;
    }
    const { zoom } = this.#options.stack.layout;
    const wanted = { x: toMicrometres(under.x, zoom) - grab.x, y: toMicrometres(under.y, zoom) - grab.y };
    const centre = pointer.shift && !lift.fresh && under.box.page === first.page ? alongOneAxis(centreOf(first), wanted) : wanted;
    const placed = { ...onGrid(withCentre(first, centre)), page: under.box.page };
    const reach = this.#options.snaps() && !pointer.alt ? toMicrometres(SNAP_PIXELS, zoom) : -1;
    const moving = new Set(from.map((item) => item.id));
    const others = this.#options.others().filter((item) => item.page === placed.page && !moving.has(item.id));
    const snapped = snap(placed, size, others, reach);
    const kept = keptOnPage(snapped.box, size);
    const dx = kept.x - first.x;
    const dy = kept.y - first.y;
    const rest = from.slice(1).map((item) => keptOnPage({ ...item, page: kept.page, x: item.x + dx, y: item.y + dy }, size));
    this.#set({ ...lift, client, items: [kept, ...rest], guides: snapped.guides, overPage: true });
  }

  /** Keeps scrolling while the pointer rests near an edge. */
  #scrollNearEdge(): void {
    if (this.#scrolling !== undefined) return;
    const step = (): void => {
      this.#scrolling = undefined;
      const scroller = this.#options.stack.scroller.value;
      const press = this.#press;
      if (!scroller || !press || !this.#last || this.#lift?.mode !== 'drag') return;
      const bounds = scroller.getBoundingClientRect();
      const { x, y } = this.#last;
      const inside = x >= bounds.left && x <= bounds.right;
      const way = !inside ? 0 : y < bounds.top + SCROLL_ZONE ? -1 : y > bounds.bottom - SCROLL_ZONE ? 1 : 0;
      if (way === 0) return;
      scroller.scrollTop += way * SCROLL_SPEED;
      this.#follow(this.#last, press.items, press.grab);
      this.#scrolling = requestAnimationFrame(step);
    };
    this.#scrolling = requestAnimationFrame(step);
  }

  #grabOf(event: PointerEvent, item: SealItem): Point {
    const under = this.#options.stack.pageUnder(event.clientX, event.clientY);
    if (!under) return { x: 0, y: 0 };
    const { zoom } = this.#options.stack.layout;
    const centre = centreOf(item);
    return { x: toMicrometres(under.x, zoom) - centre.x, y: toMicrometres(under.y, zoom) - centre.y };
  }

  #release(): void {
    const press = this.#press;
    this.#press = null;
    this.#last = null;
    if (this.#scrolling !== undefined) cancelAnimationFrame(this.#scrolling);
    this.#scrolling = undefined;
    const target = this.#host;
    target.removeEventListener('pointermove', this.#moved);
    target.removeEventListener('pointerup', this.#released);
    target.removeEventListener('pointercancel', this.#cancelled);
    if (press && target.hasPointerCapture(press.pointerId)) target.releasePointerCapture(press.pointerId);
  }

  #set(lift: Lift | null): void {
    this.#lift = lift;
    this.#host.requestUpdate();
    if (lift) this.#options.onMove(lift);
  }
}

function alongOneAxis(from: Point, to: Point): Point {
  return Math.abs(to.x - from.x) >= Math.abs(to.y - from.y) ? { x: to.x, y: from.y } : { x: from.x, y: to.y };
}
