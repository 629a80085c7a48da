import type { PersonWords } from '../foundation/find-persons.ts';
import type { Words } from '../foundation/messages.ts';
import type { RefusalId } from '../foundation/refusals.messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { IntentId } from '../intent-check/intent-check.messages.ts';
import type { LifecycleSteps } from '../seal-lifecycle/lifecycle-steps.ts';
import type { LifecycleId } from '../seal-lifecycle/seal-lifecycle.messages.ts';
import type { SealPolicy } from './intent-policy.ts';
import type { GlyphShelf } from './glyph-shelf.ts';
import type { OpenSeal } from './open-seal.ts';
import type { SealActs } from './seal-acts.ts';
import type { CenterId } from './seal-control-center.messages.ts';

export type CenterTab = 'face' | 'policy' | 'grants' | 'uses' | 'approvals' | 'history';

/** What the parts of the control centre draw from. */
export interface CenterScene {
  readonly words: Words<CenterId>;
  readonly vocabulary: Words<VocabularyId>;
  readonly refusals: Words<RefusalId>;
  readonly lifecycleWords: Words<LifecycleId>;
  readonly intentWords: Words<IntentId>;
  readonly locale: string;
  readonly timeZone: string;
  readonly open: OpenSeal;
  readonly acts: SealActs;
  readonly policy: SealPolicy;
  readonly steps: LifecycleSteps;
  readonly glyphs: GlyphShelf;
  readonly tab: CenterTab;
  /** Elements of ours that stand in a tab; null where the page did not register them. */
  readonly embedded: Readonly<Partial<Record<CenterTab, HTMLElement | null>>>;
  readonly show: (number: string | null, opener?: HTMLElement) => void;
  readonly choose: (tab: CenterTab) => void;
}

/** What a picker of persons says of them. */
export function personWords({ words, vocabulary }: CenterScene): PersonWords {
  return { stopped: words.text('personStopped'), vocabulary };
}
