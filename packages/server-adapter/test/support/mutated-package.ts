import { concatBytes } from '@sealkit/core/bytes';
import { type PackageEntry, readCanonicalZip, writeCanonicalZip } from '@sealkit/core/evidence';

/** Numbers from 0 up to a bound, the same for the same seed. */
export type Random = (below: number) => number;

/** @see Marsaglia, Xorshift RNGs, 2003 */
export function seededRandom(seed: number): Random {
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

type Mutation = (bytes: Uint8Array<ArrayBuffer>, random: Random) => Uint8Array<ArrayBuffer>;

/** One change of the file, or of its entries in a file that is in the one form again. */
export const MUTATIONS: { readonly [name: string]: Mutation } = {
  'an octet of the file changed': (bytes, random) => flip(bytes, random),
  'octets of the file deleted': (bytes, random) => {
    const [at, length] = [random(bytes.length), 1 + random(40)];
    return concatBytes(bytes.subarray(0, at), bytes.subarray(at + length));
  },
  'octets put into the file': (bytes, random) => {
    const at = random(bytes.length + 1);
    return concatBytes(
      bytes.subarray(0, at),
      Uint8Array.from({ length: 1 + random(40) }, () => random(256)),
      bytes.subarray(at),
    );
  },
  'two parts of the file exchanged': (bytes, random) => {
    const length = 1 + random(200);
    const first = random(bytes.length - 2 * length);
    const second = first + length + random(bytes.length - first - 2 * length);
    const cut = (from: number, to?: number): Uint8Array => bytes.subarray(from, to);
    const swapped = concatBytes(
      cut(0, first),
      cut(second, second + length),
      cut(first + length, second),
      cut(first, first + length),
      cut(second + length),
    );
    return swapped.every((octet, index) => octet === bytes[index]) ? flip(bytes, random) : swapped;
  },
  'an octet of an entry changed': (bytes, random) =>
    withEntries(bytes, (entries) => replaceOne(entries, random, ({ bytes: content }) => flip(content, random))),
  'an entry cut short': (bytes, random) =>
    withEntries(bytes, (entries) => replaceOne(entries, random, ({ bytes: content }) => content.slice(0, random(content.length)))),
  'an entry deleted': (bytes, random) =>
    withEntries(bytes, (entries) => {
      const gone = random(entries.length);
      return entries.filter((_, index) => index !== gone);
    }),
  'an entry twice, under another name': (bytes, random) =>
    withEntries(bytes, (entries) => {
      const found = entries[random(entries.length)] ?? { name: '', bytes: new Uint8Array() };
      return [...entries, { name: `${found.name}.copy`, bytes: found.bytes }];
    }),
  'entries in another order': (bytes, random) => {
    const entries = entriesOf(bytes);
    const first = random(entries.length - 1);
    return writeLooseZip([...entries.slice(0, first), ...entries.slice(first, first + 2).toReversed(), ...entries.slice(first + 2)]);
  },
  'an entry twice, under its own name': (bytes, random) => {
    const entries = entriesOf(bytes);
    const found = random(entries.length);
    return writeLooseZip([...entries.slice(0, found + 1), ...entries.slice(found)]);
  },
  'two entries exchanged': (bytes, random) =>
    withEntries(bytes, (entries) => {
      const [first, second] = [random(entries.length), random(entries.length - 1)];
      const other = second >= first ? second + 1 : second;
      const content = (index: number): Uint8Array<ArrayBuffer> => entries[index]?.bytes ?? new Uint8Array();
      return entries.map((entry, index) => ({
        ...entry,
        bytes: index === first ? content(other) : index === other ? content(first) : entry.bytes,
      }));
    }),
};

/** Entries in any order and number, every header as the one form has it. */
function writeLooseZip(entries: readonly PackageEntry[]): Uint8Array<ArrayBuffer> {
  const centrals: Uint8Array[] = [];
  const locals: Uint8Array[] = [];
  let offset = 0;
  for (const entry of entries) {
    const alone = writeCanonicalZip([entry]);
    const length = 30 + entry.name.length + entry.bytes.length;
    const central = alone.slice(length, alone.length - 22);
    new DataView(central.buffer).setUint32(42, offset, true);
    locals.push(alone.subarray(0, length));
    centrals.push(central);
    offset += length;
  }
  const directory = concatBytes(...centrals);
  const end = writeCanonicalZip([]);
  const view = new DataView(end.buffer);
  view.setUint16(8, entries.length, true);
  view.setUint16(10, entries.length, true);
  view.setUint32(12, directory.length, true);
  view.setUint32(16, offset, true);
  return concatBytes(...locals, directory, end);
}

/** Changes the entries of a package and writes it again in its one form. */
export function withEntries(
  bytes: Uint8Array,
  change: (entries: readonly PackageEntry[]) => readonly PackageEntry[],
): Uint8Array<ArrayBuffer> {
  return writeCanonicalZip(change(entriesOf(bytes)));
}

/** @throws RangeError for a file that is not in the one form. */
export function entriesOf(bytes: Uint8Array): readonly PackageEntry[] {
  const entries = readCanonicalZip(bytes);
  if ('reason' in entries) throw new RangeError(entries.reason);
  return entries;
}

function flip(bytes: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  const changed = Uint8Array.from(bytes);
  const at = random(bytes.length);
  changed[at] = (changed[at] ?? 0) ^ (1 + random(255));
  return changed;
}

function replaceOne(
  entries: readonly PackageEntry[],
  random: Random,
  change: (entry: PackageEntry) => Uint8Array<ArrayBuffer>,
): readonly PackageEntry[] {
  const at = random(entries.length);
  return entries.map((entry, index) => (index === at ? { ...entry, bytes: change(entry) } : entry));
}
