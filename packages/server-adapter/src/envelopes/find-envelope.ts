import type { EnvelopeRole } from '@sealkit/core/seal';
import type { Action, Principal, Resource } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { assertAuthorized } from '../authorization.ts';
import type { EnvelopeRecord, PersonRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { tokensOfPerson } from './envelope-facts.ts';
import { findCurrentEnvelope } from './expire-envelopes.ts';
import { lookFirst } from '../storage/look-first.ts';

/** As what a person comes to an envelope: who opened it, one of its parties' people, or neither. */
export type EnvelopePlace = Exclude<EnvelopeRole, 'server'> | 'administrator';

/** @throws {@link AdapterError} `ENVELOPE_NOT_FOUND` */
export async function findEnvelope(tx: StoreTransaction, tenant: string, id: string, now: Date): Promise<EnvelopeRecord> {
  const envelope = await findCurrentEnvelope(tx, tenant, id, now);
  if (envelope === undefined) throw new AdapterError('ENVELOPE_NOT_FOUND');
  return envelope;
}

/**
 * Asks the host whether the caller may do this with an envelope, in the place that the caller has there. Whether an act is done
 * at all is judged again in its own transaction.
 *
 * @throws {@link AdapterError} `ENVELOPE_NOT_FOUND`, `NOT_AUTHORIZED`
 */
export async function assertMayWith(context: AdapterContext, principal: Principal, action: Action, id: string): Promise<EnvelopePlace> {
  const { envelope, caller } = await lookFirst(context.store, async (tx) => ({
    envelope: await findEnvelope(tx, principal.tenant, id, context.clock.now()),
    caller: await tx.register.findPerson(principal.tenant, principal.personId),
  }));
  const role = placeIn(envelope, principal, caller);
  await assertAuthorized(context, principal, action, envelopeResource(envelope, role));
  return role;
}

export function placeIn(envelope: EnvelopeRecord, { personId }: Principal, caller: PersonRecord | undefined): EnvelopePlace {
  if (envelope.createdBy === personId) return 'sender';
  const isParty = caller !== undefined && tokensOfPerson(caller).some((token) => envelope.participants.includes(token));
  return isParty ? 'party' : 'administrator';
}

export function envelopeResource({ id }: EnvelopeRecord, role: EnvelopePlace): Resource & { readonly type: 'envelope' } {
  return { type: 'envelope', id, role };
}
