/** Pages of some places, each once, in order. */
export function pagesOf(placements: readonly { readonly page: number }[]): readonly number[] {
  return [...new Set(placements.map(({ page }) => page))].sort((a, b) => a - b);
}
