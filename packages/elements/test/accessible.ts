import { expect as axeExpect } from '@open-wc/testing';

/** Asserts that axe finds nothing wrong in an element and its shadow root, once colours have come to rest. */
export async function assertAccessible(element: Element): Promise<void> {
  const moving = [...element.getAnimations({ subtree: true }), ...(element.shadowRoot?.getAnimations() ?? [])];
  await Promise.allSettled(moving.filter((animation) => animation instanceof CSSTransition).map((animation) => animation.finished));
  await axeExpect(element).to.be.accessible();
}
