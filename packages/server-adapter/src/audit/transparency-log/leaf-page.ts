import { equalBytes } from '@sealkit/core/bytes';
import { EvidenceError, growTree, leafHash, logEntryOfEvent, TILE_WIDTH } from '@sealkit/core/evidence';
import type { StoreTransaction } from '../../storage/store.ts';
import { isSoundEvent } from '../verify-chain.ts';
import type { LogFault, LogFaultCode } from './log-fault.ts';
import { storedTiles } from './stored-tiles.ts';

/** Leaves as their events give them, up to the first fault. */
export interface LeafPage {
  readonly leafHashes: readonly Uint8Array[];
  readonly fault: LogFault | null;
}

/** Reads `limit` leaves from `from` on, their events and their tiles; at the end of the log also whether an event is left out. */
export async function readLeafPage(tx: StoreTransaction, tenant: string, from: number, limit: number): Promise<LeafPage> {
  const leaves = await tx.log.listLeaves(tenant, from, limit);
  const leafHashes: Uint8Array[] = [];
  const broken = (code: LogFaultCode): LeafPage => ({ leafHashes, fault: { code, at: from + leafHashes.length } });
  for (const leaf of leaves) {
    if (leaf.index !== from + leafHashes.length) return broken('LEAF_MISSING');
    const event = await tx.audit.findEvent(tenant, leaf.eventId);
    if (event === undefined) return broken('EVENT_MISSING');
    if (!(await isSoundEvent(event))) return broken('EVENT_DIFFERS');
    leafHashes.push(await leafHash(logEntryOfEvent(event.digest)));
  }
  const otherHash = await findOtherHash(tx, tenant, from, leafHashes);
  if (otherHash !== null) return { leafHashes, fault: otherHash };
  if (leaves.length === limit || (await isEveryEventSeen(tx, tenant, from + leaves.length))) return { leafHashes, fault: null };
  return broken('EVENT_NOT_LOGGED');
}

/** The hashes that these leaves bring into the tiles, against those that are stored. */
async function findOtherHash(
  tx: StoreTransaction,
  tenant: string,
  from: number,
  leafHashes: readonly Uint8Array[],
): Promise<LogFault | null> {
  try {
    for (const { level, index, hash } of await growTree(from, leafHashes, storedTiles(tx, tenant))) {
      const [stored] = await tx.log.listHashes({ tenant, level, from: index, limit: 1 });
      if (stored === undefined || !equalBytes(stored, hash)) return { code: 'HASH_DIFFERS', at: index * TILE_WIDTH ** level };
    }
    return null;
  } catch (error) {
    // A tile that should be there already is not whole.
    if (error instanceof EvidenceError) return { code: 'HASH_DIFFERS', at: from };
    throw error;
  }
}

async function isEveryEventSeen(tx: StoreTransaction, tenant: string, leaves: number): Promise<boolean> {
  return (await tx.audit.countEvents(tenant)) === leaves + (await tx.log.countUnlogged(tenant));
}
