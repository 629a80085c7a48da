import { html, type TemplateResult } from 'lit';
import { failureNotice } from '../foundation/failure-notice.ts';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { RenderingError } from '../pdf-rendering/rendering-error.ts';
import type { ViewerMessageId } from './messages.ts';

export interface StateWords {
  readonly viewer: Words<ViewerMessageId>;
  readonly vocabulary: Words<VocabularyId>;
}

/** The outline of a page where there is none, one sentence, and room for the host's own way to open a document. */
export function emptyDocument({ viewer }: StateWords): TemplateResult {
  return html`<div class="document-state">
    <div class="empty-page">${icon('page')}</div>
    <h2 class="state-title">${viewer.text('empty')}</h2>
    <p class="secondary">${viewer.text('emptyHint')}</p>
  </div>`;
}

/** The shape of a page that is about to come; it shows only when the document is not there at once. */
export function loadingDocument({ viewer }: StateWords): TemplateResult {
  return html`<div class="document-state loading" role="status">
    <div class="loading-page on-paper" aria-hidden="true"><i></i><i></i><i></i><i></i></div>
    <p class="secondary">${viewer.text('loadingDocument')}</p>
  </div>`;
}

/** What happened, what is kept, one action if there is one, and the code to copy. */
export function failedDocument({ viewer, vocabulary }: StateWords, error: RenderingError, retry: () => void): TemplateResult {
  const failure = {
    title: viewer.text(`error-${error.code}`),
    reason: viewer.text(`error-${error.code}-detail`),
    code: error.code,
    retryable: error.retryable,
    ...(error.retryable ? { action: { label: vocabulary.text('retry'), icon: 'refresh' as const, run: retry } } : {}),
  };
  return html`<div class="document-state failed">${failureNotice(failure, vocabulary)}</div>`;
}
