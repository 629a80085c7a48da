import { html, nothing, type TemplateResult } from 'lit';
import { failureNotice, type Failure } from '../foundation/failure-notice.ts';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { RenderingError } from '../pdf-rendering/rendering-error.ts';
import type { RefusedDocument } from './document-loading.ts';
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
export function failedDocument(words: StateWords, error: RenderingError, retry: () => void): TemplateResult {
  return html`<div class="document-state failed">${failureNotice(failureOf(words, error, retry), words.vocabulary)}</div>`;
}

/** The same, above the document that stays open: it takes its room and covers nothing. */
export function refusedDocument(
  words: StateWords,
  refused: RefusedDocument,
  act: { readonly retry: () => void; readonly dismiss: () => void },
): TemplateResult {
  const { viewer, vocabulary } = words;
  const name = refused.input instanceof File ? refused.input.name : '';
  const failure = { ...failureOf(words, refused.error, act.retry), kept: viewer.text('keptDocument') };
  return html`<div class="refused-document">
    <div class="grow">
      ${name === '' ? nothing : html`<p class="small muted"><bdi>${name}</bdi></p>`} ${failureNotice(failure, vocabulary)}
    </div>
    <button
      type="button"
      class="icon-button"
      aria-label=${vocabulary.text('close')}
      title=${vocabulary.text('close')}
      @click=${act.dismiss}
    >
      ${icon('close')}
    </button>
  </div>`;
}

function failureOf({ viewer, vocabulary }: StateWords, error: RenderingError, retry: () => void): Failure {
  return {
    title: viewer.text(`error-${error.code}`),
    reason: viewer.text(`error-${error.code}-detail`),
    code: error.code,
    retryable: error.retryable,
    ...(error.retryable ? { action: { label: vocabulary.text('retry'), icon: 'refresh' as const, run: retry } } : {}),
  };
}
