import type { Bytes } from '../../bytes/index.ts';

/** RC4, for reading documents of the encryption revisions 2 to 4 only. */
export function rc4(key: Uint8Array, source: Uint8Array): Bytes {
  const state = new Uint8Array(256);
  for (let index = 0; index < 256; index += 1) state[index] = index;
  for (let index = 0, other = 0; index < 256; index += 1) {
    const own = state[index] ?? 0;
    other = (other + own + (key[index % key.length] ?? 0)) & 0xff;
    state[index] = state[other] ?? 0;
    state[other] = own;
  }
  const out = new Uint8Array(source.length);
  for (let index = 0, left = 0, right = 0; index < source.length; index += 1) {
    left = (left + 1) & 0xff;
    const own = state[left] ?? 0;
    right = (right + own) & 0xff;
    const other = state[right] ?? 0;
    state[left] = other;
    state[right] = own;
    out[index] = (source[index] ?? 0) ^ (state[(own + other) & 0xff] ?? 0);
  }
  return out;
}
