import type { Bytes } from '../../bytes/index.ts';
import { AES_TABLES } from './aes-tables.ts';

const { sBox, inverseSBox, forward, backward } = AES_TABLES;
const BLOCK = 16;

/**
 * AES in CBC mode without padding, for reading encrypted documents: many small strings, each under a password that the
 * reader was given. Whole blocks only; what is left over is not processed.
 *
 * @see FIPS 197, NIST SP 800-38A §6.2
 */
export function decryptCbc(key: Uint8Array, iv: Uint8Array, source: Uint8Array): Bytes {
  const schedule = inverseSchedule(expandKey(key));
  const out = new Uint8Array(source.length - (source.length % BLOCK));
  const state = new Uint32Array(4);
  let previous: Uint8Array = iv;
  for (let at = 0; at < out.length; at += BLOCK) {
    const block = source.subarray(at, at + BLOCK);
    loadBlock(state, block);
    decryptBlock(schedule, state);
    storeBlock(out, at, state);
    for (let index = 0; index < BLOCK; index += 1) out[at + index] = (out[at + index] ?? 0) ^ (previous[index] ?? 0);
    previous = block;
  }
  return out;
}

/** The counterpart of {@link decryptCbc}; revision 6 needs it for its password hash. */
export function encryptCbc(key: Uint8Array, iv: Uint8Array, source: Uint8Array): Bytes {
  const schedule = expandKey(key);
  const out = new Uint8Array(source.length - (source.length % BLOCK));
  const state = new Uint32Array(4);
  const block = new Uint8Array(BLOCK);
  block.set(iv.subarray(0, BLOCK));
  for (let at = 0; at < out.length; at += BLOCK) {
    for (let index = 0; index < BLOCK; index += 1) block[index] = (block[index] ?? 0) ^ (source[at + index] ?? 0);
    loadBlock(state, block);
    encryptBlock(schedule, state);
    storeBlock(out, at, state);
    block.set(out.subarray(at, at + BLOCK));
  }
  return out;
}

function loadBlock(state: Uint32Array, block: Uint8Array): void {
  for (let column = 0; column < 4; column += 1) {
    const at = column * 4;
    state[column] = ((block[at] ?? 0) << 24) | ((block[at + 1] ?? 0) << 16) | ((block[at + 2] ?? 0) << 8) | (block[at + 3] ?? 0);
  }
}

function storeBlock(out: Uint8Array, at: number, state: Uint32Array): void {
  for (let index = 0; index < BLOCK; index += 1) out[at + index] = (state[index >> 2] ?? 0) >>> (24 - 8 * (index & 3));
}

function rotateRight(word: number, bits: number): number {
  return bits === 0 ? word : (word >>> bits) | (word << (32 - bits));
}

/** One octet of a word, counted from the most significant. */
function octet(word: number, index: number): number {
  return (word >>> (24 - 8 * index)) & 0xff;
}

function substitute(box: Uint8Array, word: number): number {
  return (
    ((box[octet(word, 0)] ?? 0) << 24) | ((box[octet(word, 1)] ?? 0) << 16) | ((box[octet(word, 2)] ?? 0) << 8) | (box[octet(word, 3)] ?? 0)
  );
}

function expandKey(key: Uint8Array): Uint32Array {
  const words = key.length / 4;
  const schedule = new Uint32Array(4 * (words + 7));
  for (let index = 0; index < words; index += 1) {
    const at = index * 4;
    schedule[index] = ((key[at] ?? 0) << 24) | ((key[at + 1] ?? 0) << 16) | ((key[at + 2] ?? 0) << 8) | (key[at + 3] ?? 0);
  }
  let constant = 1;
  for (let index = words; index < schedule.length; index += 1) {
    let word = schedule[index - 1] ?? 0;
    if (index % words === 0) {
      word = substitute(sBox, rotateRight(word, 24)) ^ (constant << 24);
      constant = (constant << 1) ^ ((constant & 0x80) === 0 ? 0 : 0x11b);
    } else if (words > 6 && index % words === 4) word = substitute(sBox, word);
    schedule[index] = (schedule[index - words] ?? 0) ^ word;
  }
  return schedule;
}

/** Round keys of the equivalent inverse cipher, in the order in which they are used (FIPS 197 §5.3.5). */
function inverseSchedule(schedule: Uint32Array): Uint32Array {
  const inverse = new Uint32Array(schedule.length);
  const rounds = schedule.length / 4 - 1;
  for (let round = 0; round <= rounds; round += 1) {
    for (let column = 0; column < 4; column += 1) {
      const word = schedule[(rounds - round) * 4 + column] ?? 0;
      inverse[round * 4 + column] = round === 0 || round === rounds ? word : unmix(word);
    }
  }
  return inverse;
}

function unmix(word: number): number {
  let mixed = 0;
  for (let row = 0; row < 4; row += 1) mixed ^= rotateRight(backward[sBox[octet(word, row)] ?? 0] ?? 0, 8 * row);
  return mixed;
}

function encryptBlock(schedule: Uint32Array, state: Uint32Array): void {
  cipher(schedule, state, forward, sBox, 1);
}

function decryptBlock(schedule: Uint32Array, state: Uint32Array): void {
  cipher(schedule, state, backward, inverseSBox, 3);
}

/** The rounds; row r of a column comes from the column r × `shift` further on. */
function cipher(schedule: Uint32Array, state: Uint32Array, table: Uint32Array, box: Uint8Array, shift: number): void {
  let [a, b, c, d] = [0, 1, 2, 3].map((column) => (state[column] ?? 0) ^ (schedule[column] ?? 0)) as [number, number, number, number];
  const rounds = schedule.length / 4 - 1;
  for (let round = 1; round < rounds; round += 1) {
    const at = round * 4;
    const one = shift === 1 ? b : d;
    const three = shift === 1 ? d : b;
    const nextA = mixColumn(table, a, one, c, three) ^ (schedule[at] ?? 0);
    const nextB = mixColumn(table, b, shift === 1 ? c : a, d, shift === 1 ? a : c) ^ (schedule[at + 1] ?? 0);
    const nextC = mixColumn(table, c, three, a, one) ^ (schedule[at + 2] ?? 0);
    const nextD = mixColumn(table, d, shift === 1 ? a : c, b, shift === 1 ? c : a) ^ (schedule[at + 3] ?? 0);
    a = nextA;
    b = nextB;
    c = nextC;
    d = nextD;
  }
  const columns = [a, b, c, d];
  for (let column = 0; column < 4; column += 1) {
    const rows = [0, 1, 2, 3].map((row) => box[octet(columns[(column + row * shift) % 4] ?? 0, row)] ?? 0);
    const word = ((rows[0] ?? 0) << 24) | ((rows[1] ?? 0) << 16) | ((rows[2] ?? 0) << 8) | (rows[3] ?? 0);
    state[column] = word ^ (schedule[rounds * 4 + column] ?? 0);
  }
}

function mixColumn(table: Uint32Array, first: number, second: number, third: number, fourth: number): number {
  return (
    (table[octet(first, 0)] ?? 0) ^
    rotateRight(table[octet(second, 1)] ?? 0, 8) ^
    rotateRight(table[octet(third, 2)] ?? 0, 16) ^
    rotateRight(table[octet(fourth, 3)] ?? 0, 24)
  );
}
