import { type Bytes, equalBytes } from '../../bytes/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import { assertTreeSize, EMPTY_TREE_ROOT, half, isOdd, isTreeSize, nodeHash, splitPoint, TREE_HASH_LENGTH } from '../../merkle/index.ts';
import { TileHashes, type TileReader, type TreeOptions } from './tile-hashes.ts';

/**
 * The hashes that show a tree of `first` leaves to be the beginning of the one of `size` leaves; none where one of them is
 * empty or both are the same.
 *
 * @throws RangeError where `first` is beyond `size`.
 * @throws {@link EvidenceError} `EVIDENCE_TILE_MALFORMED`
 * @see RFC 9162 §2.1.4.1
 */
export async function createConsistencyProof(
  first: number,
  size: number,
  reader: TileReader,
  options: TreeOptions = {},
): Promise<readonly Bytes[]> {
  assertTreeSize(first, 'first');
  assertTreeSize(size, 'size');
  if (first > size) throw new RangeError(`first: expected at most the size ${size}, got ${first}`);
  if (first === 0 || first === size) return [];
  const hashes = new TileHashes(size, reader, options);
  const fromTheTop: Bytes[] = [];
  let start = 0;
  let end = size;
  // Down to the subtree whose right edge is the end of the first tree.
  while (end !== first) {
    const middle = start + splitPoint(end - start);
    if (first <= middle) {
      fromTheTop.push(await hashes.rangeHash(middle, end));
      end = middle;
    } else {
      fromTheTop.push(await hashes.rangeHash(start, middle));
      start = middle;
    }
  }
  // A first tree that is one whole subtree is known to the verifier by its root.
  if (start !== 0) fromTheTop.push(await hashes.rangeHash(start, end));
  return fromTheTop.reverse();
}

export interface ConsistencyClaim {
  readonly first: { readonly size: number; readonly root: Uint8Array };
  readonly second: { readonly size: number; readonly root: Uint8Array };
  readonly proof: readonly Uint8Array[];
}

/**
 * Whether the first tree is the beginning of the second. The empty tree is the beginning of every tree, and a tree of itself;
 * both take no proof.
 *
 * @see RFC 9162 §2.1.4.2
 */
export async function isConsistent({ first, second, proof }: ConsistencyClaim, engine?: DigestEngine): Promise<boolean> {
  if (!isTreeSize(first.size) || !isTreeSize(second.size) || first.size > second.size) return false;
  if (![first.root, second.root, ...proof].every(({ length }) => length === TREE_HASH_LENGTH)) return false;
  if (second.size === 0 && !equalBytes(second.root, EMPTY_TREE_ROOT)) return false;
  if (first.size === second.size) return proof.length === 0 && equalBytes(first.root, second.root);
  if (first.size === 0) return proof.length === 0 && equalBytes(first.root, EMPTY_TREE_ROOT);
  return climb(first, second, proof, engine);
}

async function climb(
  first: ConsistencyClaim['first'],
  second: ConsistencyClaim['second'],
  proof: readonly Uint8Array[],
  engine: DigestEngine | undefined,
): Promise<boolean> {
  let node = first.size - 1;
  let last = second.size - 1;
  while (isOdd(node)) {
    node = half(node);
    last = half(last);
  }
  // node is 0 where the first size is a power of two: its root is then the first hash of the proof.
  const [seed, ...path] = node === 0 ? [first.root, ...proof] : proof;
  if (seed === undefined) return false;
  let firstHash: Uint8Array = seed;
  let secondHash: Uint8Array = seed;
  for (const sibling of path) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      firstHash = await nodeHash(sibling, firstHash, engine);
      secondHash = await nodeHash(sibling, secondHash, engine);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      secondHash = await nodeHash(secondHash, sibling, engine);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && equalBytes(firstHash, first.root) && equalBytes(secondHash, second.root);
}
