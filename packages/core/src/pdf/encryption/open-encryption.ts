import { type CallOptions, concatBytes } from '../../bytes/index.ts';
import type { PdfDocument, PdfEncryption } from '../document/pdf-document.ts';
import { type PdfDict, type PdfRef, type PdfStream, entryOf, integerOf, isNamed, nameOf } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import { type CryptMethod, standardDecryptor } from './crypt-filter.ts';
import type { Decryptor } from './decryptor.ts';
import { type Encryptor, standardEncryptor } from './encryptor.ts';
import { type FileKey, openFileKey } from './password-key.ts';

export interface OpenedEncryption {
  readonly encryption: PdfEncryption;
  readonly decryptor: Decryptor;
  /** Absent while the document is not open. */
  readonly encryptor?: Encryptor;
}

export interface EncryptionOptions extends CallOptions {
  readonly password?: string;
}

/**
 * What /Encrypt of the trailer asks for: the standard security handler with the password given or the empty one. Where it
 * cannot be opened the document opens all the same, and every string or stream that is asked for is refused.
 *
 * @see ISO 32000-2 §7.6
 */
export async function openEncryption(document: PdfDocument, options: EncryptionOptions): Promise<OpenedEncryption | undefined> {
  const entry = entryOf(document.trailer, 'Encrypt');
  if (entry === undefined) return undefined;
  const dict = await document.resolve(entry, options);
  if (dict.kind !== 'dict') throw new PdfError('PDF_TRAILER_MALFORMED', 'expected a dictionary as /Encrypt');
  const exempt = entry.kind === 'ref' ? entry : undefined;
  const parameters = standardParameters(dict, await fileIdentifier(document, options));
  const permissions = (integerOf(entryOf(dict, 'P')) ?? 0) | 0;
  if (parameters === undefined) {
    const encryption: PdfEncryption = { access: 'none', dict, algorithm: 'unknown', permissions };
    return { encryption, decryptor: refusing('PDF_ENCRYPTED_UNSUPPORTED', 'expected the standard security handler') };
  }
  const { algorithm } = parameters;
  const opened = openWithPasswords(parameters, options.password);
  if (opened === undefined) {
    const encryption: PdfEncryption = { access: 'password-needed', dict, algorithm, permissions };
    return { encryption, decryptor: refusing('PDF_PASSWORD_NEEDED', 'expected the password of the document') };
  }
  const crypt = { ...parameters, key: paddedKey(dict, opened.key) };
  return {
    encryption: { access: opened.access, dict, algorithm, permissions },
    decryptor: exempting(standardDecryptor(crypt), exempt),
    encryptor: standardEncryptor(crypt),
  };
}

/** Writers of version 4 with a key below 128 bits fill it up with zeros before they make the keys of objects. */
function paddedKey(dict: PdfDict, key: Uint8Array): Uint8Array {
  return integerOf(entryOf(dict, 'V')) === 4 ? concatBytes(key, new Uint8Array(16 - key.length)) : key;
}

function openWithPasswords(parameters: StandardParameters, password: string | undefined): FileKey | undefined {
  const given = password === undefined ? undefined : openFileKey(parameters, password);
  return given ?? openFileKey(parameters, '');
}

async function fileIdentifier(document: PdfDocument, options: CallOptions): Promise<Uint8Array> {
  const id = await document.lookup(document.trailer, 'ID', options);
  const first = id?.kind === 'array' ? id.items[0] : undefined;
  const value = first === undefined ? undefined : await document.resolve(first, options);
  return value?.kind === 'string' ? value.bytes : new Uint8Array(0);
}

type StandardParameters = Parameters<typeof openFileKey>[0] &
  Omit<Parameters<typeof standardDecryptor>[0], 'key'> & { readonly algorithm: string };

/** Undefined for a handler, version or crypt filter that is not understood. */
function standardParameters(dict: PdfDict, identifier: Uint8Array): StandardParameters | undefined {
  const version = integerOf(entryOf(dict, 'V')) ?? 0;
  const revision = integerOf(entryOf(dict, 'R')) ?? 0;
  const known = nameOf(entryOf(dict, 'Filter')) === 'Standard' && [1, 2, 4, 5].includes(version) && revision >= 2 && revision <= 6;
  if (!known || (version === 5) !== revision >= 5) return undefined;
  const streams = version < 4 ? 'RC4' : methodNamed(dict, nameOf(entryOf(dict, 'StmF')) ?? 'Identity');
  const strings = version < 4 ? 'RC4' : methodNamed(dict, nameOf(entryOf(dict, 'StrF')) ?? 'Identity');
  const keyLength = keyLengthOf(dict, version, streams === 'AES-128' || strings === 'AES-128');
  if (keyLength === undefined || streams === undefined || strings === undefined) return undefined;
  const encryptMetadata = entryOf(dict, 'EncryptMetadata');
  return {
    revision,
    keyLength,
    owner: stringOf(dict, 'O'),
    user: stringOf(dict, 'U'),
    ownerKey: stringOf(dict, 'OE'),
    userKey: stringOf(dict, 'UE'),
    permissions: (integerOf(entryOf(dict, 'P')) ?? 0) | 0,
    fileIdentifier: identifier,
    encryptMetadata: encryptMetadata?.kind !== 'boolean' || encryptMetadata.value,
    streams,
    strings,
    methodNamed: (name) => methodNamed(dict, name),
    algorithm: algorithmName(streams === 'none' ? strings : streams, keyLength),
  };
}

/** Crypt filters fix the length for AES; RC4 ones take it from /Length as version 2 does, 128 bits where it is absent. */
function keyLengthOf(dict: PdfDict, version: number, usesAes: boolean): number | undefined {
  if (version === 1) return 5;
  if (version === 5) return 32;
  if (version === 4 && usesAes) return 16;
  const bits = integerOf(entryOf(dict, 'Length')) ?? (version === 4 ? 128 : 40);
  return bits % 8 === 0 && bits >= 40 && bits <= 128 ? bits / 8 : undefined;
}

const METHODS: Readonly<Record<string, CryptMethod>> = { None: 'none', V2: 'RC4', AESV2: 'AES-128', AESV3: 'AES-256' };

function methodNamed(dict: PdfDict, name: string): CryptMethod | undefined {
  if (name === 'Identity') return 'none';
  const filters = entryOf(dict, 'CF');
  const filter = filters?.kind === 'dict' ? entryOf(filters, name) : undefined;
  return filter?.kind === 'dict' ? METHODS[nameOf(entryOf(filter, 'CFM')) ?? 'None'] : undefined;
}

function algorithmName(method: CryptMethod, keyLength: number): string {
  return method === 'RC4' ? `RC4-${keyLength * 8}` : method;
}

function stringOf(dict: PdfDict, key: string): Uint8Array {
  const value = entryOf(dict, key);
  return value?.kind === 'string' ? value.bytes : new Uint8Array(0);
}

function refusing(code: 'PDF_ENCRYPTED_UNSUPPORTED' | 'PDF_PASSWORD_NEEDED', message: string): Decryptor {
  return {
    decryptString: (bytes) => new Uint8Array(bytes),
    decryptStream: (stream) => {
      if (isNamed(entryOf(stream.dict, 'Type'), 'XRef')) return new Uint8Array(0);
      throw new PdfError(code, message);
    },
  };
}

/** The strings of /Encrypt itself are not encrypted. */
function exempting(decryptor: Decryptor, exempt: PdfRef | undefined): Decryptor {
  return {
    decryptString: (bytes, owner) => (owner.number === exempt?.number ? new Uint8Array(bytes) : decryptor.decryptString(bytes, owner)),
    decryptStream: (stream: PdfStream, bytes) => decryptor.decryptStream(stream, bytes),
  };
}
