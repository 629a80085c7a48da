import type { Bytes } from '../../bytes/index.ts';
import { type PdfDict, type PdfObject, type PdfRef, pdfDict } from '../objects.ts';
import { isSignatureDictionary } from './decryptor.ts';

/** Encrypts what a new revision of an encrypted document writes, each string and stream for the object that holds it. */
export interface Encryptor {
  encryptString(bytes: Uint8Array, owner: PdfRef): Bytes;
  /** @param dict the stream's dictionary: a filter of its own, or its type, may decide how. */
  encryptStream(dict: PdfDict, bytes: Uint8Array, owner: PdfRef): Bytes;
}

/** The counterpart of `decryptStrings`: strings as the object `owner` is to hold them; the /Contents of a signature stays. */
export function encryptStrings(object: PdfObject, owner: PdfRef, encryptor: Encryptor): PdfObject {
  if (object.kind === 'string') return { kind: 'string', bytes: encryptor.encryptString(object.bytes, owner) };
  if (object.kind === 'array') return { kind: 'array', items: object.items.map((item) => encryptStrings(item, owner, encryptor)) };
  return object.kind === 'dict' ? encryptDictStrings(object, owner, encryptor) : object;
}

export function encryptDictStrings(dict: PdfDict, owner: PdfRef, encryptor: Encryptor): PdfDict {
  const clear = isSignatureDictionary(dict) ? 'Contents' : undefined;
  return pdfDict([...dict.entries].map(([key, value]) => [key, key === clear ? value : encryptStrings(value, owner, encryptor)] as const));
}
