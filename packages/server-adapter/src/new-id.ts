import { encodeHex } from '@sealkit/core/bytes';
import { randomBytes } from '@sealkit/core/crypto';

/** An unguessable id of 128 bits, lower-case hexadecimal: fit for URLs and for names of PDF fields. */
export function newId(): string {
  return encodeHex(randomBytes(16));
}

/** A seal number of 13 random digits, the length of those that the authorities give. */
export function newSealNumber(): string {
  const digits = [...randomBytes(26)].filter((octet) => octet < 250).map((octet) => octet % 10);
  return digits.length < 13 ? newSealNumber() : digits.slice(0, 13).join('');
}
