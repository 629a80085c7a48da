import { type CallOptions, decodeLatin1 } from '../../bytes/index.ts';
import {
  type PdfDocument,
  PdfError,
  type PdfIndirectObject,
  type PdfRevision,
  type XrefEntry,
  entryOf,
  integerOf,
  isNamed,
} from '../../pdf/index.ts';
import { PadesError } from '../pades-error.ts';
import { activeContentOf, visitParts } from './active-content.ts';

/** What one pass over all objects of all revisions tells. */
export interface ObjectSurvey {
  /** The lowest object number that nothing defines or refers to, in any revision. */
  readonly firstFree: number;
  /** How often the objects of the newest revision refer to an object. */
  readonly references: ReadonlyMap<number, number>;
  /** Names of active content in the newest revision, sorted. */
  readonly activeContent: readonly string[];
}

/** ISO 32000-2 Annex C. */
const LARGEST_OBJECT_NUMBER = 8_388_607;

/**
 * Reads every object of every revision once, object streams included, and trailers. A number that some object refers to
 * counts as taken even if nothing defines it: a new object there would fill a reference that the author left dangling.
 *
 * @throws {@link PadesError} `PADES_OBJECT_NUMBERS_EXHAUSTED`; `PADES_XREF_UNUSABLE` for an entry that leads to no object,
 * unless `tolerant`.
 */
export async function surveyObjects(document: PdfDocument, options: CallOptions & { readonly tolerant: boolean }): Promise<ObjectSurvey> {
  let highest = 0;
  const references = new Map<number, number>();
  const active = new Set<string>();
  const take = (number: number): void => void (highest = Math.max(highest, number));

  for (const revision of document.revisions) {
    const view = document.atRevision(revision.index);
    take((integerOf(entryOf(revision.trailer, 'Size')) ?? 1) - 1);
    visitParts(revision.trailer, () => undefined, take);
    for (const number of await sectionNumbers(document, revision, options)) take(number);
    for (const entry of revision.entries) {
      options.signal?.throwIfAborted();
      take(entry.number);
      const object = await readEntry(view, entry, options);
      if (object === undefined) continue;
      const live = isSame(document.xrefEntry(entry.number), entry);
      visitParts(
        object.value,
        (dict) => {
          if (live) for (const name of activeContentOf(dict)) active.add(name);
        },
        (number) => {
          take(number);
          if (live) references.set(number, (references.get(number) ?? 0) + 1);
        },
      );
      for (const number of await containedNumbers(view, object, options)) take(number);
    }
  }
  if (highest >= LARGEST_OBJECT_NUMBER)
    throw new PadesError('PADES_OBJECT_NUMBERS_EXHAUSTED', `expected object numbers below ${LARGEST_OBJECT_NUMBER}`, {
      facts: { highest },
    });
  return { firstFree: highest + 1, references, activeContent: [...active].sort() };
}

async function readEntry(
  view: PdfDocument,
  entry: XrefEntry,
  options: CallOptions & { readonly tolerant: boolean },
): Promise<PdfIndirectObject | undefined> {
  try {
    return await view.readEntry(entry, options);
  } catch (cause) {
    if (!(cause instanceof PdfError) || cause.code === 'PDF_LIMIT_EXCEEDED') throw cause;
    if (options.tolerant) return undefined;
    throw new PadesError('PADES_XREF_UNUSABLE', `expected object ${entry.number} where the cross-reference says`, {
      cause,
      facts: { object: entry.number },
    });
  }
}

/** What an object stream has in its head, whether or not a cross-reference entry leads there. */
async function containedNumbers(
  view: PdfDocument,
  object: PdfIndirectObject,
  options: CallOptions & { readonly tolerant: boolean },
): Promise<readonly number[]> {
  if (object.value.kind !== 'stream' || !isNamed(entryOf(object.value.dict, 'Type'), 'ObjStm')) return [];
  try {
    return (await view.objectStream(object.ref, options)).numbers;
  } catch (cause) {
    if (!(cause instanceof PdfError) || cause.code === 'PDF_LIMIT_EXCEEDED') throw cause;
    if (options.tolerant) return [];
    throw new PadesError('PADES_XREF_UNUSABLE', `expected an object stream as object ${object.ref.number}`, { cause });
  }
}

/** Numbers of cross-reference streams, which need not list themselves. */
async function sectionNumbers(document: PdfDocument, revision: PdfRevision, options: CallOptions): Promise<readonly number[]> {
  const numbers: number[] = [];
  for (const { start } of revision.sections) {
    const head = decodeLatin1(await document.source.read(start, Math.min(start + 32, document.size), options));
    const match = /^\s*(\d{1,10})\s+\d{1,5}\s+obj/.exec(head);
    if (match !== null) numbers.push(Number(match[1]));
  }
  return numbers;
}

function isSame(left: XrefEntry | undefined, right: XrefEntry): boolean {
  if (left === right) return true;
  if (left === undefined || left.kind !== right.kind) return false;
  if (left.kind === 'offset' && right.kind === 'offset') return left.offset === right.offset;
  return left.kind === 'compressed' && right.kind === 'compressed' && left.container === right.container && left.index === right.index;
}
