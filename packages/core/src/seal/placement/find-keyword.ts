import type { CallOptions } from '../../bytes/index.ts';
import type { PageText, PageTextSource, TextBox, TextDirection, TextRun } from '../../ports/index.ts';
import { SealError } from '../seal-error.ts';
import { type FoldedText, foldText, type TextFolding } from './text-folding.ts';

/** One place where a keyword stands. */
export interface KeywordHit {
  readonly page: number;
  /** Counted from 1 through the pages that were searched. */
  readonly occurrence: number;
  /** As the document spells it. */
  readonly text: string;
  /** What a seal is placed by: the part of the keyword on its first line. */
  readonly box: TextBox;
  /** One box per run that has a part of the keyword. */
  readonly pieces: readonly TextBox[];
  readonly direction: TextDirection;
  readonly before: string;
  readonly after: string;
}

export interface KeywordSearch {
  readonly keyword: string;
  /** Every hit, in page order and reading order. */
  readonly hits: readonly KeywordHit[];
  /** Pages without any text: scans, drawings, empty pages. A keyword can be seen there and not be found. */
  readonly pagesWithoutText: readonly number[];
  /** Why there is no hit: the searched pages have no text at all, or they have and the keyword is not in it. */
  readonly reason?: 'no-text-layer' | 'not-found';
}

export interface KeywordOptions extends CallOptions, TextFolding {
  /** All pages when absent. */
  readonly pages?: readonly number[];
}

const LONGEST_KEYWORD = 200;
/** What of the text around a hit is shown, in UTF-16 units. */
const CONTEXT = 24;

/**
 * Searches pages for a keyword, also across runs and line ends. Hits do not overlap.
 *
 * @throws {@link SealError} `KEYWORD_MALFORMED` for a keyword of nothing but space or of more than 200 characters.
 * @throws `PortError` of port `page-text`
 */
export async function findKeyword(source: PageTextSource, keyword: string, options: KeywordOptions = {}): Promise<KeywordSearch> {
  const needle = foldText(keyword, options).text;
  if (needle === '' || keyword.length > LONGEST_KEYWORD)
    throw new SealError('KEYWORD_MALFORMED', `expected a keyword of 1 to ${LONGEST_KEYWORD} characters`, {
      facts: { length: keyword.length },
    });
  const wanted = options.pages ?? Array.from({ length: source.pageCount }, (_, index) => index + 1);
  const hits: KeywordHit[] = [];
  const pagesWithoutText: number[] = [];
  for (const number of wanted) {
    options.signal?.throwIfAborted();
    const page = await source.readPage(number, options);
    if (page.runs.every(({ text }) => text.trim() === '')) pagesWithoutText.push(number);
    else hits.push(...hitsOnPage(page, needle, options, hits.length));
  }
  const missed = wanted.length > 0 && pagesWithoutText.length === wanted.length ? 'no-text-layer' : 'not-found';
  return { keyword, hits, pagesWithoutText, ...(hits.length === 0 ? { reason: missed } : {}) };
}

/** A run and where its text begins in the page's. */
interface PlacedRun {
  readonly run: TextRun;
  readonly start: number;
}

function hitsOnPage(page: PageText, needle: string, folding: TextFolding, earlier: number): KeywordHit[] {
  const { text, runs } = joinRuns(page.runs);
  const folded = foldText(text, folding);
  const hits: KeywordHit[] = [];
  let at = folded.text.indexOf(needle);
  while (at !== -1) {
    const { start, end } = spanOf(folded, at, needle.length);
    const pieces = piecesOf(runs, start, end);
    const [first] = pieces;
    if (first !== undefined)
      hits.push({
        page: page.page,
        occurrence: earlier + hits.length + 1,
        text: text.slice(start, end),
        box: firstLine(pieces.map(({ box }) => box)),
        pieces: pieces.map(({ box }) => box),
        direction: first.run.direction ?? 'right',
        before: text.slice(Math.max(0, start - CONTEXT), start),
        after: text.slice(end, end + CONTEXT),
      });
    at = folded.text.indexOf(needle, at + needle.length);
  }
  return hits;
}

function joinRuns(runs: readonly TextRun[]): { readonly text: string; readonly runs: readonly PlacedRun[] } {
  let text = '';
  const placed: PlacedRun[] = [];
  for (const run of runs) {
    placed.push({ run, start: text.length });
    text += run.text + (run.endsLine === true ? ' ' : '');
  }
  return { text, runs: placed };
}

function spanOf(folded: FoldedText, at: number, length: number): { readonly start: number; readonly end: number } {
  return { start: folded.from[at] ?? 0, end: folded.to[at + length - 1] ?? 0 };
}

function piecesOf(runs: readonly PlacedRun[], start: number, end: number): readonly { readonly run: TextRun; readonly box: TextBox }[] {
  return runs.flatMap(({ run, start: runStart }) => {
    const from = Math.max(0, start - runStart);
    const to = Math.min(run.text.length, end - runStart);
    return from < to && run.text.slice(from, to).trim() !== '' ? [{ run, box: partOfRun(run, from, to) }] : [];
  });
}

/** The box of some of a run's characters, along the way that its text leads. */
function partOfRun(run: TextRun, from: number, to: number): TextBox {
  const { x, y, width, height } = run.box;
  const length = run.direction === 'down' || run.direction === 'up' ? height : width;
  const advance = (end: number): number => {
    const { advances } = run;
    if (advances === undefined || advances.length !== run.text.length)
      return (length * guessedWidth(run.text, end)) / Math.max(1, guessedWidth(run.text));
    return advances.slice(0, end).reduce((sum, each) => sum + each, 0);
  };
  const [first, last] = [advance(from), Math.min(advance(to), length)];
  switch (run.direction ?? 'right') {
    case 'right':
      return { x: x + first, y, width: last - first, height };
    case 'left':
      return { x: x + width - last, y, width: last - first, height };
    case 'down':
      return { x, y: y + first, width, height: last - first };
    case 'up':
      return { x, y: y + height - last, width, height: last - first };
    case 'oblique':
      return run.box;
  }
}

/** Where nothing says how wide characters are: ideographs and full-width ones count twice, marks and halves of a pair nothing more. */
function guessedWidth(text: string, end = text.length): number {
  let width = 0;
  for (const { 0: character, index } of text.matchAll(/./gsu)) {
    if (index >= end) break;
    width += /\p{M}/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  }
  return width;
}
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3ffff}]/u;

/** The box around the pieces that share a line with the first: they overlap it in height, or in width where text leads down. */
function firstLine(boxes: readonly TextBox[]): TextBox {
  const [first, ...more] = boxes;
  if (first === undefined) throw new RangeError('boxes: expected at least one');
  const sharesLine = (box: TextBox): boolean =>
    overlap(box.y, box.height, first.y, first.height) * 2 > Math.min(box.height, first.height) ||
    (first.height > first.width && overlap(box.x, box.width, first.x, first.width) * 2 > Math.min(box.width, first.width));
  return more.filter(sharesLine).reduce(around, first);
}

function overlap(start: number, length: number, otherStart: number, otherLength: number): number {
  return Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart);
}

function around(one: TextBox, other: TextBox): TextBox {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  return {
    x,
    y,
    width: Math.max(one.x + one.width, other.x + other.width) - x,
    height: Math.max(one.y + one.height, other.y + other.height) - y,
  };
}
