import type { Bytes } from '@sealkit/core/bytes';
import { EvidenceError, parseTilePath, type TileAddress, TREE_HASH_LENGTH } from '@sealkit/core/evidence';
import type { Principal } from '../../adapter-config.ts';
import type { AdapterContext } from '../../adapter-context.ts';
import { AdapterError } from '../../adapter-error.ts';
import { assertAuthorized } from '../../authorization.ts';
import { storedTiles } from './stored-tiles.ts';
import type { TransparencyLog } from './transparency-log.ts';

/** The latest checkpoint of the caller's tenant, as a signed note; the first one is made when it is asked for. */
export async function readCheckpoint(context: AdapterContext, principal: Principal): Promise<string> {
  const log = keptLog(context);
  const { tenant } = principal;
  await assertAuthorized(context, principal, 'use-log.read', { type: 'tenant' });
  const find = () => context.store.transaction((tx) => tx.log.findLatestCheckpoint(tenant), { readOnly: true });
  let latest = await find();
  if (latest === undefined) {
    await log.update(tenant);
    latest = await find();
  }
  if (latest === undefined) throw new AdapterError('LOG_INCONSISTENT');
  return latest.note;
}

/**
 * The hashes of a tile of the caller's tenant.
 *
 * @param path what stands behind `tile/` in its path
 */
export async function readTile(context: AdapterContext, principal: Principal, path: string): Promise<Bytes> {
  keptLog(context);
  await assertAuthorized(context, principal, 'use-log.read', { type: 'tenant' });
  const tile = parsePath(`tile/${path}`);
  const octets = await context.store.transaction((tx) => storedTiles(tx, principal.tenant).readTile(tile), { readOnly: true });
  if (octets.length !== tile.width * TREE_HASH_LENGTH) throw new AdapterError('NOT_FOUND');
  return new Uint8Array(octets);
}

/** @throws {@link AdapterError} `LOG_NOT_KEPT` */
export function keptLog({ transparencyLog }: AdapterContext): TransparencyLog {
  if (transparencyLog === null) throw new AdapterError('LOG_NOT_KEPT');
  return transparencyLog;
}

function parsePath(path: string): TileAddress {
  try {
    return parseTilePath(path);
  } catch (cause) {
    if (cause instanceof EvidenceError) throw new AdapterError('NOT_FOUND', { cause });
    throw cause;
  }
}
