import { isTreeSize } from '../../merkle/index.ts';
import { findDecimal } from './decimal.ts';
import { EvidenceError } from '../evidence-error.ts';

/** Hashes in a full tile: a subtree of height 8. */
export const TILE_WIDTH = 256;

/** A run of consecutive hashes of a tree: those of whole subtrees of 256^level leaves, from `index` * 256 on. */
export interface TileAddress {
  readonly level: number;
  readonly index: number;
  /** How many hashes: 256 in a full tile, fewer at the right edge. */
  readonly width: number;
}

const MAX_LEVEL = 63;
const TILE_PATH = /^tile\/([0-9]{1,2})\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/;

/**
 * `tile/<L>/<N>` with `.p/<W>` where the tile is partial; the index in groups of three digits, all but the last with `x`.
 *
 * @throws RangeError where there is no such tile.
 * @see C2SP tlog-tiles, Merkle Tree
 */
export function formatTilePath({ level, index, width }: TileAddress): string {
  if (!Number.isSafeInteger(level) || level < 0 || level > MAX_LEVEL) throw new RangeError(`level: expected 0 to 63, got ${level}`);
  if (!isTreeSize(index)) throw new RangeError(`index: expected a whole number, got ${index}`);
  if (!Number.isSafeInteger(width) || width < 1 || width > TILE_WIDTH) throw new RangeError(`width: expected 1 to 256, got ${width}`);
  return `tile/${level}/${groupsOf(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/**
 * Reads the path of a tile; every tile has one spelling.
 *
 * @throws {@link EvidenceError} `EVIDENCE_TILE_MALFORMED`
 */
export function parseTilePath(path: string): TileAddress {
  const [, level = '', groups = '', width] = TILE_PATH.exec(path) ?? [];
  const address = {
    level: findDecimal(level) ?? -1,
    index: Number(groups.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : (findDecimal(width) ?? -1),
  };
  const inRange = address.level >= 0 && address.level <= MAX_LEVEL && isTreeSize(address.index);
  const sound = inRange && address.width >= 1 && address.width <= TILE_WIDTH && formatTilePath(address) === path;
  if (!sound) throw new EvidenceError('EVIDENCE_TILE_MALFORMED', 'expected a path such as tile/0/x001/234.p/5');
  return address;
}

function groupsOf(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  return (padded.match(/.{3}/g) ?? []).map((group, at, all) => (at === all.length - 1 ? group : `x${group}`)).join('/');
}
