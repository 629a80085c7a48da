import type { PageStack } from '../document-viewer/page-stack.ts';
import { toMicrometres, toPixels } from '../pdf-rendering/page-size.ts';
import { centreOf, halfExtent } from './placement-geometry.ts';
import type { SealItem } from './placement-item.ts';

/** The middle of the part of a page that is seen, in micrometres on it; undefined while none of it is. */
export function middleOfView(stack: PageStack, page: number): { readonly x: number; readonly y: number } | undefined {
  const scroller = stack.scroller.value;
  const box = stack.layout.boxes[page - 1];
  if (!scroller || !box) return undefined;
  const top = Math.max(0, scroller.scrollTop - box.top);
  const bottom = Math.min(box.height, scroller.scrollTop + scroller.clientHeight - box.top);
  const left = Math.max(0, scroller.scrollLeft - stack.leftOf(box));
  const right = Math.min(box.width, scroller.scrollLeft + scroller.clientWidth - stack.leftOf(box));
  if (bottom <= top || right <= left) return undefined;
  return { x: toMicrometres((left + right) / 2, stack.layout.zoom), y: toMicrometres((top + bottom) / 2, stack.layout.zoom) };
}

/** Scrolls only as far as the seal is out of sight; its page is then the current one. */
export function revealSeal(stack: PageStack, item: SealItem): void {
  const pixels = (micrometres: number): number => toPixels(micrometres, stack.layout.zoom);
  const centre = centreOf(item);
  const half = halfExtent(item);
  stack.reveal(item.page, {
    left: pixels(centre.x - half.x),
    top: pixels(centre.y - half.y),
    right: pixels(centre.x + half.x),
    bottom: pixels(centre.y + half.y),
  });
}
