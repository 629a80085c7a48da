import { type PdfDict, type PdfObject, pdfArray, pdfDict, pdfName } from '../../pdf/index.ts';
import type { SigningAct } from '../signing-act.ts';
import { pdfDateString, pdfTextString } from './text-string.ts';

/**
 * The signature dictionary of an act without `/ByteRange` and `/Contents` (ISO 32000-2 §12.8.1, ETSI EN 319 142-1 §6.3).
 * `/M` is the time of the writer; what the act does not say is absent.
 */
export function signatureDictionary(act: SigningAct, time: Date, references: readonly PdfDict[]): PdfDict {
  const entries = new Map<string, PdfObject>([
    ['Type', pdfName('Sig')],
    ['Filter', pdfName('Adobe.PPKLite')],
    ['SubFilter', pdfName('ETSI.CAdES.detached')],
    ['M', pdfDateString(time)],
  ]);
  if (act.reason !== undefined) entries.set('Reason', pdfTextString(act.reason));
  if (act.location !== undefined) entries.set('Location', pdfTextString(act.location));
  if (act.contactInfo !== undefined) entries.set('ContactInfo', pdfTextString(act.contactInfo));
  if (act.name !== undefined) entries.set('Name', pdfTextString(act.name));
  if (references.length > 0) entries.set('Reference', pdfArray(references));
  return pdfDict(entries);
}
