import { concatBytes } from '@sealkit/core/bytes';
import { TILE_WIDTH, type TileReader } from '@sealkit/core/evidence';
import type { StoreTransaction } from '../../storage/store.ts';

/** The tiles of a tenant's tree. Each hash is a row of its own, so that a tile of any width, full or partial, is a range of rows. */
export function storedTiles(tx: StoreTransaction, tenant: string): TileReader {
  return {
    readTile: async ({ level, index, width }) =>
      concatBytes(...(await tx.log.listHashes({ tenant, level, from: index * TILE_WIDTH, limit: width }))),
  };
}
