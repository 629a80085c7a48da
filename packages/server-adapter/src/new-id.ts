import { encodeHex } from '@sealkit/core/bytes';
import { randomBytes } from '@sealkit/core/crypto';

/** An unguessable id of 128 bits, lower-case hexadecimal: fit for URLs and for names of PDF fields. */
export function newId(): string {
  return encodeHex(randomBytes(16));
}
