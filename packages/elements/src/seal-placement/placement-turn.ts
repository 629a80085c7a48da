import { toPixels } from '../pdf-rendering/page-size.ts';
import type { PageStack } from '../document-viewer/page-stack.ts';
import { centreOf } from './placement-geometry.ts';
import type { SealItem } from './placement-item.ts';

const STEP = 15;
const SLACK = 3;

export interface TurnOptions {
  readonly stack: PageStack;
  /** The angle in whole degrees; `first` starts a step of the history, the others belong to it. */
  readonly onTurn: (degrees: number, first: boolean) => void;
}

/**
 * Follows a pointer around a seal: the knob points where the pointer is, in steps of 15°, with Alt in steps of 1°. A press
 * without movement turns by one step.
 */
export function followTurn(event: PointerEvent, item: SealItem, { stack, onTurn }: TurnOptions): void {
  const knob = event.currentTarget;
  const page = stack.scroller.value?.querySelector(`[data-page="${item.page}"]`);
  if (!(knob instanceof HTMLElement) || !page || event.button !== 0) return;
  event.preventDefault();
  event.stopPropagation();
  const bounds = page.getBoundingClientRect();
  const { zoom } = stack.layout;
  const centre = centreOf(item);
  const x = bounds.left + toPixels(centre.x, zoom);
  const y = bounds.top + toPixels(centre.y, zoom);
  let last: number | undefined;
  const ending = new AbortController();
  const move = (moved: PointerEvent): void => {
    if (last === undefined && Math.hypot(moved.clientX - event.clientX, moved.clientY - event.clientY) < SLACK) return;
    const angle = (Math.atan2(moved.clientX - x, y - moved.clientY) * 180) / Math.PI;
    const step = moved.altKey ? 1 : STEP;
    const degrees = (Math.round(angle / step) * step + 360) % 360;
    if (degrees !== last) onTurn(degrees, last === undefined);
    last = degrees;
  };
  const end = (): void => {
    ending.abort();
    if (last === undefined) onTurn((Math.round(item.rotation / 1000) + STEP) % 360, true);
  };
  knob.setPointerCapture(event.pointerId);
  knob.addEventListener('pointermove', move, { signal: ending.signal });
  knob.addEventListener('pointerup', end, { signal: ending.signal });
  knob.addEventListener('pointercancel', () => ending.abort(), { signal: ending.signal });
}
