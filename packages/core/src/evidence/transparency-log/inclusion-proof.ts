import type { Bytes } from '../../bytes/index.ts';
import { assertIndexInTree, splitPoint } from '../../merkle/index.ts';
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
