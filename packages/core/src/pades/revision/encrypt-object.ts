import {
  type Encryptor,
  type PdfDict,
  type PdfDocument,
  type PdfObject,
  type PdfRef,
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
  readonly encryptor: Encryptor;
}

/** What a revision of this document needs; undefined for a document that is not encrypted. */
export function revisionEncryption(document: PdfDocument): RevisionEncryption | undefined {
  const entry = entryOf(document.trailer, 'Encrypt');
  const { encryptor } = document;
  return entry === undefined || encryptor === undefined ? undefined : { entry, encryptor };
}

/** The object with its strings and its stream encrypted under its number. The hole of a signature is not (ISO 32000-2 §7.6.2). */
export function encryptObject(object: RevisionObject, encryptor: Encryptor): RevisionObject {
  const { number, generation, body } = object;
  const owner = pdfRef(number, generation);
  if (body.kind === 'object')
    return { number, generation, body: { kind: 'object', object: encryptStrings(body.object, owner, encryptor) } };
  const dict = encryptDict(body.dict, owner, encryptor);
  if (body.kind === 'signature') return { number, generation, body: { kind: 'signature', dict } };
  const content = encryptor.encryptStream(body.dict, body.content, owner);
  const entries = new Map([...dict.entries, ['Length', pdfInteger(content.length)] as const]);
  return { number, generation, body: { kind: 'stream', dict: pdfDict(entries), content } };
}

function encryptStrings(object: PdfObject, owner: PdfRef, encryptor: Encryptor): PdfObject {
  if (object.kind === 'string') return { ...object, bytes: encryptor.encryptString(object.bytes, owner) };
  if (object.kind === 'array') return { kind: 'array', items: object.items.map((item) => encryptStrings(item, owner, encryptor)) };
  return object.kind === 'dict' ? encryptDict(object, owner, encryptor) : object;
}

function encryptDict(dict: PdfDict, owner: PdfRef, encryptor: Encryptor): PdfDict {
  return pdfDict(new Map([...dict.entries].map(([key, value]) => [key, encryptStrings(value, owner, encryptor)])));
}
