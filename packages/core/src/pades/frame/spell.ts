import { PdfError, type PdfObject, spellObject } from '../../pdf/index.ts';
import { PadesError } from '../pades-error.ts';

/** The one spelling of an object of the document. @throws {@link PadesError} `PADES_OBJECT_UNSPELLABLE` */
export function spell(object: PdfObject, what: string): string {
  try {
    return spellObject(object);
  } catch (cause) {
    if (!(cause instanceof PdfError)) throw cause;
    throw new PadesError('PADES_OBJECT_UNSPELLABLE', `${what}: expected an object with each key once`, { cause });
  }
}
