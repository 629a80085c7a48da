import type { UseView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { formatInstant } from '../foundation/format.ts';
import { icon, type IconName } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import { refusalWords } from '../foundation/refusal-words.ts';
import type { RefusalId } from '../foundation/refusals.messages.ts';
import type { UseLogId } from './seal-use-log.messages.ts';

const LOOKS: Readonly<Record<UseView['result'], { readonly kind: string; readonly icon: IconName; readonly reason?: UseLogId }>> = {
  completed: { kind: 'pass', icon: 'check' },
  refused: { kind: 'danger', icon: 'cross' },
  'awaiting-intent': { kind: '', icon: 'clock', reason: 'awaitingReason' },
  interrupted: { kind: 'warn', icon: 'warning', reason: 'interruptedReason' },
};

/** How a use ended, and why where it did not end with a signature. `refused` is a later refusal of the same permit. */
export function useResult(
  use: UseView,
  shown: { readonly words: Words<UseLogId>; readonly refusals: Words<RefusalId>; readonly timeZone: string },
  refused: UseView | undefined,
): TemplateResult {
  const { words, refusals, timeZone } = shown;
  const look = LOOKS[use.result];
  const word = use.result === 'completed' && use.seal === null ? 'completedSigned' : use.result;
  const reason = refused
    ? words.text('awaitingRefused', { time: formatInstant(refused.time, timeZone) })
    : use.result === 'refused'
      ? refusalWords(use.refusal ?? 'OTHER', refusals).reason
      : look.reason
        ? words.text(look.reason)
        : nothing;
  return html`<span class="badge ${look.kind}">${icon(look.icon)}${words.text(word)}</span>
    ${reason === nothing ? nothing : html`<span class="reason small secondary">${reason}</span>`}`;
}
