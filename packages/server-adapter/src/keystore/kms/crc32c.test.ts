import { encodeUtf8 } from '@sealkit/core/bytes';
import { crc32c } from './crc32c.ts';

/** RFC 3720 appendix B.4, and the check value of the catalogue of CRC algorithms. */
describe('CRC-32C, by RFC 3720 appendix B.4', () => {
  const vectors: readonly (readonly [string, Uint8Array, number])[] = [
    ['32 octets of zeroes', new Uint8Array(32), 0x8a9136aa],
    ['32 octets of ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['32 octets counting up', Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
    ['the digits', encodeUtf8('123456789'), 0xe3069283],
  ];
  for (const [what, octets, expected] of vectors) it(what, () => expect(crc32c(octets)).to.equal(expected));
});
