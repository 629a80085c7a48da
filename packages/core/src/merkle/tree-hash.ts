import { type Bytes, concatBytes, decodeHex } from '../bytes/index.ts';
import { createDigest } from '../crypto/index.ts';
import type { DigestEngine } from '../ports/index.ts';

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

/** How two children become one hash: {@link nodeHash} in logs; trees of another domain have their own. */
export type NodeHash = (left: Uint8Array, right: Uint8Array, engine?: DigestEngine) => Promise<Bytes>;

/** Root of a tree all of whose leaf hashes are at hand. */
export async function merkleRoot(leafHashes: Iterable<Uint8Array>, engine?: DigestEngine, node: NodeHash = nodeHash): Promise<Bytes> {
  const tree = new RunningRoot(engine, node);
  for (const leaf of leafHashes) await tree.append(leaf);
  return tree.root();
}

/** A tree to which leaf hashes are appended one after the other; it keeps the roots of its whole subtrees alone. */
export class RunningRoot {
  readonly #engine: DigestEngine | undefined;
  readonly #node: NodeHash;
  readonly #subtrees: { readonly hash: Uint8Array; readonly height: number }[] = [];
  #size = 0;

  constructor(engine?: DigestEngine, node: NodeHash = nodeHash) {
    this.#engine = engine;
    this.#node = node;
  }

  get size(): number {
    return this.#size;
  }

  async append(leaf: Uint8Array): Promise<void> {
    let subtree = { hash: leaf, height: 0 };
    for (let left = this.#subtrees.at(-1); left?.height === subtree.height; left = this.#subtrees.at(-1)) {
      this.#subtrees.pop();
      subtree = { hash: await this.#node(left.hash, subtree.hash, this.#engine), height: subtree.height + 1 };
    }
    this.#subtrees.push(subtree);
    this.#size += 1;
  }

  /** The root over what was appended so far. */
  async root(): Promise<Bytes> {
    let root: Uint8Array | undefined;
    for (const { hash } of this.#subtrees.toReversed()) root = root === undefined ? hash : await this.#node(hash, root, this.#engine);
    return concatBytes(root ?? EMPTY_TREE_ROOT);
  }
}

function hashOf(engine: DigestEngine | undefined, ...parts: readonly Uint8Array[]): Promise<Bytes> {
  const stream = createDigest('SHA-256', engine);
  for (const part of parts) stream.update(part);
  return stream.digest();
}
