import { html, svg, type TemplateResult } from 'lit';
import type { Words } from './messages.ts';
import type { VocabularyId } from './vocabulary.ts';

/** How a check or an answer ended. A warning is advice, not a verdict, but has a mark of its own. */
export type VerdictName = 'pass' | 'fail' | 'unsure' | 'skip' | 'na';

/** One outline per verdict, so that the shape alone tells. */
const SHAPES: Readonly<Record<VerdictName | 'warn', TemplateResult>> = {
  pass: svg`<circle cx="10" cy="10" r="9" class="mark-fill"></circle><path d="M5.8 10.4l2.8 2.8 5.6-6.2" class="mark-sign"></path>`,
  fail: svg`<path d="M1 1h12.5L19 6.5V19H1z" class="mark-fill"></path><path d="M6.2 6.2l7.6 7.6M13.8 6.2l-7.6 7.6" class="mark-sign"></path>`,
  unsure: svg`<path d="M10 .6L19.4 10 10 19.4.6 10z" class="mark-fill"></path>
    <path d="M7.9 7.9a2.2 2.2 0 1 1 3.1 2.1c-.7.3-1 .8-1 1.5M10 13.9v.1" class="mark-sign"></path>`,
  warn: svg`<path d="M10 1.2L19.4 18.2H.6z" class="mark-fill"></path><path d="M10 7.4v4.4M10 14.8v.1" class="mark-sign"></path>`,
  skip: svg`<circle cx="10" cy="10" r="8.2" class="mark-ring"></circle><path d="M6.6 10h.1M10 10h.1M13.4 10h.1" class="mark-dash"></path>`,
  na: svg`<path d="M5 10h10" class="mark-dash"></path>`,
};

/** The mark alone; a word stands beside it. */
export function verdictMark(verdict: VerdictName | 'warn', size = 20): TemplateResult {
  return html`<svg class="mark mark-${verdict}" viewBox="0 0 20 20" width=${size} height=${size} aria-hidden="true" focusable="false">
    ${SHAPES[verdict]}
  </svg>`;
}

/** Mark and word. */
export function verdictLabel(verdict: VerdictName, words: Words<VocabularyId>, size = 16): TemplateResult {
  return html`<span class="verdict verdict-${verdict}">${verdictMark(verdict, size)}<span>${words.text(verdict)}</span></span>`;
}
