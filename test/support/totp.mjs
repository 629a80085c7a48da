/** What an authenticator app does with the key that the page shows. RFC 6238, RFC 4648 §6; written apart from the server's. */
import { createHmac } from 'node:crypto';

const STEP = 30_000;
/** What a person and a server need between the code and its check. */
const ROOM = 8000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code of a key in Base32 at a time in milliseconds. */
export function codeOf(secret, time = Date.now()) {
  const bits = [...secret].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((octet) => Number.parseInt(octet, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(time / STEP)));
  const mac = createHmac('sha1', key).update(step).digest();
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** The code of the time step before, which is still taken: whoever begins with it has the present one left. Not at the end of a step. */
export async function earlierCodeOf(secret) {
  const left = STEP - (Date.now() % STEP);
  if (left < ROOM) await new Promise((resolve) => setTimeout(resolve, left));
  return codeOf(secret, Date.now() - STEP);
}

/** A code that is none of those that are taken now. */
export function wrongCodeOf(secret) {
  const taken = [-STEP, 0, STEP, 2 * STEP].map((shift) => codeOf(secret, Date.now() + shift));
  return ['000000', '111111', '222222', '333333', '444444'].find((code) => !taken.includes(code));
}

/** The present code once it is another one than was used last: each serves once. */
export async function codeAfter(secret, used) {
  const left = STEP - (Date.now() % STEP);
  if (codeOf(secret) === used) await new Promise((resolve) => setTimeout(resolve, left));
  return codeOf(secret);
}
