import type { SealView } from '@sealkit/core/protocol';
import type { SealContext } from '../foundation/context.ts';
import type { LiveRegion } from '../foundation/live-region.ts';
import type { Words } from '../foundation/messages.ts';
import type { RefusalId } from '../foundation/refusals.messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { LifecycleId } from './seal-lifecycle.messages.ts';

/** What the steps of a life cycle draw from and tell. */
export interface LifecycleStepsParts {
  readonly seal: () => SealView | null;
  readonly context: () => SealContext | null;
  readonly live: LiveRegion;
  readonly words: Words<LifecycleId>;
  readonly vocabulary: Words<VocabularyId>;
  readonly refusals: Words<RefusalId>;
  readonly timeZone: () => string;
  /** The seal as the server answered it. */
  readonly changed: (seal: SealView) => void;
  readonly refresh: () => void;
}
