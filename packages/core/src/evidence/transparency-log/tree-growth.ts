import { type Bytes, concatBytes } from '../../bytes/index.ts';
import { assertTreeSize, merkleRoot, TREE_HASH_LENGTH } from '../../merkle/index.ts';
import { TILE_WIDTH } from './tile-path.ts';
import { readWholeTile, type TileReader, type TreeOptions } from './tile-hashes.ts';

/** One hash of a tile: `index` counts along the level, so that it stands in tile `index / 256`. */
export interface TileHash {
  readonly level: number;
  readonly index: number;
  readonly hash: Bytes;
}

/**
 * The hashes that a tree's tiles gain when leaves are appended: the leaves themselves, and one for every tile that becomes
 * full. Nothing that was there changes, so that a store of such hashes is only ever added to.
 *
 * @param reader gives the tiles of the tree of `size` leaves; at most one partial tile of each level is read.
 * @throws {@link EvidenceError} `EVIDENCE_TILE_MALFORMED`
 */
export async function growTree(
  size: number,
  leafHashes: readonly Uint8Array[],
  reader: TileReader,
  options: TreeOptions = {},
): Promise<readonly TileHash[]> {
  assertTreeSize(size, 'size');
  const added: TileHash[] = [];
  let level = 0;
  let row: readonly Uint8Array[] = leafHashes;
  while (row.length > 0) {
    const first = Math.floor(size / TILE_WIDTH ** level);
    for (const [at, hash] of row.entries()) added.push({ level, index: first + at, hash: concatBytes(hash) });
    row = await rootsOfFullTiles(level, first, row, reader, options);
    level += 1;
  }
  return added;
}

async function rootsOfFullTiles(
  level: number,
  first: number,
  row: readonly Uint8Array[],
  reader: TileReader,
  options: TreeOptions,
): Promise<readonly Bytes[]> {
  const before = first % TILE_WIDTH;
  if (before + row.length < TILE_WIDTH) return [];
  const hashes = [...(await partialTile(level, Math.floor(first / TILE_WIDTH), before, reader, options)), ...row];
  const roots: Bytes[] = [];
  for (let start = 0; start + TILE_WIDTH <= hashes.length; start += TILE_WIDTH) {
    options.signal?.throwIfAborted();
    roots.push(await merkleRoot(hashes.slice(start, start + TILE_WIDTH), options.engine));
  }
  return roots;
}

async function partialTile(
  level: number,
  index: number,
  width: number,
  reader: TileReader,
  options: TreeOptions,
): Promise<readonly Uint8Array[]> {
  if (width === 0) return [];
  const octets = await readWholeTile(reader, { level, index, width }, options);
  return Array.from({ length: width }, (_, at) => octets.subarray(at * TREE_HASH_LENGTH, (at + 1) * TREE_HASH_LENGTH));
}
