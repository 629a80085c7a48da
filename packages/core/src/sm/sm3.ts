import type { Bytes } from '../bytes/index.ts';

const BLOCK = 64;
const IV = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e] as const;
/** Round constants, each rotated by its round already. */
const T: Int32Array = Int32Array.from({ length: BLOCK }, (_, round) => rotate(round < 16 ? 0x79cc4519 : 0x7a879d8a, round % 32));

/**
 * SM3 of octets, 32 octets long.
 *
 * @see GB/T 32905-2016 §5; ISO/IEC 10118-3:2018 dedicated hash-function 17
 */
export function sm3(bytes: Uint8Array): Bytes {
  const state = Int32Array.from(IV);
  const words = new Int32Array(68);
  const whole = bytes.length - (bytes.length % BLOCK);
  for (let at = 0; at < whole; at += BLOCK) compress(state, words, bytes, at);
  const end = padding(bytes.subarray(whole), bytes.length);
  for (let at = 0; at < end.length; at += BLOCK) compress(state, words, end, at);
  const digest = new Uint8Array(32);
  const view = new DataView(digest.buffer);
  for (const [index, word] of state.entries()) view.setInt32(index * 4, word);
  return digest;
}

/** The last octets with a one bit, zeros, and the length in bits (§5.2). */
function padding(rest: Uint8Array, length: number): Uint8Array {
  const padded = new Uint8Array(rest.length < BLOCK - 8 ? BLOCK : 2 * BLOCK);
  padded.set(rest);
  padded[rest.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(length / 0x2000_0000));
  view.setUint32(padded.length - 4, (length << 3) >>> 0);
  return padded;
}

/** One block into the state: message expansion (§5.3.2) and compression (§5.3.3). */
function compress(state: Int32Array, words: Int32Array, bytes: Uint8Array, at: number): void {
  expand(words, new DataView(bytes.buffer, bytes.byteOffset + at, BLOCK));
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < BLOCK; round += 1) {
    const rotated = rotate(a, 12);
    const ss1 = rotate((rotated + e + (T[round] ?? 0)) | 0, 7);
    const ff = round < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = round < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const word = words[round] ?? 0;
    const tt1 = (ff + d + (ss1 ^ rotated) + (word ^ (words[round + 4] ?? 0))) | 0;
    const tt2 = (gg + h + ss1 + word) | 0;
    [d, c, b, a] = [c, rotate(b, 9), a, tt1];
    [h, g, f, e] = [g, rotate(f, 19), e, permute0(tt2)];
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = (state[index] ?? 0) ^ word;
}

function expand(words: Int32Array, block: DataView): void {
  for (let index = 0; index < 16; index += 1) words[index] = block.getInt32(index * 4);
  const word = (index: number): number => words[index] ?? 0;
  for (let index = 16; index < 68; index += 1) {
    const mixed = word(index - 16) ^ word(index - 9) ^ rotate(word(index - 3), 15);
    words[index] = mixed ^ rotate(mixed, 15) ^ rotate(mixed, 23) ^ rotate(word(index - 13), 7) ^ word(index - 6);
  }
}

function permute0(word: number): number {
  return word ^ rotate(word, 9) ^ rotate(word, 17);
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
