import type { Words } from '../foundation/messages.ts';
import type { RefusalId } from '../foundation/refusals.messages.ts';
import type { VocabularyId } from '../foundation/vocabulary.ts';
import type { IdentityId } from './identity-check.messages.ts';

/** What the parts of a check are drawn from. */
export interface IdentityScene {
  readonly words: Words<IdentityId>;
  readonly refusals: Words<RefusalId>;
  readonly vocabulary: Words<VocabularyId>;
  readonly timeZone: string;
}

/** What a way is called; a host's own method stands under its identifier. */
export function methodName(method: string, words: Words<IdentityId>): string {
  const id = `method-${method}`;
  return words.has(id) ? words.text(id) : (words.own(id) ?? method);
}
