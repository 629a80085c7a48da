import { type ByteSource, type Bytes, type CallOptions, crc32, memorySource, spansSource } from '../../bytes/index.ts';
import { inflateRaw, PDF_LIMITS, PdfError } from '../../pdf/index.ts';
import { ContainerError } from './container-error.ts';
import type { ZipEntry } from './zip-archive.ts';

/** Octets that the deflated entries of one container may unpack to, all together. */
export const MAX_UNPACKED: number = 256 << 20;

/** Hands out what lies in an archive. What is stored stays where it is; what is deflated is unpacked, within a bound for all. */
export interface ZipContents {
  source(entry: ZipEntry, options?: CallOptions): Promise<ByteSource>;
  /** The whole of a short file. */
  bytes(entry: ZipEntry, most: number, options?: CallOptions): Promise<Bytes>;
}

export function zipContents(file: ByteSource): ZipContents {
  const unpacked = new Map<ZipEntry, Bytes>();
  let total = 0;
  const unpack = async (entry: ZipEntry, options?: CallOptions): Promise<Bytes> => {
    const known = unpacked.get(entry);
    if (known !== undefined) return known;
    total += entry.size;
    if (total > MAX_UNPACKED) throw new ContainerError('CONTAINER_LIMIT_EXCEEDED', `expected at most ${MAX_UNPACKED} octets unpacked`);
    const bytes = inflated(await file.read(entry.start, entry.end, options), entry);
    unpacked.set(entry, bytes);
    return bytes;
  };
  return {
    source: async (entry, options) =>
      entry.method === 'stored' ? spansSource(file, [{ start: entry.start, end: entry.end }]) : memorySource(await unpack(entry, options)),
    bytes: async (entry, most, options) => {
      if (entry.size > most) throw new ContainerError('CONTAINER_LIMIT_EXCEEDED', `expected at most ${most} octets in ${entry.name}`);
      if (entry.method === 'deflated') return unpack(entry, options);
      return checked(await file.read(entry.start, entry.end, options), entry);
    },
  };
}

function inflated(packed: Bytes, entry: ZipEntry): Bytes {
  try {
    const { bytes, complete } = inflateRaw(packed, { ...PDF_LIMITS, decodedBytes: entry.size });
    if (!complete || bytes.length !== entry.size)
      throw new ContainerError('CONTAINER_ZIP_MALFORMED', `expected ${entry.size} octets in ${entry.name}`);
    return checked(bytes, entry);
  } catch (cause) {
    if (cause instanceof PdfError)
      throw new ContainerError('CONTAINER_ZIP_MALFORMED', `expected ${entry.size} octets in ${entry.name}`, { cause });
    throw cause;
  }
}

function checked(bytes: Bytes, { crc, name }: ZipEntry): Bytes {
  if (crc32(bytes) !== crc) throw new ContainerError('CONTAINER_ZIP_MALFORMED', `expected the checksum of ${name}`);
  return bytes;
}
