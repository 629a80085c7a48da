/** The seals of the company, each in an element that stays while the seal does: what has the focus there keeps it. */
export function showSealList(list, seals) {
  const elements = new Map([...list.children].map((element) => [element.seal.number, element]));
  const numbers = new Set(seals.map(({ number }) => number));
  for (const [number, element] of elements) if (!numbers.has(number)) element.remove();
  for (const [at, seal] of seals.entries()) {
    const element = elements.get(seal.number) ?? document.createElement('seal-lifecycle');
    element.seal = seal;
    if (list.children[at] !== element) list.insertBefore(element, list.children[at] ?? null);
  }
}
