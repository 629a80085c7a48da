/** What is wrong with a bar of tools as it is laid out now: tools that the element cuts, that lie over another, that are too small to hit. */
export function toolFaults(element: Element): readonly string[] {
  const bar = element.shadowRoot?.querySelector('.bar');
  if (!bar) return ['there is no bar'];
  const within = element.getBoundingClientRect();
  const parts = [...bar.querySelectorAll<HTMLElement>('button, .position')].filter((part) => part.checkVisibility());
  return parts.flatMap((part, at) => {
    const name = part.getAttribute('aria-label') ?? part.textContent.trim();
    const box = part.getBoundingClientRect();
    const next = parts[at + 1]?.getBoundingClientRect();
    return [
      ...(box.left < within.left || box.right > within.right ? [`${name} is cut`] : []),
      ...(next !== undefined && box.right > next.left + 0.01 ? [`${name} lies over the next`] : []),
      ...(part instanceof HTMLButtonElement && Math.min(box.width, box.height) < 24 ? [`${name} is too small`] : []),
    ];
  });
}
