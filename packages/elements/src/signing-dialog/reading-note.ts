import { html, nothing, type TemplateResult } from 'lit';
import { readingGap, type ReadingProgress, type ReadingTerms } from '../controllers/reading-progress.ts';
import { formatPageRanges } from '../foundation/format.ts';
import { icon } from '../foundation/icons.ts';
import { verdictMark } from '../foundation/verdict-mark.ts';
import type { StepWords } from './step-words.ts';

export interface ReadingTermsShown {
  readonly terms: ReadingTerms;
  readonly progress: ReadingProgress;
  /** Whether this page can tell which pages it shows. */
  readonly canTell: boolean;
  readonly goTo: (page: number) => void;
}

/** Whether anything is asked of the reading. */
export function asksForReading({ toEnd, minimumSeconds }: ReadingTerms): boolean {
  return toEnd || minimumSeconds > 0;
}

/** What is asked of the reading and how far it is, beside the document. */
export function readingNote({ terms, progress, canTell, goTo }: ReadingTermsShown, { words }: StepWords): TemplateResult | typeof nothing {
  if (!asksForReading(terms) || progress.pageCount === 0) return nothing;
  const gap = readingGap(progress, terms);
  const [next] = gap?.pages ?? [];
  return html`<div class="reading-terms stack ${gap === null ? 'met' : ''}">
    <p class="line top">
      ${gap === null ? verdictMark('pass', 16) : icon('eye')}<b>${words.text(gap === null ? 'readDone' : 'readAsked')}</b>
    </p>
    ${terms.toEnd ? html`<p class="num">${words.text('readPages', { shown: progress.shown.size, count: progress.pageCount })}</p>` : nothing}
    ${
      terms.minimumSeconds > 0
        ? html`<p class="num">
            ${words.text('readTime', {
              time: Math.min(terms.minimumSeconds, Math.floor(progress.time / 1000)),
              least: terms.minimumSeconds,
            })}
          </p>`
        : nothing
    }
    ${
      next !== undefined && canTell
        ? html`<button type="button" class="button compact go-to-page" @click=${() => goTo(next)}>
            ${icon('page')}<span>${words.text('goToPage', { page: next })}</span>
          </button>`
        : nothing
    }
    <p class="small muted told">${words.text('readTold')}</p>
  </div>`;
}

/** Why the person cannot go on yet, in words; null where they can. */
export function readingObstacle({ terms, progress, canTell }: ReadingTermsShown, { words }: Pick<StepWords, 'words'>): string | null {
  if (!asksForReading(terms)) return null;
  if (!canTell) return words.text('readUnseen');
  const gap = readingGap(progress, terms);
  if (gap === null) return null;
  return gap.pages.length > 0
    ? words.text('readPagesMissing', { count: gap.pages.length, pages: formatPageRanges(gap.pages) })
    : words.text('readTimeMissing', { count: gap.seconds });
}
