/** The head of an element counts as seen until it is this far above the window, in CSS pixels. */
const ABOVE = 120;

/** Whether the reader is at the beginning of an element: what comes in there pushes them away from nothing. */
export function isTopInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= -ABOVE && bottom > 0;
}
