import type { ByteSource, CallOptions } from '../../bytes/index.ts';
import { decodeLatin1 } from '../../bytes/index.ts';
import { type AsicManifest, parseAsicManifest } from './asic-manifest.ts';
import { ContainerError } from './container-error.ts';
import { readZipDirectory, type ZipEntry } from './zip-archive.ts';
import { type ZipContents, zipContents } from './zip-content.ts';

/** One signature or time-stamp of a container and what it is over. */
export interface ContainerProof {
  /** Its own file. */
  readonly file: string;
  readonly entry: ZipEntry;
  readonly kind: 'signature' | 'time-stamp' | 'archive-time-stamp';
  /** What it signs: the one data object, or a manifest; undefined where nothing in the container says. */
  readonly content: ZipEntry | undefined;
  /** What the manifest lists; empty without one. */
  readonly references: AsicManifest['references'];
}

/** An evidence record of a container (RFC 4998). */
export interface ContainerRecord {
  readonly file: string;
  readonly entry: ZipEntry;
  /** What its manifest lists; empty without one. */
  readonly references: AsicManifest['references'];
  /** What it is over where it has no manifest: the one data object. */
  readonly content: ZipEntry | undefined;
}

export interface AsicContainer {
  readonly type: 'ASiC-S' | 'ASiC-E';
  readonly proofs: readonly ContainerProof[];
  readonly records: readonly ContainerRecord[];
  /** Everything that lies beside META-INF and mimetype. */
  readonly objects: readonly ZipEntry[];
  readonly entries: ReadonlyMap<string, ZipEntry>;
  readonly contents: ZipContents;
  /** Stable codes of what is wrong with the container as a whole. */
  readonly faults: readonly string[];
  /** Stable codes of what is not as it should be, and changes nothing of what the container holds. */
  readonly notices: readonly string[];
  /** Names in META-INF that are not judged here: signatures of XAdES, evidence records in XML, and whatever else lies there unsigned. */
  readonly unread: readonly string[];
}

const MIMETYPES: ReadonlyMap<string, AsicContainer['type']> = new Map([
  ['application/vnd.etsi.asic-s+zip', 'ASiC-S'],
  ['application/vnd.etsi.asic-e+zip', 'ASiC-E'],
]);
const MOST_MIMETYPE = 256;
const MOST_MANIFEST = 1 << 20;
const MOST_PROOFS = 256;
const META = 'META-INF/';

/**
 * Reads an ASiC-S or ASiC-E container with CAdES signatures or time-stamps.
 *
 * @throws {@link ContainerError}
 * @see ETSI EN 319 162-1 §4.3, §4.4
 */
export async function readAsicContainer(file: ByteSource, options: CallOptions): Promise<AsicContainer> {
  const list = await readZipDirectory(file, options);
  const contents = zipContents(file);
  const entries = new Map(list.map((entry) => [entry.name, entry]));
  const objects = list.filter(({ name }) => !name.startsWith(META) && name !== 'mimetype');
  const faults: string[] = [];
  const mimetype = list.find(({ name }) => name === 'mimetype');
  const stated = mimetype === undefined ? undefined : await readMimetype(mimetype, contents, options);
  if (mimetype !== undefined && stated === undefined) faults.push('CONTAINER_MIMETYPE_UNEXPECTED');
  const manifests = await readManifests(list, contents, options);
  const type = stated ?? (manifests.length > 0 && !entries.has(`${META}signature.p7s`) ? 'ASiC-E' : 'ASiC-S');
  const files = { type, manifests, objects };
  const proofs = proofsOf(list, files);
  const records = recordsOf(list, files);
  const known = new Set([
    ...proofs.map(({ file }) => file),
    ...records.map(({ file }) => file),
    ...manifests.map(({ entry }) => entry.name),
  ]);
  const unread = list.map(({ name }) => name).filter((name) => name.startsWith(META) && !known.has(name));
  if (proofs.length + records.length > MOST_PROOFS)
    throw new ContainerError('CONTAINER_LIMIT_EXCEEDED', `expected at most ${MOST_PROOFS} signatures`);
  const foreign = unread.filter((name) => FOREIGN.test(name));
  if (proofs.length === 0 && records.length === 0 && foreign.length > 0)
    throw new ContainerError('CONTAINER_SIGNATURE_UNSUPPORTED', 'expected a CAdES signature or a time-stamp', {
      facts: { names: foreign },
    });
  if (type === 'ASiC-S' && objects.length !== 1) faults.push('CONTAINER_OBJECT_NOT_ONE');
  for (const { manifest } of manifests) if (!entries.has(manifest.signature)) faults.push('CONTAINER_SIGNATURE_MISSING');
  // First and not packed, it lets the first octets of a file tell its kind (§A.1); elsewhere it says the same.
  const isInPlace = mimetype === undefined || (mimetype === list[0] && mimetype.method === 'stored');
  const notices = isInPlace ? [] : ['CONTAINER_MIMETYPE_MISPLACED'];
  return { type, proofs, records, objects, entries, contents, faults: [...new Set(faults)], notices, unread };
}

const FOREIGN = /^META-INF\/(?:[^/]*signatures[^/]*\.xml|[^/]*evidencerecord(?![^/]*manifest)[^/]*\.xml)$/i;
const SIGNATURE = /^META-INF\/[^/]*signature[^/]*\.p7s$/i;
const TIMESTAMP = /^META-INF\/[^/]*timestamp[^/]*\.tst$/i;
const RECORD = /^META-INF\/[^/]*evidencerecord[^/]*\.ers$/i;
const MANIFEST = /^META-INF\/[^/]*ASiC(?:Archive|EvidenceRecord)?Manifest[^/]*\.xml$/i;

async function readMimetype(entry: ZipEntry, contents: ZipContents, options: CallOptions): Promise<AsicContainer['type'] | undefined> {
  return MIMETYPES.get(decodeLatin1(await contents.bytes(entry, MOST_MIMETYPE, options)).trim());
}

interface ReadManifest {
  readonly entry: ZipEntry;
  readonly manifest: AsicManifest;
  readonly isArchive: boolean;
}

async function readManifests(list: readonly ZipEntry[], contents: ZipContents, options: CallOptions): Promise<readonly ReadManifest[]> {
  const found: ReadManifest[] = [];
  for (const entry of list.filter(({ name }) => MANIFEST.test(name)))
    found.push({
      entry,
      manifest: parseAsicManifest(await contents.bytes(entry, MOST_MANIFEST, options)),
      isArchive: /ASiCArchiveManifest/i.test(entry.name),
    });
  return found;
}

interface ContainerFiles {
  readonly type: AsicContainer['type'];
  readonly manifests: readonly ReadManifest[];
  readonly objects: readonly ZipEntry[];
}

function proofsOf(list: readonly ZipEntry[], { type, manifests, objects }: ContainerFiles): readonly ContainerProof[] {
  return list.flatMap((entry): readonly ContainerProof[] => {
    const isStamp = TIMESTAMP.test(entry.name);
    if (!isStamp && !SIGNATURE.test(entry.name)) return [];
    const over = manifests.filter(({ manifest }) => manifest.signature === entry.name);
    const [own] = over;
    const kind = own?.isArchive === true ? 'archive-time-stamp' : isStamp ? 'time-stamp' : 'signature';
    const shared = { file: entry.name, entry, kind } as const;
    // Two manifests over which one signature should be: it can be over one of them at most, and nobody says which.
    if (own !== undefined && over.length === 1) return [{ ...shared, content: own.entry, references: own.manifest.references }];
    const alone = type === 'ASiC-S' && over.length === 0 && objects.length === 1 ? objects[0] : undefined;
    return [{ ...shared, content: alone, references: [] }];
  });
}

/** @see ETSI EN 319 162-1 §4.3.3.2, §4.4.3.2 */
function recordsOf(list: readonly ZipEntry[], { type, manifests, objects }: ContainerFiles): readonly ContainerRecord[] {
  return list
    .filter(({ name }) => RECORD.test(name))
    .map((entry) => {
      const over = manifests.filter(({ manifest }) => manifest.signature === entry.name);
      const [own] = over;
      const alone = type === 'ASiC-S' && over.length === 0 && objects.length === 1 ? objects[0] : undefined;
      return { file: entry.name, entry, references: over.length === 1 ? (own?.manifest.references ?? []) : [], content: alone };
    });
}
