import { type CallOptions, encodeLatin1 } from '../../bytes/index.ts';
import { ChunkCache } from '../file/chunk-cache.ts';
import { findMarker } from '../file/find-marker.ts';
import { parseGrowing } from '../file/growing-window.ts';
import { headerTexts } from '../file/header-text.ts';
import type { PdfIndirectObject } from '../file/indirect-object.ts';
import { type PdfDict, type PdfStream, entryOf, integerOf, isNamed } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import { parseObject } from '../syntax/object-parser.ts';
import { spellObject } from '../syntax/spelling.ts';
import type { PdfDocument } from './pdf-document.ts';
import { ReadingBudget } from './reading-budget.ts';
import type { PdfRevision } from './revision.ts';

/** Why a reader may take another document out of a revision than its cross-reference describes. */
export type RevisionDoubt =
  /** Its cross-reference, or the way to the one before, was read around a fault: others rebuild it, or stop. */
  | 'cross-reference-repaired'
  /** `/Size` is no number above all that the revision defines: some readers know no object from there on. */
  | 'size-too-small'
  /** A number leads to no such object: some readers then rebuild the cross-reference. */
  | 'object-unreadable'
  /** Text that begins an object where the cross-reference has none: in a stream, a string, a comment or between objects. */
  | 'object-hidden'
  /** An object stream holds an object that the cross-reference does not place there. */
  | 'object-stream-unlisted'
  /** Another trailer or cross-reference stream with another catalog or encryption. */
  | 'trailer-hidden';

/**
 * Compares what the cross-reference of revision `index` (from 1) says with what readers find that search the text instead, as all
 * readers do when something of the cross-reference does not hold. Without a doubt both are the same document.
 *
 * @throws {@link PdfError} `PDF_LIMIT_EXCEEDED`
 * @see ISO 32000-2 §7.5
 */
export async function revisionDoubts(document: PdfDocument, index: number, options: CallOptions = {}): Promise<readonly RevisionDoubt[]> {
  const revision = document.revisions[index - 1];
  if (revision === undefined) throw new RangeError(`index: expected a revision from 1 to ${document.revisions.length}, got ${index}`);
  const inquiry: Inquiry = {
    view: document.atRevision(index),
    revision,
    cache: new ChunkCache(document.source),
    options,
    doubts: new Set(),
  };
  if (revision.notices.length > 0 || revision.trailer.duplicates.length > 0) inquiry.doubts.add('cross-reference-repaired');
  judgeSize(inquiry);
  await judgeHeaders(inquiry, await judgeObjects(inquiry));
  await judgeTrailers(inquiry);
  return [...inquiry.doubts];
}

interface Inquiry {
  readonly view: PdfDocument;
  readonly revision: PdfRevision;
  readonly cache: ChunkCache;
  readonly options: CallOptions;
  readonly doubts: Set<RevisionDoubt>;
}

function judgeSize({ revision, doubts }: Inquiry): void {
  if (revision.xrefForm === 'rebuilt') return;
  const size = integerOf(entryOf(revision.trailer, 'Size'));
  const last = revision.entries.findLast(({ kind }) => kind !== 'free')?.number ?? 0;
  if (size === undefined || size <= last) doubts.add('size-too-small');
}

/** Returns where the objects begin, and which each is. */
async function judgeObjects(inquiry: Inquiry): Promise<ReadonlyMap<number, number>> {
  const { view, revision, options, doubts } = inquiry;
  const budget = new ReadingBudget(view);
  const starts = new Map<number, number>();
  for (const entry of revision.entries) {
    if (entry.kind !== 'offset') continue;
    options.signal?.throwIfAborted();
    const object = await budget.read(view, entry, options);
    if (object?.range === undefined) doubts.add('object-unreadable');
    else starts.set(object.range.start, object.ref.number);
    if (object?.value.kind === 'stream') await judgeStream(inquiry, object, object.value);
  }
  return starts;
}

async function judgeStream(inquiry: Inquiry, { ref, range }: PdfIndirectObject, stream: PdfStream): Promise<void> {
  const { view, revision, options, doubts } = inquiry;
  const type = entryOf(stream.dict, 'Type');
  if (isNamed(type, 'XRef')) {
    const isSection = revision.sections.some(({ start }) => start === range?.start);
    if (!isSection && !agrees(stream.dict, revision.trailer)) doubts.add('trailer-hidden');
  }
  if (!isNamed(type, 'ObjStm')) return;
  try {
    const { numbers } = await view.objectStream(ref, options);
    const listed = new Map(revision.entries.map((entry) => [entry.number, entry]));
    const isListed = (number: number, index: number): boolean => {
      const entry = listed.get(number);
      return entry?.kind === 'compressed' && entry.container === ref.number && entry.index === index;
    };
    if (!numbers.every(isListed)) doubts.add('object-stream-unlisted');
  } catch (error) {
    if (!(error instanceof PdfError) || error.code === 'PDF_LIMIT_EXCEEDED') throw error;
    doubts.add('object-unreadable');
  }
}

async function judgeHeaders({ revision, cache, options, doubts }: Inquiry, starts: ReadonlyMap<number, number>): Promise<void> {
  const sections = new Set(revision.sections.map(({ start }) => start));
  for await (const { number, offset } of headerTexts(cache, revision, options)) {
    if (number !== undefined && (starts.get(offset) === number || sections.has(offset))) continue;
    doubts.add('object-hidden');
    return;
  }
}

const TRAILER = encodeLatin1('trailer');
const LESS_THAN = 0x3c;

/** Trailers outside of the sections, as readers find them that look for the keyword. */
async function judgeTrailers({ view, revision, cache, options, doubts }: Inquiry): Promise<void> {
  const { start, end, sections } = revision;
  for (let from = start; ;) {
    const at = await findMarker(cache, TRAILER, from, end, options);
    if (at === undefined) return;
    from = at + TRAILER.length;
    if (sections.some((section) => at >= section.start && at < section.end)) continue;
    const dict = await dictionaryAt(cache, from, view, options);
    if (dict === 'none') continue;
    if (dict === 'malformed' || !agrees(dict, revision.trailer)) {
      doubts.add('trailer-hidden');
      return;
    }
  }
}

async function dictionaryAt(
  cache: ChunkCache,
  offset: number,
  { limits }: PdfDocument,
  options: CallOptions,
): Promise<PdfDict | 'none' | 'malformed'> {
  try {
    return await parseGrowing(cache, offset, { ...options, limits, maximum: limits.searchBytes }, (lexer) => {
      lexer.skipSpace();
      if (lexer.peek() !== LESS_THAN) return 'none';
      const object = parseObject(lexer);
      return object.kind === 'dict' ? object : 'none';
    });
  } catch (error) {
    if (!(error instanceof PdfError) || error.code === 'PDF_LIMIT_EXCEEDED') throw error;
    return 'malformed';
  }
}

/** Whether a reader that takes this trailer opens the same document; without a catalog none takes it. */
function agrees(dict: PdfDict, trailer: PdfDict): boolean {
  if (entryOf(dict, 'Root') === undefined) return true;
  return ['Root', 'Encrypt'].every((key) => spelled(dict, key) === spelled(trailer, key)) && dict.duplicates.length === 0;
}

function spelled(dict: PdfDict, key: string): string {
  const value = entryOf(dict, key);
  return value === undefined ? '' : spellObject(value);
}
