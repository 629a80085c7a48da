import { type Bytes, type CallOptions, concatBytes } from '../../bytes/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import { assertTreeSize, EMPTY_TREE_ROOT, nodeHash, splitPoint, TREE_HASH_LENGTH } from '../../merkle/index.ts';
import { EvidenceError } from '../evidence-error.ts';
import { type TileAddress, formatTilePath, TILE_WIDTH } from './tile-path.ts';

/** Where tiles come from: a store, a folder, another party's server. */
export interface TileReader {
  /** The hashes of a tile, one after the other: exactly `width` * 32 octets. */
  readTile(tile: TileAddress, options?: CallOptions): Promise<Uint8Array>;
}

export interface TreeOptions extends CallOptions {
  readonly engine?: DigestEngine;
}

/** Hashes of subtrees of one tree of `size` leaves, computed from its tiles; each tile is read once. */
export class TileHashes {
  readonly #size: number;
  readonly #reader: TileReader;
  readonly #options: TreeOptions;
  readonly #tiles = new Map<string, Promise<Uint8Array>>();

  constructor(size: number, reader: TileReader, options: TreeOptions = {}) {
    assertTreeSize(size, 'size');
    this.#size = size;
    this.#reader = reader;
    this.#options = options;
  }

  /**
   * MTH(D[start:end]) for a range that the tree of RFC 9162 §2.1.1 has as a subtree.
   *
   * @throws {@link EvidenceError} `EVIDENCE_TILE_MALFORMED` where a tile has not its length.
   */
  async rangeHash(start: number, end: number): Promise<Bytes> {
    const count = end - start;
    if (count === 0) return concatBytes(EMPTY_TREE_ROOT);
    const { level, span } = tileLevelOf(count);
    if (count % span === 0 && isPowerOfTwo(count / span)) return this.#foldTile(level, start / span, count / span);
    const middle = start + splitPoint(count);
    return this.#join(await this.rangeHash(start, middle), await this.rangeHash(middle, end));
  }

  /** The root over `count` hashes, a power of two, within one tile. */
  async #foldTile(level: number, first: number, count: number): Promise<Bytes> {
    const index = Math.floor(first / TILE_WIDTH);
    const tile = await this.#tile(level, index);
    const from = first - index * TILE_WIDTH;
    return this.#fold(tile.subarray(from * TREE_HASH_LENGTH, (from + count) * TREE_HASH_LENGTH));
  }

  async #fold(hashes: Uint8Array): Promise<Bytes> {
    if (hashes.length === TREE_HASH_LENGTH) return concatBytes(hashes);
    const middle = hashes.length / 2;
    return this.#join(await this.#fold(hashes.subarray(0, middle)), await this.#fold(hashes.subarray(middle)));
  }

  #join(left: Bytes, right: Bytes): Promise<Bytes> {
    this.#options.signal?.throwIfAborted();
    return nodeHash(left, right, this.#options.engine);
  }

  #tile(level: number, index: number): Promise<Uint8Array> {
    const width = Math.min(TILE_WIDTH, Math.floor(this.#size / TILE_WIDTH ** level) - index * TILE_WIDTH);
    const address: TileAddress = { level, index, width };
    const path = formatTilePath(address);
    const known = this.#tiles.get(path);
    if (known !== undefined) return known;
    const reading = readWholeTile(this.#reader, address, this.#options);
    this.#tiles.set(path, reading);
    return reading;
  }
}

/**
 * The root of a tree, from its tiles.
 *
 * @throws {@link EvidenceError} `EVIDENCE_TILE_MALFORMED`
 */
export async function treeRoot(size: number, reader: TileReader, options: TreeOptions = {}): Promise<Bytes> {
  return new TileHashes(size, reader, options).rangeHash(0, size);
}

/** @throws {@link EvidenceError} `EVIDENCE_TILE_MALFORMED` where the octets are not those of `width` hashes. */
export async function readWholeTile(reader: TileReader, address: TileAddress, options: CallOptions): Promise<Uint8Array> {
  const octets = await reader.readTile(address, options);
  const expected = address.width * TREE_HASH_LENGTH;
  if (octets.length !== expected)
    throw new EvidenceError('EVIDENCE_TILE_MALFORMED', `expected ${expected} octets of ${formatTilePath(address)}, got ${octets.length}`);
  return octets;
}

/** The highest level of tiles whose hashes a subtree of `count` leaves is made of. */
function tileLevelOf(count: number): { readonly level: number; readonly span: number } {
  let level = 0;
  let span = 1;
  while (span * TILE_WIDTH <= count) {
    level += 1;
    span *= TILE_WIDTH;
  }
  return { level, span };
}

function isPowerOfTwo(value: number): boolean {
  return value === 1 || splitPoint(value) * 2 === value;
}
