import { type CallOptions, decodeLatin1 } from '../../bytes/index.ts';
import { type PdfDict, type PdfDocument, type PdfObject, type PdfRevision } from '../../pdf/index.ts';
import { isBlank } from './earlier-documents.ts';
import type { ByteRangeFacts, DictionaryFacts } from './validation-facts.ts';

/** Octets from `start` (included) to `end` (excluded). */
export interface ByteSpan {
  readonly start: number;
  readonly end: number;
}

export interface ByteRangeOptions extends CallOptions {
  /** Whether the file goes on after the document that is looked at. */
  readonly hasLaterOctets?: boolean;
}

/** What /ByteRange says and how it fits the file; undefined when there is none. @see ISO 32000-2 §12.8.1 */
export async function readByteRange(
  document: PdfDocument,
  dict: PdfDict,
  others: readonly PdfDict[],
  paddingIsZero: boolean,
  options: ByteRangeOptions,
): Promise<ByteRangeFacts | null> {
  const raw = dict.entries.get('ByteRange');
  if (raw === undefined || raw.kind === 'null') return null;
  const numbers = numbersOf(raw);
  const faults = faultsOf(raw, numbers, document.size);
  const spans = spansOf(numbers);
  const end = spans?.[1].end ?? 0;
  const sound = faults.length === 0;
  const revision = sound ? await endedRevision(document, end, options) : undefined;
  const exact = sound && gapIsContents(dict, spans);
  const coverage =
    !exact || revision === undefined ? 'partial' : end === document.size && options.hasLaterOctets !== true ? 'whole-file' : 'revision';
  return {
    numbers,
    faults,
    gapIsContents: exact,
    paddingIsZero,
    coverage,
    revision: revision ?? null,
    collides: exact && collidesWithAny(spans, others),
  };
}

/** A range that does not even leave out its own /Contents says nothing against others. */
function collidesWithAny(spans: readonly [ByteSpan, ByteSpan] | undefined, others: readonly PdfDict[]): boolean {
  return others.some((other) => {
    const theirs = spansOf(numbersOf(other.entries.get('ByteRange')));
    return gapIsContents(other, theirs) && collide(spans, theirs);
  });
}

/** The two signed spans; undefined unless there are four numbers. */
export function spansOf(numbers: readonly number[]): readonly [ByteSpan, ByteSpan] | undefined {
  const [start, length, next, rest] = numbers;
  if (start === undefined || length === undefined || next === undefined || rest === undefined || numbers.length !== 4) return undefined;
  return [
    { start, end: start + length },
    { start: next, end: next + rest },
  ];
}

/** Where the first span of a sound range ends, and with it the beginning of the file that is signed; undefined for other ranges. */
export function signedBeginning(dict: PdfDict, size: number): number | undefined {
  const raw = dict.entries.get('ByteRange');
  const numbers = numbersOf(raw);
  return raw === undefined || faultsOf(raw, numbers, size).length > 0 ? undefined : spansOf(numbers)?.[0].end;
}

/** How /Contents reads as a signature value. */
export function readContentsState(contents: PdfObject | undefined): DictionaryFacts['contents'] {
  if (contents === undefined || contents.kind === 'null') return 'missing';
  if (contents.kind !== 'string') return 'not-string';
  if (contents.bytes.length === 0) return 'empty';
  return contents.bytes.every((octet) => octet === 0) ? 'zeros' : 'present';
}

export function numbersOf(raw: PdfObject | undefined): readonly number[] {
  return raw?.kind === 'array' ? raw.items.flatMap((item) => (item.kind === 'number' ? [item.value] : [])) : [];
}

function faultsOf(raw: PdfObject, numbers: readonly number[], size: number): readonly string[] {
  if (raw.kind === 'ref') return ['BYTE_RANGE_INDIRECT'];
  if (raw.kind !== 'array' || raw.items.length !== 4 || numbers.length !== 4) return ['BYTE_RANGE_NOT_FOUR_INTEGERS'];
  if (raw.items.some((item) => item.kind === 'number' && (item.form !== 'integer' || !Number.isSafeInteger(item.value))))
    return ['BYTE_RANGE_NOT_FOUR_INTEGERS'];
  const spans = spansOf(numbers);
  if (spans === undefined || numbers.some((number) => number < 0)) return ['BYTE_RANGE_NEGATIVE'];
  const [first, second] = spans;
  if (first.start !== 0) return ['BYTE_RANGE_DOES_NOT_START_AT_ZERO'];
  if (second.start < first.end) return ['BYTE_RANGE_OVERLAPS'];
  return second.end > size ? ['BYTE_RANGE_OUTSIDE_FILE'] : [];
}

function gapIsContents(dict: PdfDict, spans: readonly [ByteSpan, ByteSpan] | undefined): boolean {
  const contents = dict.entries.get('Contents');
  if (spans === undefined || contents?.kind !== 'string' || contents.range === undefined) return false;
  return contents.written === 'hexadecimal' && contents.range.start === spans[0].end && contents.range.end === spans[1].start;
}

/** Two ranges collide when neither gap lies wholly within what the other signs or beyond its end. */
function collide(own: readonly [ByteSpan, ByteSpan] | undefined, other: readonly [ByteSpan, ByteSpan] | undefined): boolean {
  if (own === undefined || other === undefined) return false;
  const [earlier, later] = own[1].end <= other[1].end ? [own, other] : [other, own];
  const sameEnd = earlier[1].end === later[1].end;
  return sameEnd || later[0].end < earlier[1].end;
}

/**
 * The revision that ends where the range ends: the last one whose sections lie before that place, when its startxref and
 * %%EOF are the last thing there. White space after %%EOF belongs to neither side, also at the end of the file.
 */
async function endedRevision(document: PdfDocument, end: number, options: ByteRangeOptions): Promise<number | undefined> {
  const { revisions } = document;
  if (end === document.size) return revisions.length;
  if (document.repaired) return revisions.find((revision) => revision.closed && revision.end === end)?.index;
  const index = revisions.findLastIndex((revision) => lastOctetOf(revision) <= end);
  const revision = revisions[index];
  const next = revisions[index + 1];
  if (revision === undefined) return undefined;
  const isFollowed =
    next === undefined
      ? options.hasLaterOctets === true || (await isBlank(document.source, end, options))
      : next.sections.every((section) => section.start >= end);
  if (!isFollowed) return undefined;
  const tail = decodeLatin1(await document.source.read(Math.max(0, end - TAIL), end, options));
  const stated = Number(ENDING.exec(tail)?.[1] ?? Number.NaN) + document.offsetBase;
  const isItsOwn = stated <= revision.startxref && revision.startxref - stated <= BLANKS;
  return isItsOwn || (index === 0 && document.linearized && Number.isFinite(stated)) ? revision.index : undefined;
}

const ENDING = /startxref[\0\t\n\f\r ]+(\d{1,15})[\0\t\n\f\r ]+%%EOF[\n\r ]{0,16}$/;
const TAIL = 128;
/** White space that writers leave before a section that startxref names. */
const BLANKS = 16;

function lastOctetOf(revision: PdfRevision): number {
  return Math.max(...revision.sections.map((section) => section.end));
}
