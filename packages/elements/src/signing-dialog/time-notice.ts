import { html, nothing, type TemplateResult } from 'lit';
import type { Deadline } from '../controllers/deadline-watch.ts';
import { icon } from '../foundation/icons.ts';
import type { DialogId } from './signing-dialog.messages.ts';
import type { StepWords } from './step-words.ts';

export interface NearEnd {
  readonly deadline: Deadline;
  readonly secondsLeft: number;
}

/** What ends soon, and more of it where more can be had. */
export function timeNotice(
  near: NearEnd | null,
  { words }: StepWords,
  /** Null where nothing can be had without the host or an approver. */
  moreTime: (() => void) | null,
): TemplateResult | typeof nothing {
  if (near === null) return nothing;
  return html`<div class="note warn time-left">
    ${icon('clock')}<span class="grow"
      >${timeWords(near, words)} ${moreTime === null ? words.text(`noMoreTime-${near.deadline.of}`) : nothing}</span
    >
    ${
      moreTime === null
        ? nothing
        : html`<button type="button" class="button compact more-time" @click=${moreTime}>${words.text('moreTime')}</button>`
    }
  </div>`;
}

/** The same for those who do not see it; the seconds in steps. */
export function timeWords({ deadline, secondsLeft }: NearEnd, words: StepWords['words']): string {
  if (secondsLeft === 0) return words.text(`timeOver-${deadline.of}`);
  const minutes = Math.ceil(secondsLeft / 60);
  const id: DialogId = secondsLeft > 60 ? `timeMinutes-${deadline.of}` : `timeSeconds-${deadline.of}`;
  return words.text(id, { count: secondsLeft > 60 ? minutes : secondsLeft });
}
