import type { CallOptions } from '../../bytes/index.ts';
import { type PdfRange, type PdfStream, entryOf, integerOf, isNamed } from '../objects.ts';
import { ChunkCache } from '../file/chunk-cache.ts';
import { EndstreamSearch } from '../file/endstream-search.ts';
import { scanObjects } from '../file/object-scan.ts';
import { assertWithin } from '../limits.ts';
import { NumberPatterns } from '../syntax/number-patterns.ts';
import type { XrefEntry } from '../xref/xref-section.ts';
import type { PdfDocument } from './pdf-document.ts';
import { ReadingBudget } from './reading-budget.ts';

const PIECE = 256 * 1024;

/**
 * The highest object number that anything in the file defines or refers to: every revision, superseded and unreferenced
 * objects, the contents of object streams, comments and gaps. Bodies of other streams are passed over where a
 * cross-reference leads to the stream and its length holds. A function of the file alone.
 *
 * @throws {@link PdfError} `PDF_LIMIT_EXCEEDED`, also for a number above `PdfLimits.objectNumber`; `PDF_PASSWORD_NEEDED` or
 * `PDF_ENCRYPTED_UNSUPPORTED` when an object stream cannot be decrypted.
 */
export async function highestObjectNumber(document: PdfDocument, options?: CallOptions): Promise<number> {
  const cache = new ChunkCache(document.source);
  const budget = new ReadingBudget(document);
  const scan: Scan = { document, options, cache, budget, highest: 0, bodies: [], decoded: 0 };
  const seen = new Set<number>();
  for (const revision of document.revisions) {
    for (const entry of revision.entries) {
      note(scan, entry.number);
      if (entry.kind === 'compressed') note(scan, entry.container);
      if (entry.kind !== 'offset' || seen.has(entry.offset)) continue;
      seen.add(entry.offset);
      await scanEntry(scan, entry);
    }
  }
  await scanLatentStreams(scan, seen);
  await scanFileText(scan, seen);
  return scan.highest;
}

/**
 * The lowest object number that a new revision may take: above {@link highestObjectNumber} and not below any /Size.
 */
export async function firstFreeObjectNumber(document: PdfDocument, options?: CallOptions): Promise<number> {
  const sizes = document.revisions.map((revision) => integerOf(entryOf(revision.trailer, 'Size')) ?? 0);
  const free = sizes.reduce((most, size) => Math.max(most, size), 1 + (await highestObjectNumber(document, options)));
  assertWithin('objectNumber', free, document.limits);
  return free;
}

interface Scan {
  readonly document: PdfDocument;
  readonly options: CallOptions | undefined;
  readonly cache: ChunkCache;
  readonly budget: ReadingBudget;
  highest: number;
  readonly bodies: PdfRange[];
  decoded: number;
}

function note(scan: Scan, number: number): void {
  assertWithin('objectNumber', number, scan.document.limits);
  if (number > scan.highest) scan.highest = number;
}

/** Objects are not parsed for references here: the text of the file is scanned for them; only streams need to be known. */
async function scanEntry(scan: Scan, entry: XrefEntry): Promise<void> {
  scan.options?.signal?.throwIfAborted();
  const value = await readStream(scan, entry);
  if (value === undefined) return;
  if (value.lengthHolds) scan.bodies.push(value.rawRange);
  if (isNamed(entryOf(value.dict, 'Type'), 'ObjStm')) await scanObjectStream(scan, value);
}

/** Object streams that no cross-reference leads to: nothing shows them, but a reader that rebuilds would. */
async function scanLatentStreams(scan: Scan, known: ReadonlySet<number>): Promise<void> {
  const { document, options, cache } = scan;
  const scanning = { ...options, limits: document.limits, search: new EndstreamSearch() };
  for await (const { ref, offset, dict } of scanObjects(cache, scanning)) {
    if (dict === undefined || known.has(offset) || !isNamed(entryOf(dict, 'Type'), 'ObjStm')) continue;
    const entry: XrefEntry = { kind: 'offset', number: ref.number, generation: ref.generation, offset };
    const stream = await readStream(scan, entry);
    if (stream !== undefined) await scanObjectStream(scan, stream);
  }
}

/** The stream of an entry, if it is one and can be read. */
async function readStream(scan: Scan, entry: XrefEntry): Promise<PdfStream | undefined> {
  const object = await scan.budget.read(scan.document, entry, scan.options);
  return object?.value.kind === 'stream' ? object.value : undefined;
}

/** Numbers of the head and references of the rest; a piece of text between the two does not join them. */
async function scanObjectStream(scan: Scan, stream: PdfStream): Promise<void> {
  const { bytes } = await scan.document.decodeStream(stream, scan.options);
  scan.decoded += bytes.length;
  assertWithin('scanDecodedBytes', scan.decoded, scan.document.limits);
  const first = Math.min(integerOf(entryOf(stream.dict, 'First')) ?? 0, bytes.length);
  for (const number of headNumbers(bytes.subarray(0, first))) note(scan, number);
  scanText(scan, bytes.subarray(first));
}

function* headNumbers(head: Uint8Array): Generator<number> {
  const integers = new TextDecoder('latin1').decode(head).match(/\d{1,15}/g) ?? [];
  for (let index = 0; index < integers.length; index += 2) yield Number(integers[index]);
}

function scanText(scan: Scan, bytes: Uint8Array): void {
  const patterns = new NumberPatterns();
  patterns.scan(bytes);
  patterns.finish();
  note(scan, patterns.highest);
}

/** A body is passed over only if no object begins within it: streams that overlap objects must not hide them. */
async function scanFileText(scan: Scan, offsets: ReadonlySet<number>): Promise<void> {
  const { document } = scan;
  const begins = [...offsets].sort((left, right) => left - right);
  const bodies = scan.bodies.sort((left, right) => left.start - right.start).filter((body) => !anyWithin(begins, body));
  let position = 0;
  for (const body of [...bodies, { start: document.size, end: document.size }]) {
    const patterns = new NumberPatterns();
    for (let from = position; from < body.start; from += PIECE) {
      scan.options?.signal?.throwIfAborted();
      patterns.scan(await scan.cache.load(from, Math.min(from + PIECE, body.start), scan.options));
    }
    patterns.finish();
    note(scan, patterns.highest);
    position = Math.max(position, body.end);
  }
}

/** Whether a number of the sorted list lies in the range. */
function anyWithin(sorted: readonly number[], range: PdfRange): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < range.start) low = middle + 1;
    else high = middle;
  }
  return (sorted[low] ?? Infinity) < range.end;
}
