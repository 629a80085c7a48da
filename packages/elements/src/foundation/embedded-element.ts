/**
 * An element of ours inside another one, under whatever tag the page registered it; null where it did not. It is made once per
 * place, so that it keeps its state while the element around it renders.
 */
export function embeddedElement<Type extends HTMLElement>(elementClass: new () => Type): Type | null {
  const tag = customElements.getName(elementClass);
  return tag === null ? null : (document.createElement(tag) as Type);
}
