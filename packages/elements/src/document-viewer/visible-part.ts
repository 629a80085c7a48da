/** The part of an element, from its own top in CSS pixels, that neither the window nor a box around it cuts off; null where all of it is. */
export function visiblePart(element: Element): { readonly top: number; readonly height: number } | null {
  const own = element.getBoundingClientRect();
  let [top, bottom] = [Math.max(own.top, 0), Math.min(own.bottom, innerHeight)];
  for (let around = parentOf(element); around !== null; around = parentOf(around)) {
    if (getComputedStyle(around).overflowY === 'visible') continue;
    const box = around.getBoundingClientRect();
    [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
  }
  return bottom <= top ? null : { top: top - own.top, height: bottom - top };
}

/** The element around another one as it is shown: slots and shadow roots are gone through. */
function parentOf(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  const { parentNode } = element;
  if (parentNode instanceof ShadowRoot) return parentNode.host;
  return parentNode instanceof Element ? parentNode : null;
}
