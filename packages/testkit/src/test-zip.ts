import { type Bytes, concatBytes, encodeUtf8 } from '@sealkit/core/bytes';

/** One file of an archive that a test writes; what is given beside name and content stands in the headers instead of what is so. */
export interface TestEntry {
  readonly name: string;
  readonly content: Uint8Array;
  /** The deflate stream of the content, which is stored without it. */
  readonly deflated?: Uint8Array;
  readonly flags?: number;
  readonly localName?: string;
  readonly crc?: number;
  /** Sizes behind the octets instead of before them. */
  readonly isDescribed?: boolean;
}

/** A ZIP archive of these files in this order. */
export function testZip(entries: readonly TestEntry[], comment: Uint8Array = new Uint8Array()): Bytes {
  const locals: Bytes[] = [];
  const centrals: Bytes[] = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = entry.deflated ?? entry.content;
    const sums = numbers(32, entry.crc ?? crc32(entry.content), packed.length, entry.content.length);
    const flags = (entry.flags ?? 0) | (entry.isDescribed === true ? 8 : 0);
    const method = entry.deflated === undefined ? 0 : 8;
    const fixed = concatBytes(numbers(16, 20, flags, method, 0, 0x21), sums);
    const before = concatBytes(numbers(16, 20, flags, method, 0, 0x21), entry.isDescribed === true ? new Uint8Array(12) : sums);
    const name = encodeUtf8(entry.name);
    const localName = encodeUtf8(entry.localName ?? entry.name);
    const descriptor = entry.isDescribed === true ? concatBytes(numbers(32, 0x0807_4b50), sums) : new Uint8Array();
    const local = concatBytes(numbers(32, 0x0403_4b50), before, numbers(16, localName.length, 0), localName, packed, descriptor);
    centrals.push(
      concatBytes(numbers(32, 0x0201_4b50), numbers(16, 20), fixed, numbers(16, name.length, 0, 0, 0, 0), numbers(32, 0, offset), name),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = concatBytes(...centrals);
  const count = entries.length;
  const end = concatBytes(
    numbers(32, 0x0605_4b50),
    numbers(16, 0, 0, count, count),
    numbers(32, directory.length, offset),
    numbers(16, comment.length),
    comment,
  );
  return concatBytes(...locals, directory, end);
}

function numbers(bits: 16 | 32, ...values: readonly number[]): Bytes {
  const bytes = new Uint8Array((values.length * bits) / 8);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => (bits === 16 ? view.setUint16(index * 2, value, true) : view.setUint32(index * 4, value, true)));
  return bytes;
}

/** Bit by bit, apart from the table that the reader uses. @see PKWARE APPNOTE 4.4.7 */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const octet of bytes) {
    crc ^= octet;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}
