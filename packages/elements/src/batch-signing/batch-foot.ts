import { html, nothing, type TemplateResult } from 'lit';
import { type BatchState, chosenRows, countStage } from '../controllers/batch-state.ts';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import type { BatchId } from './batch-signing.messages.ts';

export interface BatchFootScene {
  readonly words: Words<BatchId>;
  readonly max: number;
  /** Every chosen document has to be viewed first. */
  readonly requireView: boolean;
  /** The session's word is enough. */
  readonly takesSession: boolean;
  readonly next: () => void;
  readonly back: () => void;
  readonly confirm: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
  readonly retry: () => void;
  readonly downloadReceipts: () => void;
}

/** What leads on, and why it does not. */
export function batchFoot(state: BatchState, scene: BatchFootScene): TemplateResult {
  switch (state.step) {
    case 'choose':
      return chooseFoot(state, scene);
    case 'confirm':
      return confirmFoot(state, scene);
    case 'sign':
      return signFoot(state, scene);
    case 'result':
      return resultFoot(state, scene);
  }
}

/** Why the chosen documents cannot go on yet; null where they can. */
export function chooseObstacle({ rows }: BatchState, { words, max, requireView }: Pick<BatchFootScene, 'words' | 'max' | 'requireView'>) {
  const chosen = chosenRows(rows);
  if (chosen.length > max) return words.text('tooMany', { max });
  const unseen = chosen.filter(({ opened }) => !opened).length;
  return requireView && unseen > 0 ? words.text('mustView', { count: unseen }) : null;
}

function chooseFoot(state: BatchState, scene: BatchFootScene): TemplateResult {
  const { words, next } = scene;
  const count = chosenRows(state.rows).length;
  const obstacle = chooseObstacle(state, scene);
  const open = count > 0 && obstacle === null && state.work === null;
  return html`${obstacle === null ? nothing : html`<p class="why" id="why">${icon('info')}<span>${obstacle}</span></p>`}
    ${receiptsButton(state, scene)}
    <button
      type="button"
      class="button primary next"
      part="action"
      aria-disabled=${open ? 'false' : 'true'}
      aria-describedby=${obstacle === null ? nothing : 'why'}
      @click=${() => open && next()}
    >
      ${words.text('next', { count })}
    </button>`;
}

function confirmFoot({ rows, work }: BatchState, { words, back, confirm, takesSession }: BatchFootScene): TemplateResult {
  const busy = work !== null;
  return html`<button type="button" class="button back" aria-disabled=${busy ? 'true' : 'false'} @click=${() => !busy && back()}>
      ${words.text('back')}
    </button>
    ${
      takesSession
        ? html`<button
            type="button"
            class="button primary confirm"
            part="action"
            aria-disabled=${busy ? 'true' : 'false'}
            @click=${() => !busy && confirm()}
          >
            ${words.text('confirm', { count: countStage(rows, 'waiting') })}
          </button>`
        : nothing
    }`;
}

function signFoot({ paused }: BatchState, { words, pause, resume, stop }: BatchFootScene): TemplateResult {
  return html`${paused ? html`<p class="why">${icon('pause')}<span>${words.text('paused')}</span></p>` : nothing}
    <button type="button" class="button pause" @click=${paused ? resume : pause}>
      ${icon(paused ? 'play' : 'pause')}<span>${words.text(paused ? 'resume' : 'pause')}</span>
    </button>
    <button type="button" class="button stop" @click=${stop}>${icon('stop')}<span>${words.text('stop')}</span></button>`;
}

function resultFoot(state: BatchState, scene: BatchFootScene): TemplateResult {
  const { words, retry } = scene;
  const failed = countStage(state.rows, 'failed');
  const busy = state.work !== null;
  return html`${receiptsButton(state, scene)}
  ${
    failed === 0
      ? nothing
      : html`<p class="why">${icon('info')}<span>${words.text('retryHint')}</span></p>
          <button
            type="button"
            class="button primary retry"
            part="action"
            aria-disabled=${busy ? 'true' : 'false'}
            @click=${() => !busy && retry()}
          >
            ${icon('refresh')}<span>${words.text('retry', { count: failed })}</span>
          </button>`
  }`;
}

function receiptsButton({ rows }: BatchState, { words, downloadReceipts }: BatchFootScene): TemplateResult | typeof nothing {
  if (countStage(rows, 'signed') === 0) return nothing;
  return html`<button type="button" class="button receipts" @click=${downloadReceipts}>
    ${icon('receipt')}<span>${words.text('downloadReceipts')}</span>
  </button>`;
}
