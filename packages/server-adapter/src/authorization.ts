import type { Action, Principal, Resource } from './adapter-config.ts';
import type { AdapterContext } from './adapter-context.ts';
import { AdapterError } from './adapter-error.ts';

/** @throws {@link AdapterError} `NOT_AUTHORIZED` where the host's hook does not say yes. */
export async function assertAuthorized(context: AdapterContext, principal: Principal, action: Action, resource: Resource): Promise<void> {
  if ((await context.authorize(principal, action, resource)) !== true) throw new AdapterError('NOT_AUTHORIZED', { values: { action } });
}
