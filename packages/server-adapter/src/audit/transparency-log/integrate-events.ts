import { growTree, leafHash, logEntryOfEvent } from '@sealkit/core/evidence';
import type { Store } from '../../storage/store.ts';
import { storedTiles } from './stored-tiles.ts';

/**
 * Gives the next events of a tenant their leaves: index, leaf hash and the hashes of tiles that become full, in one transaction.
 * The store's transactions run one after another, so that there is one order, whoever asks.
 *
 * @returns how many events became leaves; fewer than `limit` where none is left.
 * @throws `StoreError`; `EvidenceError` where an event has no digest or a tile is not whole: somebody changed the store.
 */
export async function integrateEvents(store: Store, tenant: string, limit: number): Promise<number> {
  return store.transaction(async (tx) => {
    const events = await tx.log.listUnlogged(tenant, limit);
    const size = await tx.log.countLeaves(tenant);
    const leaves = await Promise.all(events.map(({ digest }) => leafHash(logEntryOfEvent(digest))));
    for (const hash of await growTree(size, leaves, storedTiles(tx, tenant))) await tx.log.addHash({ tenant, ...hash });
    for (const [at, { id }] of events.entries()) await tx.log.addLeaf({ tenant, index: size + at, eventId: id });
    return events.length;
  });
}
