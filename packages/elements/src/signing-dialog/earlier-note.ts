import { html, nothing, type TemplateResult } from 'lit';
import { doesNotHold, signatureStates, type SignatureState } from '../controllers/earlier-signatures.ts';
import type { SigningState } from '../controllers/signing-state.ts';
import { icon } from '../foundation/icons.ts';
import { verdictMark } from '../foundation/verdict-mark.ts';
import type { StepWords } from './step-words.ts';

export interface EarlierOptions {
  /** The person has said to have seen what does not hold. */
  readonly seen: boolean;
  readonly onSeen: (seen: boolean) => void;
}

/** Whether the person must say to have seen something before going on. */
export function needsSeeing({ earlier }: SigningState): boolean {
  return earlier !== null && signatureStates(earlier).some(doesNotHold);
}

/** How many signatures are on the file already, and that they are intact when all of them are. */
export function earlierCount({ earlier }: SigningState, { words }: StepWords): unknown {
  if (!earlier) return html`<i class="skeleton text"></i>`;
  const states = signatureStates(earlier);
  if (states.length === 0) return words.text('earlierNone');
  const intact = states.every(({ soundness }) => soundness === 'intact');
  if (!intact) return html`<span class="num">${earlier.signatures.length}</span>`;
  return html`<span class="line">${verdictMark('pass', 16)}<span>${words.text('earlierIntact', { count: states.length })}</span></span>`;
}

/** What does not hold, and the person's word to have seen it; or what cannot be judged. */
export function earlierNote({ earlier }: SigningState, shown: StepWords & EarlierOptions): TemplateResult | typeof nothing {
  if (!earlier) return nothing;
  const { words } = shown;
  const states = signatureStates(earlier);
  const bad = states.filter(doesNotHold);
  const unsure = states.filter(({ soundness }) => soundness === 'unsure');
  if (bad.length === 0)
    return unsure.length === 0
      ? nothing
      : html`<div class="note warn earlier" role="status">
          ${icon('question')}
          <div class="stack">
            <b>${words.text('earlierUnsure', { count: unsure.length })}</b>
            ${unsure.map((state) => stateSentence(state, shown))}
          </div>
        </div>`;
  return html`<div class="note danger earlier" role="alert">
    ${verdictMark('fail', 16)}
    <div class="stack">
      <b>${words.text('earlierBad', { count: bad.length })}</b>
      ${[...bad, ...unsure].map((state) => stateSentence(state, shown))}
      <label class="seen"
        ><input
          type="checkbox"
          .checked=${shown.seen}
          @change=${(event: Event) => shown.onSeen((event.currentTarget as HTMLInputElement).checked)}
        /><span>${words.text('earlierSeen')}</span></label
      >
    </div>
  </div>`;
}

/** One sentence on one signature, its name first. */
export function stateSentence({ name, soundness }: SignatureState, { words }: Pick<StepWords, 'words'>): TemplateResult {
  return html`<p>${words.parts(`sound-${soundness}`, { name: html`<bdi>${name}</bdi>` })}</p>`;
}
