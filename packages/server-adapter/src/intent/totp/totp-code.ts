import { createHmac } from 'node:crypto';

/** Seconds of a time step. @see RFC 6238 §4.1 */
export const TIME_STEP = 30;

/** Which time step an instant lies in. */
export function timeStepOf(time: Date): number {
  return Math.floor(time.getTime() / 1000 / TIME_STEP);
}

/** The code of a time step, by HMAC-SHA-1. @see RFC 4226 §5.3, RFC 6238 §4.2 */
export function totpCode(secret: Uint8Array, step: number, digits: number): string {
  const counter = new Uint8Array(8);
  new DataView(counter.buffer).setBigUint64(0, BigInt(step));
  const value = createHmac('sha1', secret).update(counter).digest();
  const offset = value.readUInt8(19) & 0x0f;
  return String((value.readUInt32BE(offset) & 0x7fff_ffff) % 10 ** digits).padStart(digits, '0');
}
