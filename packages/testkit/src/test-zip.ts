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
  /** Sizes of eight octets, before the octets in the extra field for ZIP64, and behind them. */
  readonly isWide?: boolean;
  /** Numbers of eight octets in the directory too. */
  readonly isWideInDirectory?: boolean;
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
    const wideSums = concatBytes(sums.subarray(0, 4), numbers(32, packed.length, 0, entry.content.length, 0));
    const before = concatBytes(numbers(16, 20, flags, method, 0, 0x21), sumsBefore(entry, sums));
    const extra = entry.isWide === true ? extraOf(entry, packed) : new Uint8Array();
    const name = encodeUtf8(entry.name);
    const localName = encodeUtf8(entry.localName ?? entry.name);
    const descriptor =
      entry.isDescribed === true ? concatBytes(numbers(32, 0x0807_4b50), entry.isWide === true ? wideSums : sums) : new Uint8Array();
    const lengths = numbers(16, localName.length, extra.length);
    const local = concatBytes(numbers(32, 0x0403_4b50), before, lengths, localName, extra, packed, descriptor);
    centrals.push(centralOf(entry, { fixed, packed, name, offset }));
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

interface CentralParts {
  readonly fixed: Bytes;
  readonly packed: Uint8Array;
  readonly name: Bytes;
  readonly offset: number;
}

function centralOf({ content, isWideInDirectory }: TestEntry, { fixed, packed, name, offset }: CentralParts): Bytes {
  const isWide = isWideInDirectory === true;
  const extra = isWide ? concatBytes(numbers(16, 1, 24), numbers(32, content.length, 0, packed.length, 0, offset, 0)) : new Uint8Array();
  const sizes = isWide ? numbers(32, 0xffff_ffff, 0xffff_ffff) : fixed.subarray(14);
  const lengths = numbers(16, name.length, extra.length, 0, 0, 0);
  const place = numbers(32, 0, isWide ? 0xffff_ffff : offset);
  return concatBytes(numbers(32, 0x0201_4b50), numbers(16, 20), fixed.subarray(0, 14), sizes, lengths, place, name, extra);
}

/** The checksum and both sizes as they stand before the octets. */
function sumsBefore({ isDescribed, isWide }: TestEntry, sums: Bytes): Bytes {
  const crc = isDescribed === true ? numbers(32, 0) : sums.subarray(0, 4);
  const sizes = isDescribed === true ? numbers(32, 0, 0) : sums.subarray(4);
  return concatBytes(crc, isWide === true ? numbers(32, 0xffff_ffff, 0xffff_ffff) : sizes);
}

/** A time stamp, which readers pass over, and the sizes. @see PKWARE APPNOTE 4.5.3 */
function extraOf({ content, isDescribed }: TestEntry, packed: Uint8Array): Bytes {
  const sizes = isDescribed === true ? [0, 0, 0, 0] : [content.length, 0, packed.length, 0];
  return concatBytes(numbers(16, 0x5455, 5), Uint8Array.of(1), numbers(32, 0), numbers(16, 1, 16), numbers(32, ...sizes));
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
