import type { Bytes } from '../bytes/index.ts';

/** Octets from the platform's cryptographic generator. */
export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}
