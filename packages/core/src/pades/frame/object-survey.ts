import type { CallOptions } from '../../bytes/index.ts';
import { type PdfDocument, PdfError, type PdfObject, firstFreeObjectNumber } from '../../pdf/index.ts';
import { PadesError } from '../pades-error.ts';
import { activeContentOf, visitParts } from './active-content.ts';

/** Counts the references to an object. */
export type ReferenceCount = (number: number) => Promise<number>;

/** What one pass over the objects of a document tells. */
export interface ObjectSurvey {
  /** How often the objects of the newest revision refer to an object. */
  readonly references: ReferenceCount;
  /** Names of active content in the newest revision, sorted. */
  readonly activeContent: readonly string[];
}

/**
 * Reads every object in use once.
 *
 * @throws {@link PadesError} `PADES_XREF_UNUSABLE` for an entry that leads to no object, unless `tolerant`.
 */
export async function surveyObjects(document: PdfDocument, options: CallOptions & { readonly tolerant: boolean }): Promise<ObjectSurvey> {
  const references = new Map<number, number>();
  const active = new Set<string>();
  const onDict = (dict: Parameters<typeof activeContentOf>[0]): void => activeContentOf(dict).forEach((name) => active.add(name));
  const onRef = (number: number): void => void references.set(number, (references.get(number) ?? 0) + 1);
  for (const number of document.objectNumbers()) {
    options.signal?.throwIfAborted();
    const object = await readObject(document, number, options);
    if (object !== undefined) visitParts(object, onDict, onRef);
  }
  return { references: (number) => Promise.resolve(references.get(number) ?? 0), activeContent: [...active].sort() };
}

/** A survey that is made only when somebody asks for a count; active content is not told. */
export function lazySurvey(document: PdfDocument, options: CallOptions): ObjectSurvey {
  let survey: Promise<ObjectSurvey> | undefined;
  return {
    references: async (number) => (await (survey ??= surveyObjects(document, { ...options, tolerant: true }))).references(number),
    activeContent: [],
  };
}

/**
 * The lowest object number that nothing in the file defines or refers to: a new object under a number that the author
 * left dangling would fill the reference.
 *
 * @throws {@link PadesError} `PADES_OBJECT_NUMBERS_EXHAUSTED`
 */
export async function firstFreeNumber(document: PdfDocument, options?: CallOptions): Promise<number> {
  try {
    return await firstFreeObjectNumber(document, options);
  } catch (cause) {
    if (!(cause instanceof PdfError) || cause.facts['limit'] !== 'objectNumber') throw cause;
    throw new PadesError('PADES_OBJECT_NUMBERS_EXHAUSTED', 'expected object numbers that leave room for new ones', { cause });
  }
}

async function readObject(
  document: PdfDocument,
  number: number,
  options: CallOptions & { readonly tolerant: boolean },
): Promise<PdfObject | undefined> {
  try {
    return (await document.readObject(number, options))?.value;
  } catch (cause) {
    if (!(cause instanceof PdfError) || cause.code === 'PDF_LIMIT_EXCEEDED') throw cause;
    if (options.tolerant) return undefined;
    throw new PadesError('PADES_XREF_UNUSABLE', `expected object ${number} where the cross-reference says`, {
      cause,
      facts: { object: number },
    });
  }
}
