import { type PdfArray, type PdfDict, PdfError, type PdfObject, type PdfRef, parseSpelled } from '../../pdf/index.ts';
import { PadesError } from '../pades-error.ts';

/** Containers within each other in one object of a frame (explained signing, rule 12). */
const MAX_NESTING = 32;

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

function frameObject(spelled: string, what: string): PdfObject {
  try {
    const object = parseSpelled(spelled);
    if (nesting(object) > MAX_NESTING) throw malformed(`${what}: expected at most ${MAX_NESTING} levels`);
    return object;
  } catch (cause) {
    if (!(cause instanceof PdfError)) throw cause;
    throw new PadesError('PADES_FRAME_MALFORMED', `${what}: expected an object in the one spelling`, { cause });
  }
}

function nesting(object: PdfObject): number {
  if (object.kind === 'array') return 1 + object.items.map(nesting).reduce(higher, 0);
  if (object.kind === 'dict') return 1 + [...object.entries.values()].map(nesting).reduce(higher, 0);
  return 0;
}

function higher(left: number, right: number): number {
  return Math.max(left, right);
}

function malformed(message: string): PadesError {
  return new PadesError('PADES_FRAME_MALFORMED', message);
}
