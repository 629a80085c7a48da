import { type ByteSource, type Bytes, type CallOptions, decodeLatin1, decodeUtf8, equalBytes, BytesError } from '../../bytes/index.ts';
import { ContainerError } from './container-error.ts';

/** One file of an archive, by places in its source. */
export interface ZipEntry {
  readonly name: string;
  readonly method: 'stored' | 'deflated';
  readonly crc: number;
  readonly start: number;
  readonly end: number;
  /** Octets when it is unpacked. */
  readonly size: number;
}

/** Bounds of one archive; nothing is written, and nothing is unpacked by reading its directory. */
const MAX_ENTRIES = 4096;
const MAX_DIRECTORY = 4 << 20;
const MAX_COMMENT = 0xffff;
const EOCD = 22;
const CENTRAL = 46;
const LOCAL = 30;
const ENCRYPTED = 1;
const DESCRIPTOR = 1 << 3;
const PATCH = 1 << 5;
const STRONG = 1 << 6;
const MASKED = 1 << 13;
const ZIP64 = 0xffff_ffff;
/** The extra field with numbers of eight octets. */
const WIDE_NUMBERS = 1;
/** @see ETSI EN 319 162-1 §A.1 */
const MEDIA_TYPE_COMMENT = /^mimetype=[\w.+/-]{1,100}$/;

/**
 * The files of a ZIP archive, in the order in which they lie. Strict, so that every reader finds the same: the directory ends the
 * file, each entry begins where the one before ends and says of itself what the directory says, nothing lies between or before
 * them, and no name stands twice.
 *
 * @throws {@link ContainerError} `CONTAINER_ZIP_MALFORMED`, `CONTAINER_ZIP_UNSUPPORTED` (archives that need ZIP64, several disks, encryption, other
 * methods), `CONTAINER_NAME_REFUSED`, `CONTAINER_LIMIT_EXCEEDED`
 * @see ISO/IEC 21320-1; ETSI EN 319 162-1 §A.1
 */
export async function readZipDirectory(file: ByteSource, options: CallOptions = {}): Promise<readonly ZipEntry[]> {
  const { count, start, size } = await findEnd(file, options);
  const directory = await file.read(start, start + size, options);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let offset = 0;
  let place = 0;
  for (let index = 0; index < count; index += 1) {
    const { header, length } = readCentral(directory, offset);
    offset += length;
    if (header.localOffset !== place) throw malformed(`expected ${header.name} to begin at ${place}, got ${header.localOffset}`);
    const read = await readLocal(file, header, start, options);
    place = read.next;
    const spelled = header.name.normalize('NFC').toLowerCase();
    if (names.has(spelled)) throw new ContainerError('CONTAINER_NAME_REFUSED', 'expected each name once', { facts: { name: header.name } });
    names.add(spelled);
    if (!header.name.endsWith('/')) entries.push(read.entry);
    else if (header.size !== 0) throw malformed('expected a folder without octets');
  }
  if (offset !== size) throw malformed(`expected a directory of ${offset} octets, got ${size}`);
  if (place !== start) throw malformed(`expected the directory at ${place}, got ${start}`);
  return entries;
}

interface CentralHeader {
  readonly name: string;
  readonly nameOctets: Bytes;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly localOffset: number;
}

async function findEnd(
  file: ByteSource,
  options: CallOptions,
): Promise<{ readonly count: number; readonly start: number; readonly size: number }> {
  const from = Math.max(0, file.size - EOCD - MAX_COMMENT);
  const tail = await file.read(from, file.size, options);
  for (let at = tail.length - EOCD; at >= 0; at -= 1) {
    const view = viewOf(tail, at);
    if (view.getUint32(0, true) !== 0x0605_4b50 || view.getUint16(20, true) !== tail.length - at - EOCD) continue;
    const count = view.getUint16(10, true);
    const size = view.getUint32(12, true);
    const start = view.getUint32(16, true);
    if (count === 0xffff || size === ZIP64 || start === ZIP64) throw unsupported('expected an archive that needs no ZIP64');
    if (view.getUint32(4, true) !== 0 || view.getUint16(8, true) !== count) throw unsupported('expected an archive on one disk');
    if (count > MAX_ENTRIES || size > MAX_DIRECTORY)
      throw new ContainerError('CONTAINER_LIMIT_EXCEEDED', `expected at most ${MAX_ENTRIES} entries, got ${count}`);
    if (start + size !== from + at) throw malformed('expected the directory right before its end');
    // A comment may say the media type again; in any other a file of another kind could lie.
    const comment = decodeLatin1(tail.subarray(at + EOCD));
    if (comment !== '' && !MEDIA_TYPE_COMMENT.test(comment)) throw malformed('expected no comment but that of the media type');
    return { count, start, size };
  }
  throw malformed('expected the end of a directory');
}

function readCentral(directory: Bytes, at: number): { readonly header: CentralHeader; readonly length: number } {
  if (at + CENTRAL > directory.length) throw malformed('expected another entry of the directory');
  const view = viewOf(directory, at);
  if (view.getUint32(0, true) !== 0x0201_4b50) throw malformed(`expected an entry of the directory at ${at}`);
  const nameLength = view.getUint16(28, true);
  const length = CENTRAL + nameLength + view.getUint16(30, true) + view.getUint16(32, true);
  if (at + length > directory.length) throw malformed('expected a whole entry of the directory');
  if (view.getUint16(34, true) !== 0) throw unsupported('expected an archive on one disk');
  const nameOctets = directory.slice(at + CENTRAL, at + CENTRAL + nameLength);
  const extra = directory.slice(at + CENTRAL + nameLength, at + CENTRAL + nameLength + view.getUint16(30, true));
  const [size, packed, localOffset] =
    withWideNumbers([view.getUint32(24, true), view.getUint32(20, true), view.getUint32(42, true)], extra) ?? [];
  if (size === undefined || packed === undefined || localOffset === undefined) throw malformed(`expected sizes in the entry at ${at}`);
  const header = {
    name: readName(nameOctets),
    nameOctets,
    flags: view.getUint16(8, true),
    method: view.getUint16(10, true),
    crc: view.getUint32(16, true),
    packed,
    size,
    localOffset,
  };
  if ((header.flags & (ENCRYPTED | PATCH | STRONG | MASKED)) !== 0) throw unsupported('expected entries that are not encrypted');
  if (header.method !== 0 && header.method !== 8) throw unsupported(`expected stored or deflated entries, got method ${header.method}`);
  if (header.method === 0 && header.packed !== header.size) throw malformed('expected a stored entry of one size');
  return { header, length };
}

/** A path within the archive, one way to write it; nothing that leads out of a folder. */
function readName(octets: Bytes): string {
  const name = decodeName(octets);
  const parts = (name.endsWith('/') ? name.slice(0, -1) : name).split('/');
  // oxlint-disable-next-line no-control-regex -- control characters are what is refused
  if (/[\\\u0000-\u001f\u007f]/.test(name) || parts.some((part) => part === '' || part === '.' || part === '..') || /^[A-Za-z]:/.test(name))
    throw new ContainerError('CONTAINER_NAME_REFUSED', 'expected a plain path within the archive', { facts: { name } });
  return name;
}

function decodeName(octets: Bytes): string {
  try {
    return decodeUtf8(octets);
  } catch (cause) {
    if (cause instanceof BytesError) throw new ContainerError('CONTAINER_NAME_REFUSED', 'expected a name in UTF-8', { cause });
    throw cause;
  }
}

/** The local header says what the directory says; behind the octets of the entry the next one begins. */
async function readLocal(
  file: ByteSource,
  header: CentralHeader,
  limit: number,
  options: CallOptions,
): Promise<{ readonly entry: ZipEntry; readonly next: number }> {
  const at = header.localOffset;
  if (at + LOCAL > limit) throw malformed(`expected a whole entry at ${at}`);
  const view = viewOf(await file.read(at, at + LOCAL, options), 0);
  if (view.getUint32(0, true) !== 0x0403_4b50) throw malformed(`expected an entry at ${at}`);
  const nameLength = view.getUint16(26, true);
  const start = at + LOCAL + nameLength + view.getUint16(28, true);
  const end = start + header.packed;
  if (end > limit) throw malformed(`expected the entry at ${at} to end by ${limit}, got ${end}`);
  const name = await file.read(at + LOCAL, at + LOCAL + nameLength, options);
  const flags = view.getUint16(6, true);
  const same = flags === header.flags && view.getUint16(8, true) === header.method && equalBytes(name, header.nameOctets);
  if (!same) throw malformed(`expected the entry at ${at} to say what the directory says`);
  const sizes = [view.getUint32(22, true), view.getUint32(18, true)];
  const isWide = sizes.every((value) => value === ZIP64);
  const [size, packed] = withWideNumbers(sizes, await file.read(at + LOCAL + nameLength, start, options)) ?? sizes;
  const sums = [view.getUint32(14, true), packed, size];
  const expected = [header.crc, header.packed, header.size];
  const isDescribed = (flags & DESCRIPTOR) !== 0;
  if (!sums.every((value, index) => value === expected[index] || (isDescribed && value === 0)))
    throw malformed(`expected the entry at ${at} to have the sizes of the directory`);
  const next = isDescribed ? await endOfDescriptor(file, end, { expected, isWide }, { ...options, limit }) : end;
  const method = header.method === 0 ? 'stored' : 'deflated';
  return { entry: { name: header.name, method, crc: header.crc, size: header.size, start, end }, next };
}

/**
 * Numbers of a header, those that it leaves to its extra field for ZIP64 taken from there, as writers do that do not know beforehand how
 * long an entry gets; undefined where that field does not hold exactly these.
 *
 * @see APPNOTE 4.5.3
 */
function withWideNumbers(numbers: readonly number[], extra: Bytes): readonly number[] | undefined {
  const left = numbers.filter((number) => number === ZIP64).length;
  if (left === 0) return numbers;
  const view = viewOf(extra, 0);
  for (let at = 0; at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== WIDE_NUMBERS) continue;
    if (view.getUint16(at + 2, true) !== left * 8 || at + 4 + left * 8 > extra.length) return undefined;
    let place = at - 4;
    return numbers.map((number) => (number === ZIP64 ? readWide(view, (place += 8)) : number));
  }
  return undefined;
}

/** What is beyond the integers of a number is beyond every size of the directory too. */
function readWide(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}

/** Its signature may be missing; its sizes have eight octets where the entry's extra field is one of ZIP64. @see APPNOTE 4.3.9 */
async function endOfDescriptor(
  file: ByteSource,
  at: number,
  { expected, isWide }: { readonly expected: readonly number[]; readonly isWide: boolean },
  { limit, ...options }: CallOptions & { readonly limit: number },
): Promise<number> {
  const [crc, ...sizes] = expected;
  const width = isWide ? 8 : 4;
  const length = 4 + 2 * width;
  const octets = await file.read(at, Math.min(at + 4 + length, limit), options);
  for (const skipped of [4, 0]) {
    if (octets.length < skipped + length) continue;
    const view = viewOf(octets, 0);
    if (skipped === 4 && view.getUint32(0, true) !== 0x0807_4b50) continue;
    const read = (place: number): number => (isWide ? readWide(view, place) : view.getUint32(place, true));
    if (view.getUint32(skipped, true) === crc && sizes.every((value, index) => read(skipped + 4 + index * width) === value))
      return at + skipped + length;
  }
  throw malformed(`expected a data descriptor at ${at}`);
}

function viewOf(bytes: Bytes, at: number): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + at, bytes.length - at);
}

function malformed(message: string): ContainerError {
  return new ContainerError('CONTAINER_ZIP_MALFORMED', message);
}

function unsupported(message: string): ContainerError {
  return new ContainerError('CONTAINER_ZIP_UNSUPPORTED', message);
}
