import { encodeHex } from '@sealkit/core/bytes';
import { randomBytes } from '@sealkit/core/crypto';

const ID_OCTETS = 16;
/** Octets that are asked for together: the way to the generator takes longer than what it gives. */
const STOCK = 4096;
let stock = new Uint8Array(0);

/** An unguessable id of 128 bits, lower-case hexadecimal: fit for URLs and for names of PDF fields. */
export function newId(): string {
  if (stock.length < ID_OCTETS) stock = randomBytes(STOCK);
  const id = encodeHex(stock.subarray(0, ID_OCTETS));
  stock = stock.subarray(ID_OCTETS);
  return id;
}

/** A seal number of 13 random digits, the length of those that the authorities give. */
export function newSealNumber(): string {
  const digits = [...randomBytes(26)].filter((octet) => octet < 250).map((octet) => octet % 10);
  return digits.length < 13 ? newSealNumber() : digits.slice(0, 13).join('');
}
