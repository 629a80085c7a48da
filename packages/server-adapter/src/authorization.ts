import type { Action, Principal, Resource } from './adapter-config.ts';
import type { AdapterContext } from './adapter-context.ts';
import { AdapterError } from './adapter-error.ts';
import { isWithinSession } from './sessions/session-limits.ts';

/** Whether the session is for this, and the host's hook says yes: `true` and nothing else, since a host may be written without types. */
export async function isAuthorized(context: AdapterContext, principal: Principal, action: Action, resource: Resource): Promise<boolean> {
  if (!(await isWithinSession(context.store, principal, action, resource))) return false;
  const answer: unknown = await context.authorize(principal, action, resource);
  return answer === true;
}

/** @throws {@link AdapterError} `NOT_AUTHORIZED` */
export async function assertAuthorized(context: AdapterContext, principal: Principal, action: Action, resource: Resource): Promise<void> {
  if (!(await isAuthorized(context, principal, action, resource))) throw new AdapterError('NOT_AUTHORIZED', { values: { action } });
}
