import type { AuditEventRecord } from '../../storage/records.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { digestsIn, isSoundValue } from './personal-value.ts';

/** Type of the event under which values are erased; its body lists their digests. */
export const ERASURE = 'personal-values-erased';

/**
 * Those of some events of a tenant whose personal values are not as they were written: gone, changed, or erased without the event
 * that says so.
 */
export async function findValueFaults(
  tx: StoreTransaction,
  tenant: string,
  events: readonly AuditEventRecord[],
): Promise<readonly AuditEventRecord[]> {
  const holding = events.map((event) => ({ event, digests: digestsIn(event) })).filter(({ digests }) => digests.length > 0);
  if (holding.length === 0) return [];
  const values = await tx.personal.find(tenant, [...new Set(holding.flatMap(({ digests }) => digests))]);
  const erasures = await readErasures(
    tx,
    tenant,
    values.flatMap(({ erased }) => erased?.eventId ?? []),
  );
  const sound = new Set<string>();
  for (const value of values) {
    const isErased = value.erased !== null && erasures.get(value.erased.eventId)?.has(value.digest) === true;
    if ((value.erased === null || isErased) && (await isSoundValue(value))) sound.add(value.digest);
  }
  return holding.flatMap(({ event, digests }) => (digests.every((digest) => sound.has(digest)) ? [] : [event]));
}

/** What each erasing event names, by its id. */
async function readErasures(
  tx: StoreTransaction,
  tenant: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<unknown>>> {
  const events = ids.length === 0 ? [] : await tx.audit.findEvents(tenant, [...new Set(ids)]);
  return new Map(
    events.flatMap(({ id, type, body }) => {
      const { values } = body;
      return type === ERASURE && Array.isArray(values) ? [[id, new Set<unknown>(values)]] : [];
    }),
  );
}
