import type { CallOptions } from '@sealkit/core/bytes';
import { IntentError } from '../intent-error.ts';
import type { IntentContext, IntentStatement } from '../intent-provider.ts';

/** Who a person is, as a provider of faces wants to be told. The host has it; it goes to the provider and is kept nowhere here. */
export interface PersonAtProvider {
  readonly name: string;
  /** Number of the resident identity card. */
  readonly identityNumber: string;
}

export type PersonSource = (person: Pick<IntentContext, 'tenant' | 'personId'>, call?: CallOptions) => Promise<PersonAtProvider | null>;

/** @throws {@link IntentError} `INTENT_STATE_MALFORMED` where the host does not know the person */
export async function personOf(source: PersonSource, { tenant, personId }: IntentContext, call?: CallOptions): Promise<PersonAtProvider> {
  const person = await source({ tenant, personId }, call);
  if (person === null) throw new IntentError('INTENT_STATE_MALFORMED', 'expected name and number of the person from the host');
  return person;
}

/** The number under which a provider knows the act: the first 128 bits of the statement's digest, 32 letters of hexadecimal. */
export function orderNumberOf({ digest }: IntentStatement): string {
  return digest.slice('sha256:'.length, 'sha256:'.length + 32);
}
