import type { SealView } from '@sealkit/core/protocol';
import type { SealState } from '@sealkit/core/seal';
import { html, nothing, type TemplateResult } from 'lit';
import { formatDay } from '../foundation/format.ts';
import { icon, type IconName } from '../foundation/icons.ts';
import type { Words } from '../foundation/messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { LifecycleId } from './seal-lifecycle.messages.ts';

/** The straight way of a seal. A suspended seal stands at the place of an active one. */
const WAY: readonly SealState[] = ['draft', 'pending-approval', 'approved', 'produced', 'active', 'abolished'];

export const STEP_ICONS: Readonly<Record<SealState, IconName>> = {
  draft: 'edit',
  'pending-approval': 'clock',
  approved: 'check',
  produced: 'seal',
  active: 'play',
  suspended: 'pause',
  abolished: 'archive',
};

/** The bar of states: where the seal stands, what lies behind it, and where it can go from here. */
export function lifecycleBar(
  seal: SealView,
  shown: { readonly words: Words<LifecycleId>; readonly vocabulary: Words<VocabularyId>; readonly timeZone: string },
): TemplateResult {
  const { words, vocabulary } = shown;
  const here = WAY.indexOf(seal.state === 'suspended' ? 'active' : seal.state);
  // Abolished without a version ever made: an abandoned draft, which saw none of what lies between.
  const abandoned = seal.state === 'abolished' && seal.versions.length === 0;
  const name = (state: SealState): string => vocabulary.text(`state-${state}`);
  const since = html`<span class="muted num since">${words.text('since', { date: formatDay(seal.stateSince, shown.timeZone) })}</span>`;
  return html`<div class="cycle" role="group" aria-label=${words.text('cycle', { name: seal.name, state: name(seal.state) })}>
    <ol>
      ${WAY.map((state, index) => {
        const now = index === here;
        const label = now ? seal.state : state;
        const place = now ? 'now' : index < here && !(abandoned && index > 0) ? 'done' : 'ahead';
        return html`<li class="${place} ${state === 'abolished' ? 'end' : ''} ${label}" aria-current=${now ? 'step' : nothing}>
          <i aria-hidden="true"></i><b>${name(label)}</b>
        </li>`;
      })}
    </ol>
    ${
      seal.transitions.length === 0
        ? html`<p class="branches small">${since} ${words.text('noStep')}</p>`
        : html`<ul class="branches small">
            <li class="muted">${words.text('from', { state: name(seal.state) })} ${since}</li>
            ${seal.transitions.map((step) => html`<li>${icon(STEP_ICONS[step.to])}<b>${name(step.to)}</b></li>`)}
          </ul>`
    }
  </div>`;
}
