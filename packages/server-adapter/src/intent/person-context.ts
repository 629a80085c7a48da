import type { Principal } from '../adapter-config.ts';
import { AdapterError } from '../adapter-error.ts';
import { isStopped } from '../register/acting-person.ts';
import type { StoreTransaction } from '../storage/store.ts';
import type { EnrolledAuthenticator, IntentContext, IntentProvider } from './intent-provider.ts';

/** Whether an emergency stop stands against a person: nothing is proven by them, and nothing of what they prove with is changed. */
export async function isPersonStopped(tx: StoreTransaction, { tenant, personId }: Principal): Promise<boolean> {
  const person = await tx.register.findPerson(tenant, personId);
  return person !== undefined && isStopped(person);
}

/** Whom a provider deals with. @throws {@link AdapterError} `PERSON_NOT_REGISTERED`, `PERSON_STOPPED` */
export async function readIntentContext(tx: StoreTransaction, { tenant, personId }: Principal, now: Date): Promise<IntentContext> {
  const person = await tx.register.findPerson(tenant, personId);
  if (person === undefined) throw new AdapterError('PERSON_NOT_REGISTERED');
  if (isStopped(person)) throw new AdapterError('PERSON_STOPPED');
  return { tenant, personId, personName: person.name, now };
}

/** What the person has enrolled with a provider and confirmed, each with the revision that was read. */
export async function readEnrolled(
  tx: StoreTransaction,
  { tenant, personId }: Pick<IntentContext, 'tenant' | 'personId'>,
  { method }: Pick<IntentProvider, 'method'>,
): Promise<readonly (EnrolledAuthenticator & { readonly revision: number })[]> {
  const all = await tx.intents.listAuthenticators(tenant, personId);
  return all
    .filter((authenticator) => authenticator.method === method && authenticator.confirmedAt !== null)
    .map(({ id, state, revision }) => ({ id, state, revision }));
}

/** What a provider does for us; that it cannot is told without its words, which may hold anything. */
export async function askProvider<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw cause instanceof AdapterError ? cause : new AdapterError('INTENT_PROVIDER_FAILED', { cause });
  }
}
