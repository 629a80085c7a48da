import { type Bytes, equalBytes } from '../../bytes/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import { assertIndexInTree, half, isOdd, isTreeSize, splitPoint } from './tree-arithmetic.ts';
import { type NodeHash, nodeHash, TREE_HASH_LENGTH } from './tree-hash.ts';
import { TileHashes, type TileReader, type TreeOptions } from './tile-hashes.ts';

/**
 * The path from a leaf to the root: siblings, lowest first. Reads a few tiles, whatever the size of the tree.
 *
 * @throws RangeError where the tree has no leaf `index`.
 * @throws {@link EvidenceError} `EVIDENCE_TILE_MALFORMED`
 * @see RFC 9162 §2.1.3.1
 */
export async function createInclusionProof(
  index: number,
  size: number,
  reader: TileReader,
  options: TreeOptions = {},
): Promise<readonly Bytes[]> {
  assertIndexInTree(index, size);
  const hashes = new TileHashes(size, reader, options);
  const fromTheTop: Bytes[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + splitPoint(end - start);
    if (index < middle) {
      fromTheTop.push(await hashes.rangeHash(middle, end));
      end = middle;
    } else {
      fromTheTop.push(await hashes.rangeHash(start, middle));
      start = middle;
    }
  }
  return fromTheTop.reverse();
}

export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly path: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/**
 * Whether the leaf stands at `index` in the tree of `size` leaves with that root. A path of another length than the tree's
 * own proves nothing.
 *
 * @see RFC 9162 §2.1.3.2
 */
export async function isIncluded(claim: InclusionClaim, engine?: DigestEngine, combine: NodeHash = nodeHash): Promise<boolean> {
  const { index, size, path, root } = claim;
  if (!isTreeSize(index) || !isTreeSize(size) || index >= size) return false;
  if (![claim.leafHash, root, ...path].every(({ length }) => length === TREE_HASH_LENGTH)) return false;
  let node = index;
  let last = size - 1;
  let hash: Uint8Array = claim.leafHash;
  for (const sibling of path) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = await combine(sibling, hash, engine);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      hash = await combine(hash, sibling, engine);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && equalBytes(hash, root);
}
