import { html, nothing, type TemplateResult } from 'lit';
import type { SigningNotice } from '@sealkit/core/pades';
import { icon } from '../foundation/icons.ts';
import type { StepWords } from './step-words.ts';

/** What the signature leaves undone: a seal that stays out of the tags of the document, why, what that means, and what to do. */
export function untaggedNote(notices: readonly SigningNotice[], { words }: Pick<StepWords, 'words'>): TemplateResult | typeof nothing {
  const notice = notices.find(({ code }) => code === 'FIELD_UNTAGGED');
  if (!notice) return nothing;
  return html`<div class="note warn untagged" role="note">
    ${icon('warning')}
    <div class="stack">
      <b>${words.text('untaggedTitle')}</b>
      <p>${words.text(`untagged-${notice.reason}`)}</p>
      <p>${words.text(notice.reason === 'signed' ? 'untaggedNextSigned' : 'untaggedNext')}</p>
    </div>
  </div>`;
}
