export type PageChoice = 'all' | 'odd' | 'even' | 'range';

/** The pages that a choice means. `undefined` when the typed range cannot be read or names a page that is not there. */
export function choosePages(choice: PageChoice, range: string, pages: number): readonly number[] | undefined {
  const all = Array.from({ length: pages }, (_, index) => index + 1);
  switch (choice) {
    case 'all':
      return all;
    case 'odd':
      return all.filter((page) => page % 2 === 1);
    case 'even':
      return all.filter((page) => page % 2 === 0);
    case 'range':
      return parsePageRange(range, pages);
    default:
      return choice satisfies never;
  }
}

/** Reads `1,3-7`, also with Chinese punctuation and full-width digits, as pages in order without repeats. */
export function parsePageRange(text: string, pages: number): readonly number[] | undefined {
  const found = new Set<number>();
  const parts = text
    .normalize('NFKC')
    .replaceAll('、', ',')
    .split(',')
    .map((part) => part.trim());
  for (const part of parts) {
    const match = /^(\d{1,6})(?:\s*[-–—~至到]\s*(\d{1,6}))?$/.exec(part);
    if (match === null) return undefined;
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    if (from < 1 || to > pages || from > to) return undefined;
    for (let page = from; page <= to; page += 1) found.add(page);
  }
  return [...found].sort((left, right) => left - right);
}
