import { equalBytes } from '../bytes/index.ts';
import type { DigestEngine } from '../ports/index.ts';
import { half, isOdd, isTreeSize } from './tree-arithmetic.ts';
import { type NodeHash, nodeHash, TREE_HASH_LENGTH } from './tree-hash.ts';

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
