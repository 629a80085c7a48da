import type { Words } from '../foundation/messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { DialogId } from './signing-dialog.messages.ts';

/** What the steps speak with. */
export interface StepWords {
  readonly words: Words<DialogId>;
  readonly vocabulary: Words<VocabularyId>;
  readonly locale: string;
  readonly timeZone: string;
}
