/** The class that pdf.js gives to the canvas on which it measures text. */
const MEASURING_CANVAS = 'hiddenCanvasElement';

/**
 * Does work of pdf.js during which it may put its measuring canvas into the page's body, and hides it there before it is ever
 * painted: pdf.js leaves that to a style sheet of its viewer, which a page of ours does not load. It still measures.
 */
export async function hidingMeasuringCanvas(work: () => Promise<unknown>): Promise<void> {
  const observer = new MutationObserver(hideAdded);
  observer.observe(document.body, { childList: true });
  try {
    await work();
  } finally {
    hideAdded(observer.takeRecords());
    observer.disconnect();
  }
}

function hideAdded(records: readonly MutationRecord[]): void {
  for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
    if (!(node instanceof HTMLCanvasElement) || !node.classList.contains(MEASURING_CANVAS)) continue;
    // Not by the attribute `hidden` alone: a host's rule for canvases would show it again.
    node.style.display = 'none';
    node.setAttribute('aria-hidden', 'true');
  }
}
