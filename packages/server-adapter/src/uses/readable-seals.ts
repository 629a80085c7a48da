import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { assertAuthorized, isAuthorized } from '../authorization.ts';
import type { SealRecord } from '../storage/records.ts';

/**
 * A seal whose use log the caller may read.
 *
 * @throws {@link AdapterError} `SEAL_NOT_FOUND`, `NOT_AUTHORIZED`
 */
export async function readableSeal(context: AdapterContext, principal: Principal, sealNumber: string): Promise<SealRecord> {
  const seal = await context.store.transaction((tx) => tx.register.findSeal(principal.tenant, sealNumber), { readOnly: true });
  if (seal === undefined) throw new AdapterError('SEAL_NOT_FOUND');
  await assertAuthorized(context, principal, 'use-log.read', { type: 'seal', number: seal.number, organisationId: seal.organisationId });
  return seal;
}

/**
 * All seals whose use log the caller may read, by number.
 *
 * @throws {@link AdapterError} `NOT_AUTHORIZED` where the caller may not read the log of the tenant as a whole.
 */
export async function readableSeals(context: AdapterContext, principal: Principal): Promise<readonly SealRecord[]> {
  await assertAuthorized(context, principal, 'use-log.read', { type: 'tenant' });
  const all = await context.store.transaction((tx) => tx.register.listSeals({ tenant: principal.tenant, limit: Number.MAX_SAFE_INTEGER }), {
    readOnly: true,
  });
  const readable: SealRecord[] = [];
  for (const seal of all) {
    const { number, organisationId } = seal;
    if (await isAuthorized(context, principal, 'use-log.read', { type: 'seal', number, organisationId })) readable.push(seal);
  }
  return readable;
}
