import { render, type TemplateResult } from 'lit';

/** Puts a template into the page and gives its first element once it has rendered. Removed after the test. */
export async function mount<Type extends Element>(template: TemplateResult): Promise<Type> {
  const host = document.createElement('div');
  document.body.append(host);
  MOUNTED.add(host);
  render(template, host);
  const element = host.firstElementChild as Type & { updateComplete?: Promise<unknown> };
  await element.updateComplete;
  return element;
}

const MOUNTED = new Set<Element>();

afterEach(() => {
  for (const host of MOUNTED) host.remove();
  MOUNTED.clear();
});

/** Waits until a condition holds, and fails with its name when it does not within fifteen seconds. */
export async function until(condition: () => unknown, what: string): Promise<void> {
  const end = performance.now() + 15_000;
  while (!condition()) {
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
