import { type CallOptions, concatBytes } from '../../bytes/index.ts';
import type { PdfDocument, PdfEncryption } from '../document/pdf-document.ts';
import { type PdfDict, type PdfRef, type PdfStream, entryOf, integerOf, isNamed, nameOf } from '../objects.ts';
import { PdfError } from '../pdf-error.ts';
import { standardDecryptor } from './crypt-filter.ts';
import type { Decryptor } from './decryptor.ts';
import type { Encryptor } from './encryptor.ts';
import { type StandardParameters, permissionFlags, standardParameters } from './encryption-parameters.ts';
import { type FileKey, openFileKey } from './password-key.ts';
import { confirmedPermissions } from './protected-permissions.ts';
import { standardEncryptor } from './standard-encryptor.ts';

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
  const facts = { dict, handler: nameOf(entryOf(dict, 'Filter')) ?? '', permissions: permissionFlags(dict) };
  if (parameters === undefined) {
    const encryption: PdfEncryption = { ...facts, access: 'none', algorithm: 'unknown' };
    return { encryption, decryptor: refusing('PDF_ENCRYPTED_UNSUPPORTED', 'expected the standard security handler') };
  }
  const { algorithm } = parameters;
  const opened = openWithPasswords(parameters, options.password);
  if (opened === undefined) {
    const access = options.password === undefined ? 'password-needed' : 'password-wrong';
    const encryption: PdfEncryption = { ...facts, access, algorithm };
    return { encryption, decryptor: refusing('PDF_PASSWORD_NEEDED', 'expected the password of the document') };
  }
  const crypt = { ...parameters, key: paddedKey(dict, opened.key) };
  return {
    encryption: { ...facts, access: opened.access, algorithm, permissions: confirmedPermissions(dict, facts.permissions, opened.key) },
    decryptor: exempting(standardDecryptor(crypt), exempt),
    encryptor: standardEncryptor(crypt),
  };
}

/** Writers of version 4 with a key below 128 bits fill it up with zeros before they make the keys of objects. */
function paddedKey(dict: PdfDict, key: Uint8Array): Uint8Array {
  return integerOf(entryOf(dict, 'V')) === 4 ? concatBytes(key, new Uint8Array(16 - key.length)) : key;
}

/** The empty password is tried unasked, but never as the owner's: nobody said to be the owner. */
function openWithPasswords(parameters: StandardParameters, password: string | undefined): FileKey | undefined {
  const given = password === undefined ? undefined : openFileKey(parameters, password);
  if (given !== undefined) return given;
  const empty = openFileKey(parameters, '');
  return empty && { ...empty, access: 'user' };
}

async function fileIdentifier(document: PdfDocument, options: CallOptions): Promise<Uint8Array> {
  const id = await document.lookup(document.trailer, 'ID', options);
  const first = id?.kind === 'array' ? id.items[0] : undefined;
  const value = first === undefined ? undefined : await document.resolve(first, options);
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
