import { type Bytes, concatBytes, decodeHex } from '../../bytes/index.ts';
import { createDigest } from '../../crypto/index.ts';
import type { DigestEngine } from '../../ports/index.ts';

/** Octets of a hash: the trees here are of SHA-256. */
export const TREE_HASH_LENGTH = 32;

/** Hash of the tree without leaves: that of no octets. @see RFC 9162 §2.1.1 */
export const EMPTY_TREE_ROOT: Bytes = decodeHex('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');

const LEAF_PREFIX = Uint8Array.of(0);
const NODE_PREFIX = Uint8Array.of(1);

/** Hash of a leaf: SHA-256 of 0x00 and the entry. @see RFC 9162 §2.1.1 */
export async function leafHash(entry: Uint8Array, engine?: DigestEngine): Promise<Bytes> {
  return hashOf(engine, LEAF_PREFIX, entry);
}

/** Hash of an inner node: SHA-256 of 0x01 and both children. @see RFC 9162 §2.1.1 */
export async function nodeHash(left: Uint8Array, right: Uint8Array, engine?: DigestEngine): Promise<Bytes> {
  return hashOf(engine, NODE_PREFIX, left, right);
}

/** Root of a tree all of whose leaf hashes are at hand, by folding runs of equal height: logarithmic memory. */
export async function merkleRoot(leafHashes: Iterable<Uint8Array>, engine?: DigestEngine): Promise<Bytes> {
  const runs: { readonly hash: Uint8Array; readonly height: number }[] = [];
  for (const leaf of leafHashes) {
    let run = { hash: leaf, height: 0 };
    for (let left = runs.at(-1); left?.height === run.height; left = runs.at(-1)) {
      runs.pop();
      run = { hash: await nodeHash(left.hash, run.hash, engine), height: run.height + 1 };
    }
    runs.push(run);
  }
  const last = runs.pop();
  if (last === undefined) return concatBytes(EMPTY_TREE_ROOT);
  let root = last.hash;
  for (const { hash } of runs.reverse()) root = await nodeHash(hash, root, engine);
  return concatBytes(root);
}

function hashOf(engine: DigestEngine | undefined, ...parts: readonly Uint8Array[]): Promise<Bytes> {
  const stream = createDigest('SHA-256', engine);
  for (const part of parts) stream.update(part);
  return stream.digest();
}
