/**
 * The one form of a ZIP file that an evidence package has (docs/evidence-format.md §1; APPNOTE.TXT §4.3): every entry stored, in one
 * order, without flags, extra fields, comments, a date of its own or anything between. The same entries are the same octets.
 */
import { type Bytes, concatBytes, copyBytes, crc32, decodeLatin1, encodeLatin1, equalBytes } from '../../bytes/index.ts';
import { EvidenceError } from '../evidence-error.ts';
import { compareEntryNames, isEntryName } from './entry-names.ts';

export interface PackageEntry {
  readonly name: string;
  readonly bytes: Bytes;
}

/** Why a file is not in the one form, and at which entry or octet. */
export interface ZipFault {
  readonly reason:
    | 'ZIP_TRUNCATED'
    | 'ZIP_HEADER_OTHER'
    | 'ZIP_NAME_REFUSED'
    | 'ZIP_ORDER_OTHER'
    | 'ZIP_CRC_DIFFERS'
    | 'ZIP_DIRECTORY_OTHER';
  readonly entry: string;
  readonly offset: number;
}

export const MAX_PACKAGE_LENGTH: number = 1 << 30;
const MAX_ENTRIES = 0xfffe;
const LOCAL_LENGTH = 30;
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 10;
/** 1980-01-01, the first day that the format knows. */
const DATE = 0x0021;

/** @throws {@link EvidenceError} `EVIDENCE_PACKAGE_UNBUILDABLE` for names that are refused or stand twice, and more than fits. */
export function writeCanonicalZip(entries: readonly PackageEntry[]): Bytes {
  const sorted = [...entries].sort((left, right) => compareEntryNames(left.name, right.name));
  for (const [index, { name }] of sorted.entries()) {
    if (!isEntryName(name)) throw unbuildable(`expected a name of letters, digits, dot, dash and underscore, got ${name.slice(0, 60)}`);
    if (sorted[index + 1]?.name === name) throw unbuildable(`expected each name once, got ${name} twice`);
  }
  const length = sorted.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (sorted.length > MAX_ENTRIES || length > MAX_PACKAGE_LENGTH) throw unbuildable(`expected at most ${MAX_PACKAGE_LENGTH} octets`);
  const files = sorted.map((entry) => ({ ...entry, fields: fieldsOf(entry) }));
  return concatBytes(...files.flatMap(({ name, bytes, fields }) => [localHeader(fields), encodeLatin1(name), bytes]), directoryOf(files));
}

/** The entries of a file in this form, or the first thing in which it is another. */
export function readCanonicalZip(file: Uint8Array): readonly PackageEntry[] | ZipFault {
  const files: FiledEntry[] = [];
  let offset = 0;
  while (signatureAt(file, offset) === LOCAL) {
    const read = readLocal(file, offset, files.at(-1)?.name);
    if ('reason' in read) return read;
    files.push(read);
    offset += LOCAL_LENGTH + read.name.length + read.bytes.length;
  }
  if (equalBytes(file.subarray(offset), directoryOf(files))) return files.map(({ name, bytes }) => ({ name, bytes }));
  const reason = file.length < offset + 22 ? 'ZIP_TRUNCATED' : 'ZIP_DIRECTORY_OTHER';
  return { reason, entry: files.at(-1)?.name ?? '', offset };
}

interface FiledEntry extends PackageEntry {
  /** What local and central header say alike. */
  readonly fields: Bytes;
}

function readLocal(file: Uint8Array, offset: number, before: string | undefined): FiledEntry | ZipFault {
  const fault = (reason: ZipFault['reason'], entry = ''): ZipFault => ({ reason, entry, offset });
  if (offset + LOCAL_LENGTH > file.length) return fault('ZIP_TRUNCATED');
  const view = new DataView(file.buffer, file.byteOffset + offset, LOCAL_LENGTH);
  const [length, nameLength] = [view.getUint32(18, true), view.getUint16(26, true)];
  const start = offset + LOCAL_LENGTH + nameLength;
  const name = decodeLatin1(file.subarray(offset + LOCAL_LENGTH, Math.min(start, file.length)));
  if (!isEntryName(name)) return fault('ZIP_NAME_REFUSED');
  if (before !== undefined && compareEntryNames(before, name) >= 0) return fault('ZIP_ORDER_OTHER', name);
  if (start + length > file.length) return fault('ZIP_TRUNCATED', name);
  const bytes = copyBytes(file.subarray(start, start + length));
  const fields = fieldsOf({ name, bytes });
  if (view.getUint32(14, true) !== crc32(bytes)) return fault('ZIP_CRC_DIFFERS', name);
  if (!equalBytes(file.subarray(offset, offset + LOCAL_LENGTH), localHeader(fields))) return fault('ZIP_HEADER_OTHER', name);
  return { name, bytes, fields };
}

/** The 26 octets from "version needed" to "extra field length" (§4.3.7, §4.3.12). */
function fieldsOf({ name, bytes }: PackageEntry): Bytes {
  const fields = new DataView(new ArrayBuffer(26));
  fields.setUint16(0, VERSION, true);
  fields.setUint16(8, DATE, true);
  fields.setUint32(10, crc32(bytes), true);
  fields.setUint32(14, bytes.length, true);
  fields.setUint32(18, bytes.length, true);
  fields.setUint16(22, name.length, true);
  return new Uint8Array(fields.buffer);
}

function localHeader(fields: Bytes): Bytes {
  return concatBytes(littleEndian(LOCAL, 4), fields);
}

/** Central directory and its end. */
function directoryOf(files: readonly FiledEntry[]): Bytes {
  const headers: Bytes[] = [];
  let offset = 0;
  for (const { name, bytes, fields } of files) {
    // Comment, disk, internal and external attributes are all zero.
    headers.push(
      littleEndian(CENTRAL, 4),
      littleEndian(VERSION, 2),
      fields,
      new Uint8Array(10),
      littleEndian(offset, 4),
      encodeLatin1(name),
    );
    offset += LOCAL_LENGTH + name.length + bytes.length;
  }
  const directory = concatBytes(...headers);
  const count = littleEndian(files.length, 2);
  const sizes = concatBytes(littleEndian(directory.length, 4), littleEndian(offset, 4));
  return concatBytes(directory, littleEndian(END, 4), new Uint8Array(4), count, count, sizes, new Uint8Array(2));
}

function littleEndian(value: number, length: 2 | 4): Bytes {
  const view = new DataView(new ArrayBuffer(length));
  if (length === 2) view.setUint16(0, value, true);
  else view.setUint32(0, value, true);
  return new Uint8Array(view.buffer);
}

function signatureAt(file: Uint8Array, offset: number): number {
  if (offset + 4 > file.length) return 0;
  return new DataView(file.buffer, file.byteOffset).getUint32(offset, true);
}

function unbuildable(message: string): EvidenceError {
  return new EvidenceError('EVIDENCE_PACKAGE_UNBUILDABLE', message);
}
