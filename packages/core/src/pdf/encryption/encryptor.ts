import type { Bytes } from '../../bytes/index.ts';
import { randomBytes } from '../../crypto/index.ts';
import type { PdfDict, PdfRef } from '../objects.ts';
import { type CryptParameters, encryptOctets, streamMethod } from './crypt-filter.ts';

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
