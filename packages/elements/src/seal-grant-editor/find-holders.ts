import type { PersonList } from '@sealkit/core/protocol';
import type { GrantHolder } from '@sealkit/core/seal';
import type { SealClient } from '../client/seal-client.ts';
import type { Choice } from '../foundation/choice-picker.ts';
import { roleName } from '../foundation/role-name.ts';
import { findPersons, type PersonWords } from '../foundation/find-persons.ts';
import { ROLE_PREFIX } from './approval-fields.ts';

/** Who a grant may be given to: persons by name, roles and groups as the persons have them. */
export async function findHolders(
  client: SealClient | null | undefined,
  type: GrantHolder['type'],
  text: string,
  words: PersonWords,
  signal: AbortSignal,
): Promise<readonly Choice[]> {
  if (!client) return [];
  if (type === 'person' || type === 'application') return findPersons(client, text, words, signal);
  const { persons } = await client.persons(undefined, { signal });
  const nameOf = (id: string): string => (type === 'role' ? roleName(id, words.vocabulary) : id);
  return namesOf(persons, type === 'role' ? 'roles' : 'groups', text, nameOf);
}

/** Who may approve: roles first, then persons. */
export async function findApprovers(
  client: SealClient | null | undefined,
  words: PersonWords & { readonly role: string },
  text: string,
  signal: AbortSignal,
): Promise<readonly Choice[]> {
  if (!client) return [];
  const [roles, persons] = await Promise.all([findHolders(client, 'role', text, words, signal), findPersons(client, text, words, signal)]);
  return [...roles.map(({ id, name }) => ({ id: `${ROLE_PREFIX}${id}`, name, hint: words.role })), ...persons];
}

function namesOf(
  persons: PersonList['persons'],
  member: 'roles' | 'groups',
  text: string,
  nameOf: (id: string) => string,
): readonly Choice[] {
  const ids = new Set(persons.flatMap((person) => person[member]));
  const wanted = text.toLowerCase();
  return [...ids].map((id) => ({ id, name: nameOf(id) })).filter((found) => `${found.id} ${found.name}`.toLowerCase().includes(wanted));
}
