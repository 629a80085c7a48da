import { html, nothing, type TemplateResult } from 'lit';
import { icon, type IconName } from './icons.ts';
import type { Words } from './messages.ts';
import { verdictMark } from './verdict-mark.ts';
import type { VocabularyId } from './vocabulary.ts';

/** What happened, what is kept, one next action, and a code to copy. A failure is not a verdict. */
export interface Failure {
  readonly title: string;
  readonly reason: string;
  readonly kept?: string;
  readonly code: string;
  /** A triangle when the same may succeed later, the cut octagon when it will not. */
  readonly retryable: boolean;
  readonly action?: { readonly label: string; readonly icon?: IconName; readonly run: () => void };
}

/** The block that shows a failure; its code is copied to the clipboard on request. */
export function failureNotice(failure: Failure, words: Words<VocabularyId>): TemplateResult {
  const copy = (event: Event): void => {
    const button = event.currentTarget as HTMLButtonElement;
    void navigator.clipboard.writeText(failure.code).then(
      () => (button.textContent = words.text('copied')),
      // Without permission for the clipboard the code still stands there to be read.
      () => button.remove(),
    );
  };
  return html`<div class="failure stack" role="alert">
    <div class="line top">
      ${failure.retryable ? verdictMark('warn') : icon('stop', 'failure-stop')}
      <div class="stack failure-words">
        <p class="failure-title">${failure.title}</p>
        <p>${failure.reason}</p>
        ${failure.kept === undefined ? nothing : html`<p>${failure.kept}</p>`}
      </div>
    </div>
    ${
      failure.action === undefined
        ? nothing
        : html`<div class="line wrap">
            <button type="button" class="button compact" @click=${failure.action.run}>
              ${failure.action.icon ? icon(failure.action.icon) : nothing}<span>${failure.action.label}</span>
            </button>
          </div>`
    }
    <p class="small muted line wrap">
      <span>${words.parts('errorCode', { code: html`<code>${failure.code}</code>` })}</span>
      <button type="button" class="link" aria-label=${words.text('copyError')} @click=${copy}>${words.text('copy')}</button>
    </p>
  </div>`;
}
