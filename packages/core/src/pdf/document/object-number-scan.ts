import type { CallOptions } from '../../bytes/index.ts';
import { type PdfRange, type PdfRef, type PdfStream, entryOf, integerOf, isNamed } from '../objects.ts';
import { ChunkCache } from '../file/chunk-cache.ts';
import { EndstreamSearch } from '../file/endstream-search.ts';
import { scanObjects } from '../file/object-scan.ts';
import { assertWithin } from '../limits.ts';
import { isDigit } from '../syntax/characters.ts';
import { highestIn, NumberPatterns } from '../syntax/number-patterns.ts';
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
  const entries = notedEntries(scan);
  const begins = Float64Array.from(entries.keys()).sort();
  await scanStreams(scan, entries);
  for (const entry of entries.values()) await scanEntry(scan, entry);
  await scanFileText(scan, begins);
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
  if (number <= scan.highest) return;
  assertWithin('objectNumber', number, scan.document.limits);
  scan.highest = number;
}

/** The objects that cross-references of any revision lead to, by where they begin. */
function notedEntries(scan: Scan): Map<number, XrefEntry> {
  const entries = new Map<number, XrefEntry>();
  for (const revision of scan.document.revisions) {
    for (const entry of revision.entries) {
      note(scan, entry.number);
      if (entry.kind === 'compressed') note(scan, entry.container);
      if (entry.kind === 'offset' && !entries.has(entry.offset)) entries.set(entry.offset, entry);
    }
  }
  return entries;
}

/**
 * One pass over the file. Of `entries` it takes those that are no streams, and those whose bodies it found as the dictionary
 * states them: what is left has to be read. Object streams that no cross-reference leads to are scanned too: nothing shows
 * them, but a reader that rebuilds would.
 */
async function scanStreams(scan: Scan, entries: Map<number, XrefEntry>): Promise<void> {
  const { document, options, cache } = scan;
  const scanning = { ...options, limits: document.limits, search: new EndstreamSearch() };
  for await (const objects of scanObjects(cache, scanning)) {
    for (const { ref, offset, type, body, lengthHolds, unclear } of objects) {
      const holdsObjects = type === 'ObjStm';
      const entry = entries.get(offset);
      if (entry === undefined) {
        if (holdsObjects) await scanLatentStream(scan, { kind: 'offset', number: ref.number, generation: ref.generation, offset });
        continue;
      }
      if (body === undefined ? unclear : holdsObjects || !lengthHolds || !leadsTo(entry, ref)) continue;
      if (body !== undefined) scan.bodies.push(body);
      entries.delete(offset);
    }
  }
}

function leadsTo({ number, generation }: XrefEntry, ref: PdfRef): boolean {
  return number === ref.number && generation === ref.generation;
}

async function scanLatentStream(scan: Scan, entry: XrefEntry): Promise<void> {
  const stream = await readStream(scan, entry);
  if (stream !== undefined) await scanObjectStream(scan, stream);
}

/** Objects are not parsed for references here: the text of the file is scanned for them; only streams need to be known. */
async function scanEntry(scan: Scan, entry: XrefEntry): Promise<void> {
  const stream = await readStream(scan, entry);
  if (stream === undefined) return;
  if (stream.lengthHolds) scan.bodies.push(stream.rawRange);
  if (isNamed(entryOf(stream.dict, 'Type'), 'ObjStm')) await scanObjectStream(scan, stream);
}

/** The stream of an entry, if it is one and can be read. */
async function readStream(scan: Scan, entry: XrefEntry): Promise<PdfStream | undefined> {
  scan.options?.signal?.throwIfAborted();
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
  note(scan, highestIn(bytes.subarray(first)));
}

/** Every other integer of the head, in runs of up to 15 digits, whatever stands between them. */
function headNumbers(head: Uint8Array): readonly number[] {
  const numbers: number[] = [];
  let digits = 0;
  let value = 0;
  let count = 0;
  for (let index = 0; index <= head.length; index += 1) {
    const byte = head[index];
    if (isDigit(byte) && digits < 15) {
      value = value * 10 + (byte ?? 0) - 0x30;
      digits += 1;
    } else if (digits > 0) {
      if (count % 2 === 0) numbers.push(value);
      count += 1;
      digits = isDigit(byte) ? 1 : 0;
      value = digits === 0 ? 0 : (byte ?? 0) - 0x30;
    }
  }
  return numbers;
}

/** A body is passed over only if no object begins within it: streams that overlap objects must not hide them. */
async function scanFileText(scan: Scan, begins: Float64Array): Promise<void> {
  const { document } = scan;
  const bodies = scan.bodies.sort((left, right) => left.start - right.start).filter((body) => !anyWithin(begins, body));
  let position = 0;
  let window: { readonly start: number; readonly bytes: Uint8Array } = { start: 0, bytes: new Uint8Array() };
  for (const body of [...bodies, { start: document.size, end: document.size }]) {
    if (position < body.start && body.start - position <= PIECE) {
      // Between two bodies there is little text mostly: a window serves for many.
      if (body.start > window.start + window.bytes.length)
        window = { start: position, bytes: await scan.cache.load(position, position + PIECE, scan.options) };
      note(scan, highestIn(window.bytes.subarray(position - window.start, body.start - window.start)));
    } else if (position < body.start) note(scan, await highestOfPieces(scan, position, body.start));
    position = Math.max(position, body.end);
  }
}

async function highestOfPieces(scan: Scan, start: number, end: number): Promise<number> {
  const patterns = new NumberPatterns();
  for (let from = start; from < end; from += PIECE) {
    scan.options?.signal?.throwIfAborted();
    patterns.scan(await scan.cache.load(from, Math.min(from + PIECE, end), scan.options));
  }
  patterns.finish();
  return patterns.highest;
}

/** Whether a number of the sorted list lies in the range. */
function anyWithin(sorted: Float64Array, range: PdfRange): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < range.start) low = middle + 1;
    else high = middle;
  }
  return (sorted[low] ?? Infinity) < range.end;
}
