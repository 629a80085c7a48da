import type { Action, Principal, Resource } from '../adapter-config.ts';
import type { Store } from '../storage/store.ts';
import { ACTIONS_OF_SCOPE } from './session-scopes.ts';

/**
 * Whether an action lies within what the session is for; a session without limits may do all that the host allows. What is about
 * an envelope is so for the one that the session names alone.
 */
export async function isWithinSession(store: Store, principal: Principal, action: Action, resource: Resource): Promise<boolean> {
  const { limits } = principal;
  if (limits === undefined) return true;
  if (!limits.scope.some((scope) => ACTIONS_OF_SCOPE[scope].has(action))) return false;
  if (limits.envelopeId === null) return true;
  if (action === 'envelope.create') return false;
  const envelopeId = await envelopeOf(store, principal.tenant, resource);
  return envelopeId === undefined || envelopeId === limits.envelopeId;
}

/** The envelope that a resource belongs to; undefined where it belongs to none, or is none. */
async function envelopeOf(store: Store, tenant: string, resource: Resource): Promise<string | undefined> {
  const { type } = resource;
  if (type === 'envelope') return resource.id;
  if (type !== 'permit' && type !== 'use') return undefined;
  const { id } = resource;
  return store.transaction(async (tx) => {
    if (type === 'use') return (await tx.uses.find(tenant, id))?.envelopeId;
    const permit = (await tx.permits.find(tenant, id)) ?? (await tx.approvals.findByPermit(tenant, id));
    return permit?.envelopeId;
  });
}
