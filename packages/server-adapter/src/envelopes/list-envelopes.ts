import type { EnvelopeList, EnvelopeQuery, EnvelopeView } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { assertAuthorized, isAuthorized } from '../authorization.ts';
import type { PersonRecord } from '../storage/records.ts';
import type { EnvelopeListQuery } from '../storage/store.ts';
import { tokensOfPerson } from './envelope-facts.ts';
import { presentEnvelope } from './envelope-view.ts';
import { expireOverdueEnvelopes } from './expire-envelopes.ts';
import { envelopeResource, findEnvelope, placeIn } from './find-envelope.ts';
import { lookFirst } from '../storage/look-first.ts';

const DEFAULT_LIMIT = 50;

/** Envelopes that the host lets the caller see, newest first, page by page. */
export async function listEnvelopes(context: AdapterContext, principal: Principal, query: EnvelopeQuery): Promise<EnvelopeList> {
  await assertAuthorized(context, principal, 'envelope.list', { type: 'tenant' });
  const limit = query.limit ?? DEFAULT_LIMIT;
  const { caller, found } = await lookFirst(context.store, async (tx) => {
    await expireOverdueEnvelopes(tx, principal.tenant, context.clock.now());
    const person = await tx.register.findPerson(principal.tenant, principal.personId);
    if (person === undefined) throw new AdapterError('PERSON_NOT_REGISTERED');
    return { caller: person, found: await tx.envelopes.list({ ...storeQuery(query, principal.tenant, person), limit: limit + 1 }) };
  });
  const page = found.slice(0, limit);
  const envelopes: EnvelopeView[] = [];
  for (const { envelope } of page) {
    const resource = envelopeResource(envelope, placeIn(envelope, principal, caller));
    if (await isAuthorized(context, principal, 'envelope.read', resource)) envelopes.push(presentEnvelope(envelope, caller));
  }
  const last = page.at(-1);
  // A page may hold fewer than asked for: what the host does not show is left out of it.
  return { envelopes, nextCursor: found.length > limit && last !== undefined ? String(last.position) : null };
}

/** One envelope. What the host does not show is not there. */
export async function readEnvelope(context: AdapterContext, principal: Principal, id: string): Promise<EnvelopeView> {
  const { envelope, caller } = await lookFirst(context.store, async (tx) => ({
    envelope: await findEnvelope(tx, principal.tenant, id, context.clock.now()),
    caller: await tx.register.findPerson(principal.tenant, principal.personId),
  }));
  const resource = envelopeResource(envelope, placeIn(envelope, principal, caller));
  if (!(await isAuthorized(context, principal, 'envelope.read', resource))) throw new AdapterError('ENVELOPE_NOT_FOUND');
  return presentEnvelope(envelope, caller);
}

function storeQuery(query: EnvelopeQuery, tenant: string, caller: PersonRecord): Omit<EnvelopeListQuery, 'limit'> {
  const { box, state, cursor } = query;
  return {
    tenant,
    ...(box === 'my-turn' ? { waitingFor: tokensOfPerson(caller), state: 'in-progress' } : {}),
    ...(box === 'mine' ? { participants: tokensOfPerson(caller) } : {}),
    ...(state === undefined ? {} : { state }),
    ...(cursor === undefined ? {} : { before: Number(cursor) }),
  };
}
