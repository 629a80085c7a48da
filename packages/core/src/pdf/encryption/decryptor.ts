import type { Bytes } from '../../bytes/index.ts';
import { type PdfDict, type PdfObject, type PdfRef, type PdfStream, entryOf, isNamed } from '../objects.ts';

/** Takes the encryption off strings and streams, each by the object that holds it. */
export interface Decryptor {
  decryptString(bytes: Uint8Array, owner: PdfRef): Bytes;
  decryptStream(stream: PdfStream, bytes: Uint8Array): Bytes;
}

/**
 * An object with its strings decrypted. The /Contents of a signature is never encrypted (ISO 32000-2 §7.6.2), nor is
 * anything in an object stream, which is encrypted as a whole.
 */
export function decryptStrings(object: PdfObject, owner: PdfRef, decryptor: Decryptor): PdfObject {
  if (object.kind === 'string') return { ...object, bytes: decryptor.decryptString(object.bytes, owner) };
  if (object.kind === 'array') return { kind: 'array', items: object.items.map((item) => decryptStrings(item, owner, decryptor)) };
  if (object.kind === 'dict') return decryptDict(object, owner, decryptor);
  if (object.kind !== 'stream' || isNamed(entryOf(object.dict, 'Type'), 'XRef')) return object;
  return { ...object, dict: decryptDict(object.dict, owner, decryptor) };
}

function decryptDict(dict: PdfDict, owner: PdfRef, decryptor: Decryptor): PdfDict {
  const signature = isSignatureDictionary(dict);
  const entries = new Map<string, PdfObject>();
  for (const [key, value] of dict.entries) {
    entries.set(key, signature && key === 'Contents' ? value : decryptStrings(value, owner, decryptor));
  }
  return { kind: 'dict', entries, duplicates: dict.duplicates };
}

/** Where /Contents stays in clear, in reading as in writing. */
export function isSignatureDictionary(dict: PdfDict): boolean {
  const type = entryOf(dict, 'Type');
  return entryOf(dict, 'ByteRange') !== undefined || isNamed(type, 'Sig') || isNamed(type, 'DocTimeStamp');
}
