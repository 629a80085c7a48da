import { html, type TemplateResult } from 'lit';
import type { DeclineState } from '../controllers/decline-controller.ts';
import { textField } from '../foundation/form-fields.ts';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import { codeNotice } from '../foundation/refusal-notice.ts';
import type { RefusalId } from '../foundation/refusals.messages.ts';
import type { StepWords } from './step-words.ts';

export interface DeclineActions {
  readonly refusals: Words<RefusalId>;
  readonly write: (reason: string) => void;
  readonly decline: () => void;
  readonly back: () => void;
  readonly close: () => void;
  readonly downloadReceipt: () => void;
}

/** Why the person does not sign; afterwards, that the envelope has ended. */
export function declinePanel(state: DeclineState, shown: StepWords & DeclineActions): TemplateResult {
  const { words } = shown;
  if (state.done !== null)
    return html`<div class="declining stack">
      <p class="note info">${icon('info')}<span>${words.text('declined')}</span></p>
      <button type="button" class="button" @click=${shown.downloadReceipt}>
        ${icon('receipt')}<span>${words.text('downloadReceipt')}</span>
      </button>
    </div>`;
  return html`<div class="declining stack">
    <p>${words.text('declineMeans')}</p>
    ${textField({
      label: words.text('declineReason'),
      value: state.reason,
      change: shown.write,
      long: true,
      maxlength: 500,
      invalid: state.reasonMissing,
      ...(state.reasonMissing ? { hint: words.text('declineReasonMissing') } : {}),
    })}
    ${codeNotice(state.failure, { title: words.text('declineFailed'), kept: words.text('declineFailedKept') }, shown)}
  </div>`;
}

/** Back to the document, or the end of the envelope. */
export function declineFoot(state: DeclineState, { words, ...shown }: StepWords & DeclineActions): TemplateResult {
  if (state.done !== null)
    return html`<span class="grow"></span>
      <button type="button" class="button primary" @click=${shown.close}>${words.text('done')}</button>`;
  const busy = state.work ? 'true' : 'false';
  return html`<button type="button" class="button" aria-disabled=${busy} @click=${() => !state.work && shown.back()}>
      ${words.text('back')}
    </button>
    <span class="grow"></span>
    <button type="button" class="button danger decline-act" aria-disabled=${busy} @click=${() => !state.work && shown.decline()}>
      ${words.text('declineAct')}
    </button>`;
}
