import { actsFor, type PartyAct } from '@sealkit/core/seal';
import type { Action, Principal, Resource } from '../adapter-config.ts';
import type { SealRecord } from '../storage/records.ts';
import type { Store } from '../storage/store.ts';
import { ACTIONS_OF_SCOPE } from './session-scopes.ts';

/**
 * Whether an action lies within what the session is for; a session without limits may do all that the host allows. What is about
 * an envelope is so for the one that the session names alone, and of the seals, those that the person's party seals it with.
 */
export async function isWithinSession(store: Store, principal: Principal, action: Action, resource: Resource): Promise<boolean> {
  const { limits } = principal;
  if (limits === undefined) return true;
  if (!limits.scope.some((scope) => ACTIONS_OF_SCOPE[scope].has(action))) return false;
  if (limits.envelopeId === null) return true;
  if (action === 'envelope.create') return false;
  if (resource.type === 'seal') return isSealOfEnvelope(store, principal, limits.envelopeId, resource.number);
  const envelopeId = await envelopeOf(store, principal.tenant, resource);
  return envelopeId === undefined || envelopeId === limits.envelopeId;
}

/** Without parties, whoever may seals it with whatever seal they may use. */
async function isSealOfEnvelope(store: Store, { tenant, personId }: Principal, envelopeId: string, number: string): Promise<boolean> {
  return store.transaction(
    async (tx) => {
      const envelope = await tx.envelopes.find(tenant, envelopeId);
      const person = await tx.register.findPerson(tenant, personId);
      const seal = await tx.register.findSeal(tenant, number);
      if (envelope === undefined || person === undefined || seal === undefined) return false;
      if (envelope.parties.length === 0) return true;
      const own = envelope.parties.filter((party) => actsFor(party, { personId, organisationId: person.organisationId }));
      return own.some(({ acts, organisationId }) => organisationId === seal.organisationId && acts.some((act) => isActOfSeal(act, seal)));
    },
    { readOnly: true },
  );
}

function isActOfSeal(act: PartyAct, { number, kind }: SealRecord): boolean {
  return act.type === 'seal' ? act.sealNumber === number : act.type === 'seal-kind' && act.sealKind === kind;
}

/** The envelope that a resource belongs to; undefined where it belongs to none, or is none. */
async function envelopeOf(store: Store, tenant: string, resource: Resource): Promise<string | undefined> {
  const { type } = resource;
  if (type === 'envelope') return resource.id;
  if (type !== 'permit' && type !== 'use') return undefined;
  const { id } = resource;
  return store.transaction(
    async (tx) => {
      if (type === 'use') return (await tx.uses.find(tenant, id))?.envelopeId;
      const permit = (await tx.permits.find(tenant, id)) ?? (await tx.approvals.findByPermit(tenant, id));
      return permit?.envelopeId;
    },
    { readOnly: true },
  );
}
