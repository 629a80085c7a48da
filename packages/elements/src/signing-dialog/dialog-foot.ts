import { html, nothing, type TemplateResult } from 'lit';
import type { SigningState } from '../controllers/signing-state.ts';
import { icon } from '../foundation/icons.ts';
import { intentAction } from '../intent-check/intent-panel.ts';
import type { IntentScene } from '../intent-check/intent-scene.ts';
import { finalWarning } from './confirm-step.ts';
import { needsSeeing } from './earlier-note.ts';
import type { StepWords } from './step-words.ts';

export interface FootOptions {
  /** Nobody is signed in, or the server has not answered. */
  readonly notReady: boolean;
  /** The person has said to have seen what does not hold. */
  readonly seen: boolean;
  /** Why the seal cannot be used, in words; null when it can. */
  readonly obstacle: string | null;
  /** An approver decides: the way on is to ask. */
  readonly needsReason: boolean;
  /** What is still missing of the reading that is asked for, in words; null when nothing is. */
  readonly readFirst: string | null;
  /** The text of consent is agreed to. */
  readonly agreed: boolean;
  /** Another step of the person's own follows. */
  readonly followed: boolean;
  /** Null where the person cannot decline. */
  readonly decline: (() => void) | null;
  readonly close: () => void;
  readonly next: () => void;
  readonly back: () => void;
  /** To the step before, among those before the permit. */
  readonly before: () => void;
  readonly confirm: () => void;
  /** The permit takes more than the session's word: the act is confirmed one step later. */
  readonly needsIntent: boolean;
  readonly intent: IntentScene;
  readonly backToAct: () => void;
}

/** The buttons of the step, and in words why the one that leads on cannot be used. */
export function dialogFoot(state: SigningState, shown: StepWords & FootOptions): TemplateResult {
  const { words, vocabulary, close } = shown;
  if (state.step === 'result')
    return html`<span class="grow"></span>
      <button type="button" class="button ${state.signed?.downloaded ? 'primary' : ''}" @click=${close}>${words.text('done')}</button>`;
  if (state.failure || shown.notReady)
    return html`<span class="grow"></span><button type="button" class="button" @click=${close}>${vocabulary.text('close')}</button>`;
  if (state.step === 'approval')
    return html`<span class="grow"></span><button type="button" class="button" @click=${close}>${words.text('later')}</button>`;
  if (state.step === 'read') return readFoot(state, shown);
  if (state.step === 'fields' || state.step === 'consent') return beforeFoot(state, shown);
  return state.step === 'intent' ? intentFoot(state, shown) : confirmFoot(state, shown);
}

function readFoot(state: SigningState, { words, ...shown }: StepWords & FootOptions): TemplateResult {
  const busy = state.work !== null;
  const unseen = !busy && needsSeeing(state) && !shown.seen;
  const read = state.reading !== null && !busy;
  const seeFirst = unseen ? words.text('earlierSeenFirst') : null;
  const missing = seeFirst ?? (read ? shown.readFirst : null);
  const why = shown.obstacle === null ? missing : words.text('cannotUse', { reason: shown.obstacle });
  return html`<button type="button" class="button quiet" @click=${shown.close}>${words.text('cancel')}</button>
    ${
      shown.decline === null
        ? nothing
        : html`<button
            type="button"
            class="button danger decline"
            aria-disabled=${read ? 'false' : 'true'}
            @click=${() => read && shown.decline?.()}
          >
            ${words.text('decline')}
          </button>`
    }
    <span class="grow"></span>
    ${onward(read && missing === null, why, { words, ...shown })}`;
}

/** A step of the person's own: back to the one before, and on. */
function beforeFoot(state: SigningState, { words, ...shown }: StepWords & FootOptions): TemplateResult {
  const busy = state.work !== null;
  const missing = state.step === 'consent' && !shown.agreed ? words.text('agreeFirst') : null;
  return html`<button type="button" class="button" aria-disabled=${busy ? 'true' : 'false'} @click=${() => !busy && shown.before()}>
      ${words.text('back')}
    </button>
    <span class="grow"></span>
    ${onward(!busy && missing === null, busy ? null : missing, { words, ...shown })}`;
}

/** The button that leads on, and why it does not. */
function onward(ready: boolean, why: string | null, { words, ...shown }: Pick<StepWords, 'words'> & FootOptions): TemplateResult {
  return html`${why === null ? nothing : html`<span class="why" id="why-not">${icon('lock')}<span>${why}</span></span>`}
    <button
      type="button"
      class="button primary next-step"
      aria-disabled=${ready ? 'false' : 'true'}
      aria-describedby=${why === null ? nothing : 'why-not'}
      @click=${() => ready && shown.next()}
    >
      ${words.text(shown.needsReason && !shown.followed ? 'askApproval' : 'next')}
    </button>`;
}

/** The act is shown, and what cannot be taken back comes one step later. */
function onFoot(state: SigningState, { words, back, confirm }: StepWords & FootOptions): TemplateResult {
  const busy = state.work !== null;
  return html`<button type="button" class="button" aria-disabled=${busy ? 'true' : 'false'} @click=${() => !busy && back()}>
      ${words.text('back')}
    </button>
    <span class="grow"></span>
    <button type="button" class="button primary next-step" aria-disabled=${busy ? 'true' : 'false'} @click=${() => !busy && confirm()}>
      ${words.text('next')}
    </button>`;
}

function intentFoot(state: SigningState, { words, intent, backToAct }: StepWords & FootOptions): TemplateResult {
  const busy = state.work !== null;
  const action = intentAction(intent);
  const waits = busy || action?.busy === true;
  const sealed = state.challenge?.act.seal;
  const gives = action?.kind === 'answer';
  const asCode = gives && intent.intent.state.intent?.form === 'code';
  return html`${gives ? finalWarning(state, { words }) : nothing}
    <button type="button" class="button" aria-disabled=${busy ? 'true' : 'false'} @click=${() => !busy && backToAct()}>
      ${words.text('back')}
    </button>
    <span class="grow"></span>
    ${
      action === null
        ? nothing
        : html`<button
            type="button"
            class="button primary ${gives ? 'large' : ''} intent-action"
            aria-disabled=${waits ? 'true' : 'false'}
            aria-describedby=${gives ? 'final' : nothing}
            @click=${() => !waits && intent.goOn()}
          >
            ${gives ? icon(asCode ? (sealed ? 'seal' : 'sign') : 'passkey') : nothing}<span
              >${asCode ? words.text(sealed ? 'placeSeal' : 'placeSignature') : action.label}</span
            >
          </button>`
    }`;
}

function confirmFoot(state: SigningState, shown: StepWords & FootOptions): TemplateResult {
  if (shown.needsIntent) return onFoot(state, shown);
  const { words, back, confirm } = shown;
  const busy = state.work !== null;
  const sealed = state.challenge?.act.seal;
  return html`${finalWarning(state, { words })}
    <button type="button" class="button" aria-disabled=${busy ? 'true' : 'false'} @click=${() => !busy && back()}>
      ${words.text('back')}
    </button>
    <span class="grow"></span>
    <button
      type="button"
      class="button primary large confirm-act"
      aria-disabled=${busy ? 'true' : 'false'}
      aria-describedby="final"
      @click=${() => !busy && confirm()}
    >
      ${icon(sealed ? 'seal' : 'sign')}<span>${words.text(sealed ? 'placeSeal' : 'placeSignature')}</span>
    </button>`;
}
