/*
 * One proof of intent for several acts: it is over the root of a tree whose leaves are the acts' challenges, in their order. The tree
 * has the shape of RFC 9162 §2.1.1; leaves and nodes are hashed in domains of their own, so that neither is ever the other, nor a
 * leaf or node of an audit log. Who holds one act and its path learns nothing of the others: a challenge covers 128 bits of chance.
 */
import { type Bytes, concatBytes, encodeUtf8 } from '../../bytes/index.ts';
import { CryptoError, createDigest, formatDigest, parseDigest } from '../../crypto/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import { assertIndexInTree, isIncluded, merkleRoot, type NodeHash, splitPoint } from '../../merkle/index.ts';

/** Acts that one proof may stand for. */
export const MAX_BATCH_ACTS = 200;

/** 0x00 or 0x01 as in RFC 9162, then the domain, ended by NUL. */
const LEAF_PREFIX = concatBytes(Uint8Array.of(0), encodeUtf8('sealkit batch leaf v1\0'));
const NODE_PREFIX = concatBytes(Uint8Array.of(1), encodeUtf8('sealkit batch node v1\0'));

const hashNode: NodeHash = (left, right, engine) => hashOf(engine, NODE_PREFIX, left, right);

/**
 * Root of the tree over the challenges of acts (`sha256:<hex>`), as `sha256:<hex>`.
 *
 * @throws RangeError for none, more than {@link MAX_BATCH_ACTS}, another digest, or one that stands there twice.
 */
export async function batchRoot(challenges: readonly string[], engine?: DigestEngine): Promise<string> {
  return toText(await merkleRoot(await leavesOf(challenges, engine), engine, hashNode));
}

/**
 * The path from an act to the root: siblings as `sha256:<hex>`, lowest first.
 *
 * @throws RangeError as {@link batchRoot}, and where there is no act `index`.
 * @see RFC 9162 §2.1.3.1
 */
export async function batchPath(challenges: readonly string[], index: number, engine?: DigestEngine): Promise<readonly string[]> {
  assertIndexInTree(index, challenges.length);
  let leaves = await leavesOf(challenges, engine);
  let place = index;
  const fromTheTop: string[] = [];
  while (leaves.length > 1) {
    const middle = splitPoint(leaves.length);
    const [left, right] = [leaves.slice(0, middle), leaves.slice(middle)];
    const isLeft = place < middle;
    fromTheTop.push(toText(await merkleRoot(isLeft ? right : left, engine, hashNode)));
    leaves = isLeft ? left : right;
    if (!isLeft) place -= middle;
  }
  return fromTheTop.reverse();
}

/** What is said of an act in a batch. */
export interface BatchMembership {
  /** Digest of the act. */
  readonly challenge: string;
  /** Its place, from 0. */
  readonly index: number;
  /** Acts in the batch. */
  readonly count: number;
  readonly path: readonly string[];
  readonly root: string;
}

/**
 * Whether the act stands at `index` among `count` acts under that root. Digests of another form and more acts than there may be are a
 * no.
 *
 * @see RFC 9162 §2.1.3.2
 */
export async function isInBatch({ challenge, index, count, path, root }: BatchMembership, engine?: DigestEngine): Promise<boolean> {
  if (!Number.isSafeInteger(count) || count < 1 || count > MAX_BATCH_ACTS) return false;
  const [leaf, top, ...siblings] = [challenge, root, ...path].map(findSha256);
  const known = siblings.filter((sibling) => sibling !== undefined);
  if (leaf === undefined || top === undefined || known.length !== path.length) return false;
  return isIncluded({ leafHash: await hashLeaf(leaf, engine), index, size: count, path: known, root: top }, engine, hashNode);
}

async function leavesOf(challenges: readonly string[], engine?: DigestEngine): Promise<readonly Bytes[]> {
  const { length } = challenges;
  if (length < 1 || length > MAX_BATCH_ACTS) throw new RangeError(`challenges: expected 1 to ${MAX_BATCH_ACTS}, got ${length}`);
  if (new Set(challenges).size !== length) throw new RangeError('challenges: expected each act once');
  return Promise.all(
    challenges.map((challenge) => {
      const value = findSha256(challenge);
      if (value === undefined) throw new RangeError('challenges: expected digests of SHA-256');
      return hashLeaf(value, engine);
    }),
  );
}

function hashLeaf(challenge: Uint8Array, engine?: DigestEngine): Promise<Bytes> {
  return hashOf(engine, LEAF_PREFIX, challenge);
}

function hashOf(engine: DigestEngine | undefined, ...parts: readonly Uint8Array[]): Promise<Bytes> {
  const stream = createDigest('SHA-256', engine);
  for (const part of parts) stream.update(part);
  return stream.digest();
}

function findSha256(text: string): Uint8Array | undefined {
  try {
    const { algorithm, value } = parseDigest(text);
    return algorithm === 'SHA-256' ? value : undefined;
  } catch (error) {
    if (error instanceof CryptoError) return undefined;
    throw error;
  }
}

function toText(value: Bytes): string {
  return formatDigest('SHA-256', value);
}
