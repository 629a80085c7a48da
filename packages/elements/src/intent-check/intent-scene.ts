import type { IntentMethod } from '@sealkit/core/protocol';
import type { IntentController } from '../controllers/intent-controller.ts';
import type { Words } from '../foundation/messages.ts';
import type { RefusalId } from '../foundation/refusals.messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { IntentId } from './intent-check.messages.ts';

/** What the parts of a confirmation are drawn from. */
export interface IntentScene {
  readonly intent: IntentController;
  readonly words: Words<IntentId>;
  readonly refusals: Words<RefusalId>;
  readonly vocabulary: Words<VocabularyId>;
  /** Leads on by the chosen way, and back to the field where it is wrong. */
  readonly goOn: () => void;
}

/** What a way of confirming is called; a host names its own ones by messages of its own, or they stand under their identifier. */
export function methodName(method: IntentMethod, words: Words<IntentId>): string {
  const id = `method-${method}`;
  return words.has(id) ? words.text(id) : (words.own(id) ?? method);
}
