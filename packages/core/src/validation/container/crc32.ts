/** CRC-32 of ZIP. @see ISO/IEC 21320-1; PKWARE APPNOTE 4.4.7 */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const octet of bytes) crc = (TABLE[(crc ^ octet) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffff_ffff) >>> 0;
}

const POLYNOMIAL = 0xedb8_8320;
const TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, octet) => {
  let value = octet;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1) === 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value;
});
