import { md5 } from '@noble/hashes/legacy.js';
import { type Bytes, concatBytes, copyBytes } from '../../bytes/index.ts';
import { type PdfDict, type PdfObject, type PdfRef, entryOf, isNamed, nameOf } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import { decryptCbc, encryptCbc } from './aes-cbc.ts';
import type { Decryptor } from './decryptor.ts';
import { rc4 } from './rc4.ts';

export type CryptMethod = 'none' | 'RC4' | 'AES-128' | 'AES-256';

export interface CryptParameters {
  readonly key: Uint8Array;
  readonly streams: CryptMethod;
  readonly strings: CryptMethod;
  /** Embedded file streams (/EFF). */
  readonly embeddedFiles: CryptMethod;
  readonly encryptMetadata: boolean;
  /** The method of a crypt filter; undefined for one that the document does not define. */
  readonly methodNamed: (name: string) => CryptMethod | undefined;
}

const BLOCK = 16;
const AES_SALT = Uint8Array.of(0x73, 0x41, 0x6c, 0x54);

/** @see ISO 32000-2 §7.6.3, §7.6.6 */
export function standardDecryptor(parameters: CryptParameters): Decryptor {
  return {
    decryptString: (bytes, owner) => decrypt(parameters.strings, parameters.key, owner, bytes),
    decryptStream: (stream, bytes) => decrypt(streamMethod(stream.dict, parameters), parameters.key, stream.ref, bytes),
  };
}

/** A /Crypt filter of the stream's own comes before the document's; cross-reference streams are never encrypted. */
export function streamMethod(dict: PdfDict, parameters: CryptParameters): CryptMethod {
  const type = entryOf(dict, 'Type');
  if (isNamed(type, 'XRef')) return 'none';
  const own = firstOf(entryOf(dict, 'Filter'));
  if (isNamed(own, 'Crypt')) {
    const settings = firstOf(entryOf(dict, 'DecodeParms'));
    const name = settings?.kind === 'dict' ? nameOf(entryOf(settings, 'Name')) : undefined;
    const method = parameters.methodNamed(name ?? 'Identity');
    if (method === undefined) throw new PdfError('PDF_ENCRYPTED_UNSUPPORTED', 'expected a crypt filter that the document defines');
    return method;
  }
  if (isNamed(type, 'Metadata') && !parameters.encryptMetadata) return 'none';
  return isNamed(type, 'EmbeddedFile') ? parameters.embeddedFiles : parameters.streams;
}

function firstOf(object: PdfObject | undefined): PdfObject | undefined {
  return object?.kind === 'array' ? object.items[0] : object;
}

function decrypt(method: CryptMethod, key: Uint8Array, owner: PdfRef, bytes: Uint8Array): Bytes {
  if (method === 'none') return copyBytes(bytes);
  if (method === 'AES-256') return decryptPadded(key, bytes);
  if (method === 'AES-128') return decryptPadded(objectKey(key, owner, AES_SALT), bytes);
  return rc4(objectKey(key, owner, new Uint8Array(0)), bytes);
}

/** The counterpart, with an initialization vector of its own for each string and stream (algorithm 1, step d). */
export function encryptOctets(
  method: CryptMethod,
  key: Uint8Array,
  owner: PdfRef,
  bytes: Uint8Array,
  vectors: (length: number) => Uint8Array,
): Bytes {
  if (method === 'none') return copyBytes(bytes);
  if (method === 'RC4') return rc4(objectKey(key, owner, new Uint8Array(0)), bytes);
  const vector = vectors(BLOCK);
  const padding = BLOCK - (bytes.length % BLOCK);
  const padded = concatBytes(bytes, new Uint8Array(padding).fill(padding));
  return concatBytes(vector, encryptCbc(method === 'AES-256' ? key : objectKey(key, owner, AES_SALT), vector, padded));
}

/** Algorithm 1. */
function objectKey(key: Uint8Array, owner: PdfRef, salt: Uint8Array): Uint8Array {
  const { number, generation } = owner;
  const parts = Uint8Array.of(number, number >>> 8, number >>> 16, generation, generation >>> 8);
  return md5(concatBytes(key, parts, salt)).subarray(0, Math.min(key.length + 5, 16));
}

/** The first block is the initialization vector. Padding that is none is kept, as readers keep it. */
function decryptPadded(key: Uint8Array, bytes: Uint8Array): Bytes {
  if (bytes.length < 32) return new Uint8Array(0);
  const plain = decryptCbc(key, bytes.subarray(0, 16), bytes.subarray(16));
  const padding = plain[plain.length - 1] ?? 0;
  return padding >= 1 && padding <= 16 ? plain.slice(0, plain.length - padding) : plain;
}
