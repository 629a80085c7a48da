import type { SealView } from '@sealkit/core/protocol';
import type { SealState } from '@sealkit/core/seal';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import { STEP_ICONS } from './lifecycle-bar.ts';
import type { LifecycleId } from './seal-lifecycle.messages.ts';

/** What the person has written so far for one step, and what is still missing. */
export interface TransitionDraft {
  readonly to: SealState;
  readonly reason: string;
  readonly typedNumber: string;
  /** True once the person tried to go on: only then is what is missing named. */
  readonly tried: boolean;
}

/** The end of a seal that was approved once; a draft is abandoned without ceremony. */
export function isFinal(to: SealState, from: SealState): boolean {
  return to === 'abolished' && from !== 'draft';
}

/** What keeps a step from being asked for; null when nothing does. */
export function draftFault(draft: TransitionDraft, seal: SealView): 'reasonMissing' | 'numberDiffers' | null {
  if (draft.reason.trim() === '') return 'reasonMissing';
  return isFinal(draft.to, seal.state) && draft.typedNumber.trim() !== seal.number ? 'numberDiffers' : null;
}

export function stepLabel(to: SealState, from: SealState): LifecycleId {
  if (to === 'abolished' && from === 'draft') return 'abandon';
  return to === 'active' && from === 'suspended' ? 'resume' : `to-${to}`;
}

export function stepEffect(to: SealState, from: SealState): LifecycleId {
  return to === 'abolished' && from === 'draft' ? 'effect-abandon' : `effect-${to}`;
}

/** The form in place under the step: the reason, and for the final act the number of the seal typed out. */
export function transitionForm(
  seal: SealView,
  draft: TransitionDraft,
  shown: {
    readonly words: Words<LifecycleId>;
    readonly vocabulary: Words<VocabularyId>;
    readonly busy: boolean;
    readonly change: (part: Partial<TransitionDraft>) => void;
    readonly send: (event: Event) => void;
    readonly cancel: () => void;
  },
): TemplateResult {
  const { words, vocabulary } = shown;
  const fault = draft.tried ? draftFault(draft, seal) : null;
  const final = isFinal(draft.to, seal.state);
  const value = (event: Event): string => (event.target as HTMLInputElement).value;
  return html`<form class="form stack" @submit=${shown.send} novalidate>
    ${
      final
        ? html`<h3>${words.parts('finalTitle', { name: html`<bdi>${seal.name}</bdi>` })}</h3>
            <p class="secondary">${words.text('finalText')}</p>`
        : nothing
    }
    <label class="field"
      ><span class="label">${words.text('reasonLabel')}</span
      ><input
        class="input reason"
        maxlength="500"
        required
        .value=${draft.reason}
        aria-invalid=${fault === 'reasonMissing' ? 'true' : 'false'}
        aria-describedby="fault"
        @input=${(event: Event) => shown.change({ reason: value(event) })}
    /></label>
    ${
      final
        ? html`<label class="field"
            ><span class="label">${words.parts('typeNumber', { number: html`<code>${seal.number}</code>` })}</span
            ><input
              class="input mono number"
              autocomplete="off"
              spellcheck="false"
              .value=${draft.typedNumber}
              aria-invalid=${fault === 'numberDiffers' ? 'true' : 'false'}
              aria-describedby="fault"
              @input=${(event: Event) => shown.change({ typedNumber: value(event) })}
          /></label>`
        : nothing
    }
    <p class="why fault" id="fault" aria-live="polite">
      ${fault === null ? nothing : html`${icon('stop')}<span>${words.text(fault, { number: seal.number })}</span>`}
    </p>
    <div class="line wrap">
      <button type="submit" class="button ${final ? 'danger' : 'primary'}" aria-disabled=${shown.busy ? 'true' : 'false'}>
        ${icon(STEP_ICONS[draft.to])}<span>${words.text(stepLabel(draft.to, seal.state))}</span>
      </button>
      <button type="button" class="button" @click=${shown.cancel}>${vocabulary.text('cancel')}</button>
    </div>
  </form>`;
}
