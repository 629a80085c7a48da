/** Fetches outlines of characters from the host, so that a new face shows while somebody describes it. */
export async function loadGlyphs(characters) {
  const answer = await fetch(`/demo/glyphs?${new URLSearchParams({ text: characters.join('') })}`);
  if (!answer.ok) throw new TypeError(`the host answered ${answer.status}`);
  const cutsOf = await answer.json();
  return {
    /** The nearest weight there is, of two the heavier. */
    outline(codePoint, weight, typeface = 'song') {
      const cuts = cutsOf[String.fromCodePoint(codePoint)] ?? [];
      const distance = (cut) => Math.abs(cut.weight - weight);
      return cuts.filter((cut) => cut.typeface === typeface).sort((a, b) => distance(a) - distance(b) || b.weight - a.weight)[0];
    },
  };
}
