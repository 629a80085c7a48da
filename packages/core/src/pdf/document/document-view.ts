import type { ByteSource, Bytes, CallOptions } from '../../bytes/index.ts';
import { copyBytes } from '../../bytes/index.ts';
import type { Decryptor } from '../encryption/decryptor.ts';
import { decryptStrings } from '../encryption/decryptor.ts';
import type { Encryptor } from '../encryption/encryptor.ts';
import type { ChunkCache } from '../file/chunk-cache.ts';
import { EndstreamSearch } from '../file/endstream-search.ts';
import { type PdfIndirectObject, readIndirectObject } from '../file/indirect-object.ts';
import { type DecodedStream, decodeFilters, type InflateEngine, streamFilters } from '../filters/stream-filters.ts';
import { type PdfLimits, assertWithin } from '../limits.ts';
import { type PdfDict, type PdfObject, type PdfRef, type PdfStream, PDF_NULL, entryOf, integerOf, pdfRef } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import type { XrefEntry } from '../xref/xref-section.ts';
import { BoundedCache } from './bounded-cache.ts';
import { type ObjectStream, findIndex, objectAt, parseObjectStream } from './object-stream.ts';
import type { PdfDocument, PdfEncryption } from './pdf-document.ts';
import type { PdfRevision } from './revision.ts';
import { mergeRevisions } from './revisions.ts';

const OBJECTS = { values: 8192, octets: 8 * 1024 * 1024 };
const CONTAINERS = { values: 64, octets: 64 * 1024 * 1024 };

/** What all views of one file share. */
export interface OpenedFile {
  readonly cache: ChunkCache;
  readonly limits: PdfLimits;
  readonly engine: InflateEngine | undefined;
  readonly headerOffset: number;
  readonly offsetBase: number;
  readonly version: string;
  readonly repaired: boolean;
  readonly linearized: boolean;
  readonly notices: readonly string[];
  readonly revisions: readonly PdfRevision[];
  readonly encryption?: PdfEncryption;
  readonly decryptor?: Decryptor;
  readonly encryptor?: Encryptor;
}

/** A document as a reader of its first `index` revisions sees it. Objects and object streams are kept up to a bound. */
export class DocumentView implements PdfDocument {
  readonly revisions: readonly PdfRevision[];
  readonly trailer: PdfDict;
  private readonly file: OpenedFile;
  private merged: ReadonlyMap<number, XrefEntry> | undefined;
  private readonly search = new EndstreamSearch();
  private readonly objects = new BoundedCache<PdfIndirectObject>(OBJECTS.values, OBJECTS.octets);
  private readonly containers = new BoundedCache<ObjectStream>(CONTAINERS.values, CONTAINERS.octets);

  constructor(file: OpenedFile, index: number) {
    const newest = file.revisions[index - 1];
    if (newest === undefined) throw new RangeError(`index: expected a revision from 1 to ${file.revisions.length}, got ${index}`);
    this.file = file;
    this.revisions = file.revisions.slice(0, index);
    this.trailer = newest.trailer;
  }

  /** Merged when first needed: many views of a file with many revisions cost little until they are read. */
  private get entries(): ReadonlyMap<number, XrefEntry> {
    this.merged ??= mergeRevisions(this.revisions);
    return this.merged;
  }

  get source(): ByteSource {
    return this.file.cache.source;
  }

  get size(): number {
    return this.file.cache.size;
  }

  get limits(): PdfLimits {
    return this.file.limits;
  }

  get headerOffset(): number {
    return this.file.headerOffset;
  }

  get offsetBase(): number {
    return this.file.offsetBase;
  }

  get version(): string {
    return this.file.version;
  }

  get repaired(): boolean {
    return this.file.repaired;
  }

  get linearized(): boolean {
    return this.file.linearized;
  }

  get notices(): readonly string[] {
    return this.file.notices;
  }

  get encrypted(): boolean {
    return entryOf(this.trailer, 'Encrypt') !== undefined;
  }

  get encryption(): PdfEncryption | undefined {
    return this.file.encryption;
  }

  get encryptor(): Encryptor | undefined {
    return this.file.encryptor;
  }

  xrefEntry(number: number): XrefEntry | undefined {
    return this.entries.get(number);
  }

  objectNumbers(): readonly number[] {
    const used = [...this.entries.values()].filter((entry) => entry.kind !== 'free');
    return used.map((entry) => entry.number).sort((left, right) => left - right);
  }

  atRevision(index: number): PdfDocument {
    return new DocumentView(this.file, index);
  }

  async readObject(number: number, options?: CallOptions): Promise<PdfIndirectObject | undefined> {
    const known = this.objects.get(number);
    if (known !== undefined) return known;
    const entry = this.entries.get(number);
    if (entry === undefined) return undefined;
    const object = await this.readEntry(entry, options);
    if (object !== undefined) this.objects.set(number, object, object.octets);
    return object;
  }

  readEntry(entry: XrefEntry, options?: CallOptions): Promise<PdfIndirectObject | undefined> {
    if (entry.kind === 'offset') return this.readAt(entry, (ref) => this.lengthOf(ref, options), options);
    if (entry.kind === 'compressed') return this.readCompressed(entry, options);
    return Promise.resolve(undefined);
  }

  async resolve(object: PdfObject, options?: CallOptions): Promise<PdfObject> {
    let current = object;
    for (let steps = 0; current.kind === 'ref'; steps += 1) {
      if (steps === this.limits.referenceChain) {
        throw new PdfError('PDF_LIMIT_EXCEEDED', `expected up to ${steps} references in a row`, { facts: { limit: 'referenceChain' } });
      }
      const found: PdfIndirectObject | undefined = await this.readObject(current.number, options);
      current = found !== undefined && found.ref.generation === current.generation ? found.value : PDF_NULL;
    }
    return current;
  }

  async lookup(dict: PdfDict, key: string, options?: CallOptions): Promise<PdfObject | undefined> {
    const direct = entryOf(dict, key);
    if (direct === undefined) return undefined;
    const value = await this.resolve(direct, options);
    return value.kind === 'null' ? undefined : value;
  }

  async rawStreamBytes(stream: PdfStream, options?: CallOptions): Promise<Bytes> {
    return this.rawBytes(stream, options);
  }

  async streamBytes(stream: PdfStream, options?: CallOptions): Promise<Bytes> {
    return (await this.decodeStream(stream, options)).bytes;
  }

  async decodeStream(stream: PdfStream, options?: CallOptions): Promise<DecodedStream> {
    const resolve = async (object: PdfObject | undefined): Promise<PdfObject | undefined> =>
      object === undefined ? undefined : this.resolve(object, options);
    return this.decodeWith(stream, resolve, this.limits, options);
  }

  async objectStream(container: PdfRef, options?: CallOptions): Promise<ObjectStream> {
    const known = this.containers.get(container.number);
    if (known !== undefined) return known;
    const entry = this.entries.get(container.number);
    const read = entry?.kind === 'offset' ? await this.readPlain(entry, options) : undefined;
    if (read?.value.kind !== 'stream') {
      throw new PdfError('PDF_OBJECT_STREAM_MALFORMED', `expected an object stream as object ${container.number}`);
    }
    const parsed = await this.parseContainer(read.value, options);
    this.containers.set(container.number, parsed, parsed.bytes.length);
    return parsed;
  }

  /** Lengths, filters and parameters of an object stream lie outside of object streams, so that no stream waits for itself. */
  private async parseContainer(stream: PdfStream, options?: CallOptions): Promise<ObjectStream> {
    const resolve = (object: PdfObject | undefined): Promise<PdfObject | undefined> => this.resolvePlain(object, options);
    const decodedBytes = Math.min(this.limits.decodedBytes, this.limits.objectStreamBytes);
    const decoded = await this.decodeWith(stream, resolve, { ...this.limits, decodedBytes }, options);
    assertWithin('objectStreamBytes', decoded.bytes.length, this.limits);
    return parseObjectStream(stream.dict, decoded.bytes, this.limits);
  }

  private async readAt(
    entry: XrefEntry & { readonly kind: 'offset' },
    resolveLength: (ref: PdfRef) => Promise<number | undefined>,
    options?: CallOptions,
  ): Promise<PdfIndirectObject> {
    const reading = { ...options, limits: this.limits, search: this.search, resolveLength };
    const object = await readIndirectObject(this.file.cache, entry.offset, reading);
    if (object.ref.number !== entry.number || object.ref.generation !== entry.generation) {
      throw new PdfError('PDF_XREF_MISMATCH', `expected object ${entry.number} ${entry.generation} at ${entry.offset}`, {
        facts: { number: entry.number, offset: entry.offset },
      });
    }
    const { decryptor } = this.file;
    if (decryptor === undefined) return object;
    return { ...object, value: decryptStrings(object.value, object.ref, decryptor) };
  }

  private async readCompressed(
    entry: XrefEntry & { readonly kind: 'compressed' },
    options?: CallOptions,
  ): Promise<PdfIndirectObject | undefined> {
    let ref: PdfRef | undefined = pdfRef(entry.container);
    for (let steps = 0; ref !== undefined && steps < this.limits.referenceChain; steps += 1) {
      const stream: ObjectStream = await this.objectStream(ref, options);
      const index = findIndex(stream, entry.number, entry.index);
      if (index !== undefined) {
        const { value, octets } = objectAt(stream, index, this.limits);
        return { ref: pdfRef(entry.number), value, container: ref.number, octets, closed: true };
      }
      ref = stream.extends;
    }
    return undefined;
  }

  private async lengthOf(ref: PdfRef, options?: CallOptions): Promise<number | undefined> {
    const entry = this.entries.get(ref.number);
    if (entry === undefined || entry.generation !== ref.generation) return undefined;
    const object = entry.kind === 'compressed' ? await this.readCompressed(entry, options) : await this.readPlain(entry, options);
    return integerOf(object?.value);
  }

  /** An object outside of object streams, whose own length may only be stated directly or outside of them. */
  private async readPlain(entry: XrefEntry, options?: CallOptions, depth = 0): Promise<PdfIndirectObject | undefined> {
    if (entry.kind !== 'offset') return undefined;
    const resolveLength = async (ref: PdfRef): Promise<number | undefined> => {
      const target = this.entries.get(ref.number);
      if (depth > 0 || target === undefined || target.generation !== ref.generation) return undefined;
      return integerOf((await this.readPlain(target, options, depth + 1))?.value);
    };
    return this.readAt(entry, resolveLength, options);
  }

  private async resolvePlain(object: PdfObject | undefined, options?: CallOptions): Promise<PdfObject | undefined> {
    if (object?.kind !== 'ref') return object;
    const entry = this.entries.get(object.number);
    const target = entry === undefined ? undefined : await this.readPlain(entry, options);
    return target?.value.kind === 'ref' ? undefined : target?.value;
  }

  private async decodeWith(
    stream: PdfStream,
    resolve: (object: PdfObject | undefined) => Promise<PdfObject | undefined>,
    limits: PdfLimits,
    options?: CallOptions,
  ): Promise<DecodedStream> {
    const names = await resolveItems(await resolve(entryOf(stream.dict, 'Filter')), resolve);
    const parameters = await resolveItems(await resolve(entryOf(stream.dict, 'DecodeParms')), resolve);
    const filters = streamFilters(names, parameters, limits).filter((filter) => filter.name !== 'Crypt');
    return decodeFilters(await this.rawBytes(stream, options), filters, limits, this.file.engine);
  }

  private async rawBytes(stream: PdfStream, options?: CallOptions): Promise<Bytes> {
    const raw = await this.file.cache.load(stream.rawRange.start, stream.rawRange.end, options);
    const { decryptor } = this.file;
    return decryptor === undefined ? copyBytes(raw) : decryptor.decryptStream(stream, raw);
  }
}

async function resolveItems(
  object: PdfObject | undefined,
  resolve: (object: PdfObject | undefined) => Promise<PdfObject | undefined>,
): Promise<PdfObject | undefined> {
  if (object?.kind !== 'array') return object;
  const items: PdfObject[] = [];
  for (const item of object.items.slice(0, 64)) items.push((await resolve(item)) ?? PDF_NULL);
  return { kind: 'array', items };
}
