import type { CallOptions } from '../../bytes/index.ts';
import { ChunkCache } from '../file/chunk-cache.ts';
import { headerTexts } from '../file/header-text.ts';
import type { PdfIndirectObject } from '../file/indirect-object.ts';
import { assertWithin } from '../limits.ts';
import { type PdfDict, type PdfStream, entryOf, isNamed } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import { spellObject } from '../syntax/spelling.ts';
import type { XrefEntry } from '../xref/xref-section.ts';
import type { PdfDocument } from './pdf-document.ts';
import { ReadingBudget } from './reading-budget.ts';
import { type ScannedFile, scanFile } from './rebuild.ts';

/** What the text of a file says of its objects, whatever its cross-reference says. */
export interface ObjectsByText {
  /** The objects in use, by rising number, each where its definition begins. */
  readonly entries: readonly XrefEntry[];
  /**
   * Numbers that readers may understand differently: defined twice or nowhere, in a place that only some readers look at,
   * not readable, not in use although defined. Rising.
   */
  readonly ambiguous: readonly number[];
  /** Names of other things on which readers may differ: `header`, `root`, `encrypt`. */
  readonly doubts: readonly string[];
}

/**
 * Compares the objects in use with what a reader finds that searches the file for them, in the text and in object streams.
 *
 * @throws {@link PdfError} `PDF_LIMIT_EXCEEDED`
 */
export async function searchObjects(document: PdfDocument, options: CallOptions = {}): Promise<ObjectsByText> {
  const survey: Survey = {
    document,
    options,
    cache: new ChunkCache(document.source),
    budget: new ReadingBudget(document),
    places: new Map(),
    ambiguous: new Set(),
    doubts: new Set(),
    decoded: 0,
  };
  await notePlacesInText(survey);
  const found = await readObjectsInUse(survey);
  for (const { ref, value } of found.values()) {
    if (value.kind === 'stream' && isNamed(entryOf(value.dict, 'Type'), 'ObjStm')) await notePlacesInStream(survey, ref.number, value);
  }
  const entries = [...found].map(([number, object]) => soleEntry(survey, number, object)).filter((entry) => entry !== undefined);
  for (const [number, places] of survey.places) if (!found.has(number)) await judgeUnused(survey, number, places);
  judgeTrailers(survey, await scanFile(survey.cache, { ...options, limits: document.limits }), [...found.values()]);
  return { entries, ambiguous: [...survey.ambiguous].sort((left, right) => left - right), doubts: [...survey.doubts].sort() };
}

/** Where an object is defined: an offset in the file, or a place in an object stream. */
type Place = number | { readonly container: number; readonly index: number };

interface Survey {
  readonly document: PdfDocument;
  readonly options: CallOptions;
  readonly cache: ChunkCache;
  readonly budget: ReadingBudget;
  readonly places: Map<number, Place[]>;
  readonly ambiguous: Set<number>;
  readonly doubts: Set<string>;
  decoded: number;
}

function notePlace(survey: Survey, number: number, place: Place): void {
  const known = survey.places.get(number);
  if (known === undefined) survey.places.set(number, [place]);
  else known.push(place);
  assertWithin('xrefEntries', survey.places.size, survey.document.limits);
}

async function notePlacesInText(survey: Survey): Promise<void> {
  for await (const { number, offset } of headerTexts(survey.cache, { start: 0, end: survey.cache.size }, survey.options)) {
    if (number === undefined) survey.doubts.add('header');
    // No reader takes an object 0.
    else if (number !== 0) notePlace(survey, number, offset);
  }
}

async function readObjectsInUse(survey: Survey): Promise<ReadonlyMap<number, PdfIndirectObject>> {
  const found = new Map<number, PdfIndirectObject>();
  for (const number of survey.document.objectNumbers()) {
    survey.options.signal?.throwIfAborted();
    const entry = survey.document.xrefEntry(number);
    const object = entry === undefined ? undefined : await survey.budget.read(survey.document, entry, survey.options);
    if (object === undefined) survey.ambiguous.add(number);
    else found.set(number, object);
  }
  return found;
}

async function notePlacesInStream(survey: Survey, container: number, stream: PdfStream): Promise<void> {
  const { document, options } = survey;
  try {
    const { bytes, complete } = await document.decodeStream(stream, options);
    survey.decoded += bytes.length;
    assertWithin('scanDecodedBytes', survey.decoded, document.limits);
    if (!complete) survey.ambiguous.add(container);
    const { numbers } = await document.objectStream({ kind: 'ref', number: container, generation: 0 }, options);
    for (const [index, number] of numbers.entries()) if (number !== 0) notePlace(survey, number, { container, index });
  } catch (error) {
    if (!(error instanceof PdfError) || error.code === 'PDF_LIMIT_EXCEEDED') throw error;
    survey.ambiguous.add(container);
  }
}

/** The entry of an object that is defined in one place, the one where it was read. */
function soleEntry(survey: Survey, number: number, object: PdfIndirectObject): XrefEntry | undefined {
  const [place, second] = survey.places.get(number) ?? [];
  if (place !== undefined && second === undefined) {
    if (typeof place === 'number') {
      if (place === object.range?.start) return { kind: 'offset', number, generation: object.ref.generation, offset: place };
    } else if (place.container === object.container) return { kind: 'compressed', number, generation: 0, ...place };
  }
  survey.ambiguous.add(number);
  return undefined;
}

/** A cross-reference stream need not be in use; of any other object a reader that searches would make one. */
async function judgeUnused(survey: Survey, number: number, places: readonly Place[]): Promise<void> {
  const [offset, second] = places;
  if (typeof offset === 'number' && second === undefined) {
    const object = await survey.budget.read(survey.document, { kind: 'offset', number, generation: 0, offset }, survey.options);
    if (object?.value.kind === 'stream' && isNamed(entryOf(object.value.dict, 'Type'), 'XRef')) return;
  }
  survey.ambiguous.add(number);
}

/** All trailers that name a catalog name the same one, and the same encryption; without any there is one catalog. */
function judgeTrailers({ document, doubts }: Survey, scanned: ScannedFile, found: readonly PdfIndirectObject[]): void {
  const trailers = scanned.trailers.filter(({ dict }) => entryOf(dict, 'Root') !== undefined).map(({ dict }) => dict);
  const agree = (key: string): boolean => trailers.every((dict) => spelled(dict, key) === spelled(document.trailer, key));
  if (!agree('Root')) doubts.add('root');
  if (!agree('Encrypt')) doubts.add('encrypt');
  if (trailers.length > 0) return;
  const catalogs = found.filter(({ value }) => value.kind === 'dict' && isNamed(entryOf(value, 'Type'), 'Catalog'));
  if (catalogs.length > 1) doubts.add('root');
}

function spelled(dict: PdfDict, key: string): string {
  const value = entryOf(dict, key);
  return value === undefined ? '' : spellObject(value);
}
