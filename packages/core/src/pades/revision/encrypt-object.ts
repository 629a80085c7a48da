import {
  type Encryptor,
  type PdfDocument,
  type PdfObject,
  encryptDictStrings,
  encryptStrings,
  entryOf,
  pdfDict,
  pdfInteger,
  pdfRef,
} from '../../pdf/index.ts';
import type { RevisionObject } from './revision-object.ts';

/** How a revision of an encrypted document is written. */
export interface RevisionEncryption {
  /** `/Encrypt` of the trailer, as the document has it: the new section must say it too (ISO 32000-2 §7.6.1). */
  readonly entry: PdfObject;
  /** `/ID` of the trailer, as the document has it: its first string is part of the key up to revision 4. */
  readonly identifiers: PdfObject | undefined;
  readonly encryptor: Encryptor;
}

/** What a revision of this document needs; undefined for a document that is not encrypted. */
export function revisionEncryption(document: PdfDocument): RevisionEncryption | undefined {
  const entry = entryOf(document.trailer, 'Encrypt');
  const { encryptor } = document;
  if (entry === undefined || encryptor === undefined) return undefined;
  return { entry, identifiers: entryOf(document.trailer, 'ID'), encryptor };
}

/** The object with its strings and its stream encrypted under its number. The hole of a signature is not (ISO 32000-2 §7.6.2). */
export function encryptObject(object: RevisionObject, encryptor: Encryptor): RevisionObject {
  const { number, generation, body } = object;
  const owner = pdfRef(number, generation);
  if (body.kind === 'object')
    return { number, generation, body: { kind: 'object', object: encryptStrings(body.object, owner, encryptor) } };
  const dict = encryptDictStrings(body.dict, owner, encryptor);
  if (body.kind === 'signature') return { number, generation, body: { kind: 'signature', dict } };
  const content = encryptor.encryptStream(body.dict, body.content, owner);
  const entries = new Map([...dict.entries, ['Length', pdfInteger(content.length)] as const]);
  return { number, generation, body: { kind: 'stream', dict: pdfDict(entries), content } };
}
