import { PdfError, type PdfObject, spellObject } from '../../pdf/index.ts';
import { PadesError } from '../pades-error.ts';
import { MAX_FRAME_NESTING, nestingOf } from './frame-object.ts';

/** The one spelling of an object of the document. @throws {@link PadesError} `PADES_OBJECT_UNSPELLABLE` */
export function spell(object: PdfObject, what: string): string {
  try {
    const spelled = spellObject(object);
    if (nestingOf(object) > MAX_FRAME_NESTING)
      throw new PadesError('PADES_OBJECT_UNSPELLABLE', `${what}: expected at most ${MAX_FRAME_NESTING} levels`);
    return spelled;
  } catch (cause) {
    if (!(cause instanceof PdfError)) throw cause;
    throw new PadesError('PADES_OBJECT_UNSPELLABLE', `${what}: expected an object with each key once`, { cause });
  }
}
