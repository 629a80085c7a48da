import { createHmac } from 'node:crypto';

/** HMAC-SHA-256 over parts of which none can imitate another, lower-case hexadecimal. */
export function keyedDigest(key: Uint8Array, ...parts: readonly string[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex');
}

/** @throws TypeError for a key shorter than 32 octets */
export function assertKey(key: unknown, name: string): asserts key is Uint8Array {
  if (!(key instanceof Uint8Array) || key.length < 32) throw new TypeError(`${name}: expected at least 32 octets`);
}
