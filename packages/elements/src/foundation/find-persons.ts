import type { SealClient } from '../client/seal-client.ts';
import type { Choice } from './choice-picker.ts';
import type { Words } from './messages.ts';
import { roleName } from './role-name.ts';
import type { VocabularyId } from './vocabulary.ts';

/** What a picker of persons says of them. */
export interface PersonWords {
  /** Why a stopped person cannot be chosen. */
  readonly stopped: string;
  /** Names the roles. */
  readonly vocabulary: Words<VocabularyId>;
}

/** Persons whose name holds a text, for a picker; who is stopped stays visible and cannot be chosen. */
export async function findPersons(
  client: SealClient | null | undefined,
  text: string,
  words: PersonWords,
  signal: AbortSignal,
): Promise<readonly Choice[]> {
  if (!client) return [];
  const { persons } = await client.persons(text === '' ? undefined : text, { signal });
  return persons.map((person) => ({
    id: person.id,
    name: person.name,
    hint: [person.id, ...person.roles.map((role) => roleName(role, words.vocabulary))].join(' · '),
    ...(person.stopped ? { why: words.stopped } : {}),
  }));
}
