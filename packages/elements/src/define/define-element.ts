/**
 * Registers an element class under a tag. A tag that already has this class is left alone; a tag that belongs to another
 * class is refused, since a silent clash would show somebody else's element.
 */
export function defineElement(tag: string, elementClass: CustomElementConstructor): void {
  const known = customElements.get(tag);
  if (known === elementClass || known?.prototype instanceof elementClass) return;
  if (known) throw new TypeError(`expected a free tag, <${tag}> is registered already`);
  // One class serves one tag; a second prefix gets a subclass of its own.
  customElements.define(tag, customElements.getName(elementClass) === null ? elementClass : class extends elementClass {});
}
