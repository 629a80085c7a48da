import type { Words } from './messages.ts';
import type { VocabularyId } from './vocabulary.ts';

/**
 * A role in the reader's language. Roles are the host's: their names are messages of the host, `seal.role-<id>` of the provider's
 * `messages`; without one what the server says stands, or the id.
 */
export function roleName(id: string, vocabulary: Words<VocabularyId>, name: string = id): string {
  return vocabulary.own(`role-${id}`) ?? name;
}

/** Whoever is to approve: a person by name, or a role. */
export function approverName(
  { type, id, name }: { readonly type: 'person' | 'role'; readonly id: string; readonly name: string },
  vocabulary: Words<VocabularyId>,
): string {
  return type === 'role' ? roleName(id, vocabulary, name) : name;
}
