import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Bytes, decodeHex, encodeHex, encodeUtf8 } from '@sealkit/core/bytes';
import { randomBytes } from '@sealkit/core/crypto';

const SALT = 16;
const FORM = /^hmac-sha256:([0-9a-f]{32}):([0-9a-f]{64})$/;

/**
 * What is kept of a personal number instead of it: a digest under the host's key and a salt of its own. Numbers are few enough to be
 * tried one by one against a digest without a key.
 */
export function digestOfNumber(number: string, key: Bytes): string {
  const salt = randomBytes(SALT);
  return `hmac-sha256:${encodeHex(salt)}:${encodeHex(keyed(number, salt, key))}`;
}

/** Whether a number is the one that a digest of {@link digestOfNumber} stands for. */
export function isNumberOf(number: string, digest: string, key: Bytes): boolean {
  const [, salt, value] = FORM.exec(digest) ?? [];
  if (salt === undefined || value === undefined) return false;
  return timingSafeEqual(keyed(number, decodeHex(salt), key), decodeHex(value));
}

/** Letters count as capitals and separators not at all: people write numbers in more ways than one. */
function keyed(number: string, salt: Uint8Array, key: Uint8Array): Buffer {
  const plain = number.toUpperCase().replaceAll(/[\s()+-]/g, '');
  return createHmac('sha256', key).update(salt).update(encodeUtf8(plain)).digest();
}
