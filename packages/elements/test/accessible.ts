import { expect as axeExpect } from '@open-wc/testing';

/** Asserts that axe finds nothing wrong in an element and its shadow root. */
export async function assertAccessible(element: Element): Promise<void> {
  await axeExpect(element).to.be.accessible();
}
