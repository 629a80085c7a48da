import type { ReadingReport } from '@sealkit/core/protocol';
import type { PagesInSight } from '../document-viewer/page-layout.ts';

/** What a host asks of the reading before the person may go on. */
export interface ReadingTerms {
  /** The end of every page was in the window. */
  readonly toEnd: boolean;
  /** Seconds for which the document was in sight; 0 asks for none. */
  readonly minimumSeconds: number;
}

/** How far a document was read, as far as a page can tell: what was in the window, and for how long. */
export interface ReadingProgress {
  readonly pageCount: number;
  /** Pages whose end was in the window. */
  readonly shown: ReadonlySet<number>;
  /** Milliseconds for which a part of each page was in the window. */
  readonly timeOf: ReadonlyMap<number, number>;
  readonly time: number;
}

/** As many pages as a report lists. */
const LISTED = 2000;

export function newReading(pageCount: number): ReadingProgress {
  return { pageCount, shown: new Set(), timeOf: new Map(), time: 0 };
}

/** After a stretch of time in which the window showed these pages. */
export function afterSight(progress: ReadingProgress, { pages, ended }: PagesInSight, milliseconds: number): ReadingProgress {
  if (pages.length === 0) return progress;
  const timeOf = new Map(progress.timeOf);
  for (const page of pages) timeOf.set(page, (timeOf.get(page) ?? 0) + milliseconds);
  const isNew = ended.some((page) => !progress.shown.has(page));
  return {
    ...progress,
    shown: isNew ? new Set([...progress.shown, ...ended]) : progress.shown,
    timeOf,
    time: progress.time + milliseconds,
  };
}

/** Pages that were not shown to their end, ascending. */
export function pagesNotShown({ pageCount, shown }: ReadingProgress): readonly number[] {
  return Array.from({ length: pageCount }, (_, index) => index + 1).filter((page) => !shown.has(page));
}

/** What is still missing; null where the terms are met. */
export function readingGap(
  progress: ReadingProgress,
  { toEnd, minimumSeconds }: ReadingTerms,
): { readonly pages: readonly number[]; readonly seconds: number } | null {
  const pages = toEnd ? pagesNotShown(progress) : [];
  const seconds = Math.max(0, Math.ceil(minimumSeconds - progress.time / 1000));
  return pages.length === 0 && seconds === 0 ? null : { pages, seconds };
}

/** What the page tells the server of it. */
export function readingReport({ pageCount, shown, timeOf, time }: ReadingProgress): ReadingReport {
  const whole = (milliseconds: number): number => Math.min(86_400, Math.floor(milliseconds / 1000));
  const pages = [...shown].sort((left, right) => left - right).slice(0, LISTED);
  return {
    pageCount,
    pages: pages.map((page) => ({ page, seconds: whole(timeOf.get(page) ?? 0) })),
    pagesShown: shown.size,
    seconds: whole(time),
  };
}
