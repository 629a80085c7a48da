/**
 * The language of an element: the nearest `lang` on itself or an ancestor, through shadow roots. A provider's `locale`
 * counts as a `lang` on the provider. A change of any `lang` above is reported, so that a switch shows at once.
 */
export function nearestLanguage(element: Element, provider: { readonly element: Element; readonly locale: string | null } | null): string {
  let node: Node | null = element;
  while (node) {
    if (node instanceof Element) {
      if (provider?.element === node && provider.locale !== null) return provider.locale;
      const tag = node.getAttribute('lang');
      if (tag !== null && tag !== '') return canonicalTag(tag);
    }
    node = node instanceof ShadowRoot ? node.host : ((node as Element).assignedSlot ?? node.parentNode);
  }
  return canonicalTag(navigator.language);
}

/** A well-formed language tag in its canonical form; anything else is English. */
export function canonicalTag(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch (error) {
    if (error instanceof RangeError) return 'en';
    throw error;
  }
}

/** Calls `changed` whenever a `lang` attribute changes in a root above the element. Ends with the returned function. */
export function watchLanguage(element: Element, changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  let root: Node = element.getRootNode();
  for (;;) {
    observer.observe(root, { attributes: true, attributeFilter: ['lang'], subtree: true });
    if (!(root instanceof ShadowRoot)) break;
    root = root.host.getRootNode();
  }
  return () => observer.disconnect();
}
