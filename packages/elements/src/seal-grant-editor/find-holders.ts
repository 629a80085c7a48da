import type { PersonList } from '@sealkit/core/protocol';
import type { GrantHolder } from '@sealkit/core/seal';
import type { SealClient } from '../client/seal-client.ts';
import type { Choice } from '../foundation/choice-picker.ts';
import { findPersons } from '../foundation/find-persons.ts';
import { ROLE_PREFIX } from './approval-fields.ts';

/** Who a grant may be given to: persons by name, roles and groups as the persons have them. */
export async function findHolders(
  client: SealClient | null | undefined,
  type: GrantHolder['type'],
  text: string,
  stopped: string,
  signal: AbortSignal,
): Promise<readonly Choice[]> {
  if (!client) return [];
  if (type === 'person' || type === 'application') return findPersons(client, text, stopped, signal);
  const { persons } = await client.persons(undefined, { signal });
  return namesOf(persons, type === 'role' ? 'roles' : 'groups', text);
}

/** Who may approve: roles first, then persons. */
export async function findApprovers(
  client: SealClient | null | undefined,
  words: { readonly stopped: string; readonly role: string },
  text: string,
  signal: AbortSignal,
): Promise<readonly Choice[]> {
  if (!client) return [];
  const [roles, persons] = await Promise.all([
    findHolders(client, 'role', text, words.stopped, signal),
    findPersons(client, text, words.stopped, signal),
  ]);
  return [...roles.map(({ id, name }) => ({ id: `${ROLE_PREFIX}${id}`, name, hint: words.role })), ...persons];
}

function namesOf(persons: PersonList['persons'], member: 'roles' | 'groups', text: string): readonly Choice[] {
  const names = new Set(persons.flatMap((person) => person[member]));
  return [...names].filter((name) => name.toLowerCase().includes(text.toLowerCase())).map((name) => ({ id: name, name }));
}
