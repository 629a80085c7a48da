import { html, type TemplateResult } from 'lit';
import type { DeclineState } from '../controllers/decline-controller.ts';
import type { SigningState } from '../controllers/signing-state.ts';
import { icon } from '../foundation/icons.ts';
import type { ReaderAnswers } from './reader-answers.ts';
import type { StepWords } from './step-words.ts';

export interface LeaveFacts {
  readonly keepsWork: boolean;
  readonly answers: ReaderAnswers;
  /** Something was read of what is asked to be read. */
  readonly hasRead: boolean;
  readonly declining: DeclineState | null;
}

/** Whether closing now would lose something that the person did or wrote and that is kept nowhere. */
export function losesOnClose({ step, failure, request, work }: SigningState, facts: LeaveFacts): boolean {
  const { keepsWork, answers, hasRead, declining } = facts;
  if (declining !== null) return declining.done === null && (declining.reason.trim() !== '' || hasRead);
  if (request === null || keepsWork || failure !== null || step === 'result' || step === 'approval') return false;
  return step !== 'read' || work === 'preparing' || answers.reason.trim() !== '' || hasRead;
}

/** Asked in place of the buttons before a signing is left: what is lost, and what is not. */
export function leaveNotice(
  { words }: StepWords,
  { stay, leave }: { readonly stay: () => void; readonly leave: () => void },
): TemplateResult {
  return html`<div class="leaving" role="group" aria-labelledby="leave-words">
    <p class="line top" id="leave-words">${icon('warning')}<span>${words.text('leaveMeans')}</span></p>
    <span class="grow"></span>
    <button type="button" class="button leave-act" @click=${leave}>${words.text('leaveAct')}</button>
    <button type="button" class="button primary stay" aria-describedby="leave-words" @click=${stay}>${words.text('stay')}</button>
  </div>`;
}
