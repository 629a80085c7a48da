/** The hole is padded with zero octets behind the CMS, whose length its header tells. */
export function withoutPadding(contents: Uint8Array): Uint8Array {
  const count = (contents[1] ?? 0) & 0x7f;
  const length = contents.subarray(2, 2 + count).reduce((value, byte) => value * 256 + byte, 0);
  return contents.subarray(0, 2 + count + length);
}
