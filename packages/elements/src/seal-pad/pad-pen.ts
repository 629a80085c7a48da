import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { padPlace } from './ink-face.ts';
import type { PadPoint, PadStroke } from './pad-strokes.ts';

export interface PadPenParts {
  readonly enabled: () => boolean;
  readonly onBegin: () => void;
  readonly onStroke: (stroke: PadStroke) => void;
}

/** Points nearer than this to the one before add nothing, in micrometres. */
const NEAR = 40;
/** A stroke takes no more points than this: a pen that is left lying on the pad fills no memory. */
const MOST = 4000;

/**
 * Follows one pointer over the pad. Places are taken in micrometres of the pad at the moment of each event, so that scrolling, another
 * size or another pixel ratio between two strokes changes nothing of what is there.
 */
export class PadPen implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #parts: PadPenParts;
  #pointer: number | null = null;
  #began = 0;

  /** The stroke that is being drawn; null between strokes. */
  stroke: PadStroke | null = null;

  constructor(host: ReactiveControllerHost, parts: PadPenParts) {
    this.#host = host;
    this.#parts = parts;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#drop();
  }

  readonly onDown = (event: PointerEvent): void => {
    if (this.#pointer !== null || !this.#parts.enabled() || event.button !== 0 || !event.isPrimary) return;
    const surface = event.currentTarget as Element;
    this.#pointer = event.pointerId;
    this.#began = event.timeStamp;
    this.stroke = { points: [this.#pointOf(event, surface)], measured: event.pointerType === 'pen' };
    capture(surface, event.pointerId);
    this.#parts.onBegin();
    this.#host.requestUpdate();
  };

  readonly onMove = (event: PointerEvent): void => {
    if (event.pointerId !== this.#pointer || this.stroke === null) return;
    const surface = event.currentTarget as Element;
    const all = event.getCoalescedEvents?.() ?? [];
    const points = [...this.stroke.points];
    for (const each of all.length > 0 ? all : [event]) {
      const [last, point] = [points.at(-1), this.#pointOf(each, surface)];
      if (last && Math.hypot(point.x - last.x, point.y - last.y) < NEAR) continue;
      if (points.length < MOST) points.push(point);
    }
    this.stroke = { ...this.stroke, points };
    this.#host.requestUpdate();
  };

  /** The stroke is there, however little it is. */
  readonly onUp = (event: PointerEvent): void => {
    if (event.pointerId !== this.#pointer || this.stroke === null) return;
    const { stroke } = this;
    this.#drop();
    this.#parts.onStroke(stroke);
  };

  /** The browser took the pointer, for a gesture of its own: what was drawn with it was not meant. */
  readonly onCancel = (event: PointerEvent): void => {
    if (event.pointerId === this.#pointer) this.#drop();
  };

  #drop(): void {
    this.#pointer = null;
    this.stroke = null;
    this.#host.requestUpdate();
  }

  #pointOf(event: PointerEvent, surface: Element): PadPoint {
    const place = padPlace({ x: event.clientX, y: event.clientY }, surface.getBoundingClientRect());
    return { ...place, pressure: event.pressure, time: Math.max(0, Math.round(event.timeStamp - this.#began)) };
  }
}

/** Has the pointer's events come to the pad also from beside it. One that is gone by now needs none. */
function capture(surface: Element, pointerId: number): void {
  try {
    surface.setPointerCapture(pointerId);
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'NotFoundError')) throw error;
  }
}
