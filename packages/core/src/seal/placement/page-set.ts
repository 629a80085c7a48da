import { SealError } from '../seal-error.ts';

/** Longer than any set that a person types, and short enough to be read at once. */
const LONGEST_TEXT = 4096;

/** What people type in place of a comma and a hyphen: ideographic and full-width comma, semicolons; dashes and the full-width ones. */
const COMMAS = /[,，、;；]/u;
/** 第 before and 页 after a number, which must not glue two numbers together. */
const COUNTERS = /(?<!\d)第(?=\d)|页(?!\d)/gu;
const DASHES = /[-－‐‑‒–—―−~～至]/gu;

/**
 * The pages that a text names, sorted and each once: `all`, `odd`, `even`, `first`, `last`, `last-1`, numbers, ranges `3-7`, `5-`,
 * `-3`, joined by commas; words in either case, 全部, 奇数页, 偶数页, 首页 and 末页 as well.
 *
 * @throws {@link SealError} `PAGE_SET_MALFORMED`, `PAGE_SET_OUTSIDE_DOCUMENT`; `facts.part` is the part at fault.
 * @throws RangeError unless `pageCount` is a positive integer.
 */
export function parsePageSet(text: string, pageCount: number): readonly number[] {
  if (!Number.isSafeInteger(pageCount) || pageCount < 1) throw new RangeError(`pageCount: expected a positive integer, got ${pageCount}`);
  if (text.length > LONGEST_TEXT) throw malformed(text.slice(0, 40));
  const pages = new Set<number>();
  for (const part of text.split(COMMAS)) for (const page of pagesOf(part, pageCount)) pages.add(page);
  return [...pages].sort((left, right) => left - right);
}

/**
 * The shortest text that {@link parsePageSet} reads as these pages: `all` for all of them, else numbers and ranges.
 *
 * @throws RangeError for no pages.
 * @throws {@link SealError} `PAGE_SET_OUTSIDE_DOCUMENT`
 */
export function formatPageSet(pages: readonly number[], pageCount: number): string {
  const sorted = [...new Set(pages)].sort((left, right) => left - right);
  if (sorted.length === 0) throw new RangeError('pages: expected at least one');
  const outside = sorted.find((page) => !Number.isSafeInteger(page) || page < 1 || page > pageCount);
  if (outside !== undefined) throw outsideDocument(String(outside), pageCount);
  if (sorted.length === pageCount) return 'all';
  const runs: [first: number, last: number][] = [];
  for (const page of sorted) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] + 1 === page) run[1] = page;
    else runs.push([page, page]);
  }
  return runs
    .map(([first, last]) => (first === last ? `${first}` : last === first + 1 ? `${first},${last}` : `${first}-${last}`))
    .join(',');
}

function pagesOf(part: string, pageCount: number): readonly number[] {
  if (/\p{Nd}\s+\p{Nd}/u.test(part)) throw malformed(part);
  const name = part.replace(/\s+/gu, '').toLowerCase().replace(DASHES, '-').normalize('NFKC').replace(COUNTERS, '');
  const sieve = SIEVES.get(name);
  if (sieve !== undefined) return range(1, pageCount).filter(sieve);
  const single = pageOf(name, part, pageCount);
  if (single !== undefined) return [single];
  const ends = RANGE.exec(name)?.groups;
  if (ends === undefined || name === '-') throw malformed(part);
  const first = ends['first'] === '' ? 1 : pageOf(ends['first'] ?? '', part, pageCount);
  const last = ends['last'] === '' ? pageCount : pageOf(ends['last'] ?? '', part, pageCount);
  if (first === undefined || last === undefined || first > last) throw malformed(part);
  return range(first, last);
}

const SIEVES: ReadonlyMap<string, (page: number) => boolean> = new Map([
  ...['all', '*', '全部', '所有'].map((name) => [name, () => true] as const),
  ...['odd', '奇数', '奇'].map((name) => [name, (page: number) => page % 2 === 1] as const),
  ...['even', '偶数', '偶'].map((name) => [name, (page: number) => page % 2 === 0] as const),
]);

const PAGE = String.raw`\d+|first|last(?:-\d+)?|首|末`;
const RANGE = new RegExp(`^(?<first>(?:${PAGE})?)-(?<last>(?:${PAGE})?)$`, 'u');

/** One page; undefined where the text names none. */
function pageOf(name: string, part: string, pageCount: number): number | undefined {
  const back = /^(?:last|末)(?:-(?<back>\d+))?$/u.exec(name)?.groups;
  const page =
    name === 'first' || name === '首'
      ? 1
      : back === undefined
        ? /^\d+$/u.test(name)
          ? Number(name)
          : undefined
        : pageCount - Number(back['back'] ?? 0);
  if (page !== undefined && (page < 1 || page > pageCount)) throw outsideDocument(part, pageCount);
  return page;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function malformed(part: string): SealError {
  return new SealError('PAGE_SET_MALFORMED', 'expected all, odd, even, first, last, a page or a range', {
    facts: { part: part.trim().slice(0, 40) },
  });
}

function outsideDocument(part: string, pageCount: number): SealError {
  return new SealError('PAGE_SET_OUTSIDE_DOCUMENT', `expected pages from 1 to ${pageCount}`, {
    facts: { part: part.trim().slice(0, 40), pages: pageCount },
  });
}
