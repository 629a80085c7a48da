import type { Bytes } from '../../bytes/index.ts';
import { HARMONICS, type Harmonics, harmonicsOf } from './harmonics.ts';
import { CELLS } from './polar-map.ts';

/** The first octet of a fingerprint: another way of measuring gets another version. */
const VERSION = 1;
const BITS = 3;
const DARKEST = 2 ** BITS - 1;
const MAP_START = 1 + HARMONICS;
/** Octets of version, harmonics (signed), and map (three bits for each cell). */
const LENGTH = MAP_START + (CELLS * BITS) / 8;

export function encodeLikeness(map: Float32Array): Bytes {
  const likeness = new Uint8Array(LENGTH);
  likeness[0] = VERSION;
  likeness.set(new Uint8Array(harmonicsOf(map).buffer), 1);
  // Eight cells fill three octets.
  for (let cell = 0, at = MAP_START; cell < CELLS; cell += 8, at += 3) {
    let eight = 0;
    for (let index = 0; index < 8; index += 1) eight = (eight << BITS) | levelOf(map[cell + index] ?? 0);
    likeness.set([eight >> 16, (eight >> 8) & 255, eight & 255], at);
  }
  return likeness;
}

function levelOf(ink: number): number {
  return Math.min(DARKEST, Math.max(0, Math.round(ink * DARKEST)));
}

/** Whether these octets are a fingerprint of this version. */
export function isLikeness(octets: Uint8Array): boolean {
  return octets[0] === VERSION && octets.length === LENGTH;
}

export function harmonicsOfLikeness(likeness: Bytes): Harmonics {
  return new Int8Array(likeness.buffer, likeness.byteOffset + 1, HARMONICS);
}

/** The map of a fingerprint, from 0 to 1. */
export function mapOfLikeness(likeness: Bytes): Float32Array {
  const map = new Float32Array(CELLS);
  for (let cell = 0, at = MAP_START; cell < CELLS; cell += 8, at += 3) {
    const eight = ((likeness[at] ?? 0) << 16) | ((likeness[at + 1] ?? 0) << 8) | (likeness[at + 2] ?? 0);
    for (let index = 0; index < 8; index += 1) map[cell + index] = ((eight >> (21 - index * BITS)) & DARKEST) / DARKEST;
  }
  return map;
}
