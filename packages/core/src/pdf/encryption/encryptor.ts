import type { Bytes } from '../../bytes/index.ts';
import { randomBytes } from '../../crypto/index.ts';
import { type PdfDict, type PdfObject, type PdfRef, pdfDict } from '../objects.ts';
import { type CryptParameters, encryptOctets, streamMethod } from './crypt-filter.ts';
import { isSignatureDictionary } from './decryptor.ts';

/** Encrypts what a new revision of an encrypted document writes, each string and stream for the object that holds it. */
export interface Encryptor {
  encryptString(bytes: Uint8Array, owner: PdfRef): Bytes;
  /** @param dict the stream's dictionary: a filter of its own, or its type, may decide how. */
  encryptStream(dict: PdfDict, bytes: Uint8Array, owner: PdfRef): Bytes;
}

/** An initialization vector; of the platform's generator unless a test gives another. */
export type VectorSource = (length: number) => Uint8Array;

/** @see ISO 32000-2 §7.6.3, §7.6.6 */
export function standardEncryptor(parameters: CryptParameters, vectors: VectorSource = randomBytes): Encryptor {
  return {
    encryptString: (bytes, owner) => encryptOctets(parameters.strings, parameters.key, owner, bytes, vectors),
    encryptStream: (dict, bytes, owner) => encryptOctets(streamMethod(dict, parameters), parameters.key, owner, bytes, vectors),
  };
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
