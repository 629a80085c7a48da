import type { SealClient } from '../client/seal-client.ts';
import type { Choice } from './choice-picker.ts';

/** Persons whose name holds a text, for a picker; who is stopped stays visible and cannot be chosen. */
export async function findPersons(
  client: SealClient | null | undefined,
  text: string,
  stopped: string,
  signal: AbortSignal,
): Promise<readonly Choice[]> {
  if (!client) return [];
  const { persons } = await client.persons(text === '' ? undefined : text, { signal });
  return persons.map((person) => ({
    id: person.id,
    name: person.name,
    hint: [person.id, ...person.roles].join(' · '),
    ...(person.stopped ? { why: stopped } : {}),
  }));
}
