import { html, type TemplateResult } from 'lit';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { UseLogId } from './seal-use-log.messages.ts';

/** What shows until the first answer is there. */
export function loadingRows(vocabulary: Words<VocabularyId>): TemplateResult {
  return html`<div class="loading" role="status" aria-label=${vocabulary.text('loading')}>
    ${[1, 2, 3, 4].map(() => html`<div class="loading-row"><i class="skeleton w1"></i><i class="skeleton w2"></i><i class="skeleton w3"></i></div>`)}
  </div>`;
}

/** No row: none of `total` fits the selection, or, without a total, the log has none yet. */
export function emptyLog(
  total: number | null,
  { words, clear }: { readonly words: Words<UseLogId>; readonly clear: () => void },
): TemplateResult {
  if (total !== null)
    return html`<div class="empty">
      ${icon('search')}
      <h3>${words.text('noMatchTitle')}</h3>
      <p>${words.text('noMatchReason', { total })}</p>
      <button type="button" class="button compact" @click=${clear}>${words.text('clear')}</button>
    </div>`;
  return html`<slot name="empty"
    ><div class="empty">
      ${icon('seal')}
      <h3>${words.text('emptyTitle')}</h3>
      <p>${words.text('emptyReason')}</p>
    </div></slot
  >`;
}
