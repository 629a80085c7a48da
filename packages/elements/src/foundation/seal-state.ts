import type { SealState } from '@sealkit/core/seal';
import { html, type TemplateResult } from 'lit';
import { icon, type IconName } from './icons.ts';
import type { Words } from './messages.ts';
import type { VocabularyId } from './vocabulary.ts';

const LOOKS: Readonly<Record<SealState, { readonly kind: string; readonly icon: IconName }>> = {
  draft: { kind: '', icon: 'edit' },
  'pending-approval': { kind: 'accent', icon: 'clock' },
  approved: { kind: 'accent', icon: 'check' },
  produced: { kind: 'accent', icon: 'seal' },
  active: { kind: 'pass', icon: 'check' },
  suspended: { kind: 'warn', icon: 'pause' },
  abolished: { kind: 'danger', icon: 'archive' },
};

/** State of a seal: outline, icon and word. */
export function sealStateBadge(state: SealState, words: Words<VocabularyId>): TemplateResult {
  const look = LOOKS[state];
  return html`<span class="badge ${look.kind}">${icon(look.icon)}${words.text(`state-${state}`)}</span>`;
}
