import { type CallOptions, equalBytes } from '../../../bytes/index.ts';
import { PDF_NULL, type PdfDocument, PdfError, type PdfObject, type PdfRef, type PdfStream } from '../../../pdf/index.ts';
import { loadAppearanceContents } from './appearance/load-contents.ts';
import { equalDicts, equalObjects } from './equal-objects.ts';
import { type RevisionSnapshot, type RevisionStep, type Touch, catalogOf } from './revision-step.ts';
import { readXmpTitle } from './xmp-syntax.ts';

/** Objects and revisions that are compared; a file with more is not explained. */
const OBJECTS_LIMIT = 400_000;
const STEPS_LIMIT = 400;

export interface LoadedSteps {
  readonly steps: readonly RevisionStep[];
  /** Stable code of why there are no steps. */
  readonly fault: string | null;
}

/**
 * Loads what is needed to compare each revision after `first` with the one before it. An object counts as present in a
 * revision only when it lies within the octets up to the revision's end: a cross-reference entry that points into octets
 * appended later shows nothing until they are.
 */
export async function loadSteps(document: PdfDocument, first: number, options: CallOptions = {}): Promise<LoadedSteps> {
  const count = document.revisions.length;
  if (first >= count) return { steps: [], fault: null };
  if (document.notices.includes('revisions-out-of-order')) return { steps: [], fault: 'REVISIONS_OUT_OF_ORDER' };
  if (count - first > STEPS_LIMIT) return { steps: [], fault: 'TOO_MANY_REVISIONS' };
  const objects = new Map<string, LoadedObject>();
  let older = await loadSnapshot(document, first, objects, options);
  if (older === undefined) return { steps: [], fault: 'TOO_MANY_OBJECTS' };
  const steps: RevisionStep[] = [];
  let history: readonly RevisionSnapshot[] = [];
  for (let index = first + 1; index <= count; index += 1) {
    options.signal?.throwIfAborted();
    const newer = await loadSnapshot(document, index, objects, options);
    if (newer === undefined) return { steps: [], fault: 'TOO_MANY_OBJECTS' };
    steps.push({ ...(await compareSnapshots(document, older, newer, options)), history });
    history = [...history, older];
    older = newer;
  }
  return { steps, fault: null };
}

interface LoadedSnapshot extends RevisionSnapshot {
  readonly view: PdfDocument;
  /** What the revision has under a number, whatever the generation. */
  at(number: number): { readonly generation: number; readonly value: PdfObject };
}

/** An object and the last octet that it, or the object stream around it, takes. */
interface LoadedObject {
  readonly value: PdfObject;
  readonly end: number;
}

const ABSENT: LoadedObject = { value: PDF_NULL, end: 0 };

async function loadSnapshot(
  document: PdfDocument,
  index: number,
  objects: Map<string, LoadedObject>,
  options: CallOptions,
): Promise<LoadedSnapshot | undefined> {
  const view = document.atRevision(index);
  const end = endOf(document, index);
  const present = new Map<number, { readonly generation: number; readonly value: PdfObject }>();
  const numbers = view.objectNumbers();
  if (numbers.length > OBJECTS_LIMIT) return undefined;
  for (const number of numbers) {
    const key = keyOf(view, number, end);
    if (key === undefined) continue;
    let object = objects.get(key);
    if (object === undefined) {
      options.signal?.throwIfAborted();
      object = await readLoaded(view, number, options);
      objects.set(key, object);
    }
    if (object.end <= end) present.set(number, { generation: view.xrefEntry(number)?.generation ?? 0, value: object.value });
  }
  const at: LoadedSnapshot['at'] = (number) => present.get(number) ?? { generation: 0, value: PDF_NULL };
  const object = (ref: PdfRef): PdfObject => {
    const found = at(ref.number);
    return found.generation === ref.generation ? found.value : PDF_NULL;
  };
  return { revision: index, trailer: view.trailer, object, at, view };
}

/** What identifies the octets behind an entry; undefined when they lie beyond the revision. */
function keyOf(view: PdfDocument, number: number, end: number): string | undefined {
  const entry = view.xrefEntry(number);
  if (entry?.kind === 'offset') return entry.offset < end ? `${number} at ${entry.offset}` : undefined;
  if (entry?.kind !== 'compressed') return undefined;
  const container = view.xrefEntry(entry.container);
  if (container?.kind !== 'offset' || container.offset >= end) return undefined;
  return `${number} in ${container.offset} at ${entry.index}`;
}

async function readLoaded(view: PdfDocument, number: number, options: CallOptions): Promise<LoadedObject> {
  try {
    const object = await view.readObject(number, options);
    if (object === undefined) return ABSENT;
    const around = object.container === undefined ? object : await view.readObject(object.container, options);
    return { value: object.value, end: around?.range?.end ?? 0 };
  } catch (error) {
    if (error instanceof PdfError) return ABSENT;
    throw error;
  }
}

/** The revision's end; a signature may cover the end of line after %%EOF or not, so nothing lies in between. */
function endOf(document: PdfDocument, index: number): number {
  return index === document.revisions.length ? document.size : (document.revisions[index - 1]?.end ?? 0);
}

async function compareSnapshots(
  document: PdfDocument,
  older: LoadedSnapshot,
  newer: LoadedSnapshot,
  options: CallOptions,
): Promise<Omit<RevisionStep, 'history'>> {
  const touched = new Map<number, Touch>();
  for (const number of candidates(document, older, newer)) {
    const before = older.at(number);
    const after = newer.at(number);
    if (before.value.kind === 'null' && after.value.kind === 'null') continue;
    const same = before.generation === after.generation && (await isSame(older, newer, before.value, after.value, options));
    if (!same) touched.set(number, touchOf(before.value, after.value));
  }
  const contents = await loadAppearanceContents(older, newer, touched, options);
  const xmpTitles = [await xmpTitleOf(older, options), await xmpTitleOf(newer, options)] as const;
  return { revision: newer.revision, older, newer, touched, xmpTitles, contents };
}

function touchOf(before: PdfObject, after: PdfObject): Touch {
  if (before.kind === 'null') return 'added';
  return after.kind === 'null' ? 'freed' : 'changed';
}

/** What the newer revision lists, and what older entries point to in octets that it brought. */
function candidates(document: PdfDocument, older: LoadedSnapshot, newer: LoadedSnapshot): ReadonlySet<number> {
  const revision = document.revisions[newer.revision - 1];
  const numbers = new Set((revision?.entries ?? []).map((entry) => entry.number));
  const from = endOf(document, older.revision);
  for (const number of newer.view.objectNumbers()) {
    const entry = newer.view.xrefEntry(number);
    if (entry?.kind === 'offset' && entry.offset >= from) numbers.add(number);
    if (entry?.kind === 'compressed') {
      const container = newer.view.xrefEntry(entry.container);
      if (container?.kind === 'offset' && container.offset >= from) numbers.add(number);
    }
  }
  return numbers;
}

async function isSame(
  older: LoadedSnapshot,
  newer: LoadedSnapshot,
  before: PdfObject,
  after: PdfObject,
  options: CallOptions,
): Promise<boolean> {
  if (before.kind !== 'stream' || after.kind !== 'stream') return equalObjects(before, after);
  if (before.rawRange.start === after.rawRange.start && before.rawRange.end === after.rawRange.end) return true;
  return equalDicts(before.dict, after.dict) && equalBytes(await rawBytes(older, before, options), await rawBytes(newer, after, options));
}

function rawBytes(snapshot: LoadedSnapshot, stream: PdfStream, options: CallOptions): Promise<Uint8Array> {
  return snapshot.view.rawStreamBytes(stream, options);
}

/** Undefined for metadata that are no XMP, and for none. */
async function xmpTitleOf(snapshot: LoadedSnapshot, options: CallOptions): Promise<string | undefined> {
  const metadata = catalogOf(snapshot)?.entries.get('Metadata');
  const stream = metadata?.kind === 'ref' ? snapshot.object(metadata) : metadata;
  if (stream?.kind !== 'stream') return undefined;
  try {
    return readXmpTitle(await snapshot.view.streamBytes(stream, options));
  } catch (error) {
    if (error instanceof PdfError) return undefined;
    throw error;
  }
}
