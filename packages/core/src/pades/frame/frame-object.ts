import { type PdfArray, type PdfDict, PdfError, type PdfObject, type PdfRef, parseSpelled } from '../../pdf/index.ts';
import { PadesError } from '../pades-error.ts';

/** Containers within each other in one object of a frame (explained signing, rule 12). */
export const MAX_FRAME_NESTING = 32;

/** A dictionary that a frame holds in the one spelling. @throws {@link PadesError} `PADES_FRAME_MALFORMED` */
export function frameDict(spelled: string, what: string): PdfDict {
  const object = frameObject(spelled, what);
  if (object.kind !== 'dict') throw malformed(`${what}: expected a dictionary`);
  return object;
}

/** An array that a frame holds in the one spelling. @throws {@link PadesError} `PADES_FRAME_MALFORMED` */
export function frameArray(spelled: string, what: string): PdfArray {
  const object = frameObject(spelled, what);
  if (object.kind !== 'array') throw malformed(`${what}: expected an array`);
  return object;
}

/** A reference that a frame holds in the one spelling. @throws {@link PadesError} `PADES_FRAME_MALFORMED` */
export function frameRef(spelled: string, what: string): PdfRef {
  const object = frameObject(spelled, what);
  if (object.kind !== 'ref' || object.number === 0) throw malformed(`${what}: expected a reference`);
  return object;
}

/** How many arrays and dictionaries an object holds within each other. */
export function nestingOf(object: PdfObject): number {
  if (object.kind === 'array') return 1 + object.items.map(nestingOf).reduce(higher, 0);
  if (object.kind === 'dict') return 1 + [...object.entries.values()].map(nestingOf).reduce(higher, 0);
  return 0;
}

function frameObject(spelled: string, what: string): PdfObject {
  try {
    const object = parseSpelled(spelled);
    if (nestingOf(object) > MAX_FRAME_NESTING) throw malformed(`${what}: expected at most ${MAX_FRAME_NESTING} levels`);
    return object;
  } catch (cause) {
    if (!(cause instanceof PdfError)) throw cause;
    throw new PadesError('PADES_FRAME_MALFORMED', `${what}: expected an object in the one spelling`, { cause });
  }
}

function higher(left: number, right: number): number {
  return Math.max(left, right);
}

function malformed(message: string): PadesError {
  return new PadesError('PADES_FRAME_MALFORMED', message);
}
