import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@sealkit/core/bytes';
import type { TileAddress, TileReader } from '@sealkit/core/evidence';

/*
 * RFC 9162 §2.1 word for word: recursive, all leaves in memory. The reference that core's tree is held against.
 */

export function naiveLeafHash(entry: Uint8Array): Uint8Array {
  return sha256(concatBytes(Uint8Array.of(0), entry));
}

/** MTH(D_n) of §2.1.1, over leaf hashes. */
export function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (first === undefined) return sha256(new Uint8Array());
  if (leaves.length === 1) return first;
  const k = splitAt(leaves.length);
  return sha256(concatBytes(Uint8Array.of(1), naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k))));
}

/** PATH(m, D_n) of §2.1.3.1. */
export function naiveInclusionPath(m: number, leaves: readonly Uint8Array[]): readonly Uint8Array[] {
  if (leaves.length <= 1) return [];
  const k = splitAt(leaves.length);
  return m < k
    ? [...naiveInclusionPath(m, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naiveInclusionPath(m - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))];
}

/** PROOF(m, D_n) of §2.1.4.1. */
export function naiveConsistencyProof(m: number, leaves: readonly Uint8Array[]): readonly Uint8Array[] {
  return m === 0 ? [] : subProof(m, leaves, true);
}

function subProof(m: number, leaves: readonly Uint8Array[], known: boolean): readonly Uint8Array[] {
  if (m === leaves.length) return known ? [] : [naiveRoot(leaves)];
  const k = splitAt(leaves.length);
  return m <= k
    ? [...subProof(m, leaves.slice(0, k), known), naiveRoot(leaves.slice(k))]
    : [...subProof(m - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))];
}

/** Tiles by their definition in C2SP tlog-tiles; `asked` collects what was read. */
export function naiveTiles(leaves: readonly Uint8Array[], asked: TileAddress[] = []): TileReader {
  return {
    async readTile(tile) {
      asked.push(tile);
      const span = 256 ** tile.level;
      const hashes = Array.from({ length: tile.width }, (_, at) => {
        const start = (tile.index * 256 + at) * span;
        return naiveRoot(leaves.slice(start, start + span));
      });
      return concatBytes(...hashes);
    },
  };
}

function splitAt(count: number): number {
  return 2 ** Math.ceil(Math.log2(count) - 1);
}
