import { type PdfDict, entryOf, integerOf, nameOf } from '../objects.ts';
import type { CryptMethod, CryptParameters } from './crypt-filter.ts';
import type { PasswordParameters } from './password-key.ts';

/** What /Encrypt of the standard security handler says, without a key. */
export interface StandardParameters extends PasswordParameters, Omit<CryptParameters, 'key'> {
  readonly algorithm: string;
}

/**
 * The parameters of the standard security handler; undefined for a handler, version or crypt filter that is not understood.
 *
 * @see ISO 32000-2 tables 20, 21 and 25
 */
export function standardParameters(dict: PdfDict, identifier: Uint8Array): StandardParameters | undefined {
  const version = integerOf(entryOf(dict, 'V')) ?? 0;
  const revision = integerOf(entryOf(dict, 'R')) ?? 0;
  const known = nameOf(entryOf(dict, 'Filter')) === 'Standard' && [1, 2, 4, 5].includes(version) && revision >= 2 && revision <= 6;
  if (!known || (version === 5) !== revision >= 5) return undefined;
  const named = (name: string): CryptMethod | undefined => methodNamed(dict, version, name);
  const defaultFilter = (key: string): string => nameOf(entryOf(dict, key)) ?? 'Identity';
  const streams = version < 4 ? 'RC4' : named(defaultFilter('StmF'));
  const strings = version < 4 ? 'RC4' : named(defaultFilter('StrF'));
  const embedded = nameOf(entryOf(dict, 'EFF'));
  const embeddedFiles = version < 4 || embedded === undefined ? streams : named(embedded);
  if (streams === undefined || strings === undefined || embeddedFiles === undefined) return undefined;
  const keyLength = keyLengthOf(dict, version, [streams, strings, embeddedFiles].includes('AES-128'));
  if (keyLength === undefined) return undefined;
  const encryptMetadata = entryOf(dict, 'EncryptMetadata');
  return {
    revision,
    keyLength,
    owner: stringOf(dict, 'O'),
    user: stringOf(dict, 'U'),
    ownerKey: stringOf(dict, 'OE'),
    userKey: stringOf(dict, 'UE'),
    permissions: permissionFlags(dict),
    fileIdentifier: identifier,
    encryptMetadata: version < 4 || encryptMetadata?.kind !== 'boolean' || encryptMetadata.value,
    streams,
    strings,
    embeddedFiles,
    methodNamed: named,
    algorithm: algorithmName([streams, strings, embeddedFiles].find((method) => method !== 'none') ?? 'none', keyLength),
  };
}

/** /P as a signed integer of 32 bits; some writers have it unsigned. */
export function permissionFlags(dict: PdfDict): number {
  return (integerOf(entryOf(dict, 'P')) ?? 0) | 0;
}

/** Crypt filters fix the length for AES; RC4 ones take it from /Length as version 2 does, 128 bits where it is absent. */
function keyLengthOf(dict: PdfDict, version: number, usesAes: boolean): number | undefined {
  if (version === 1) return 5;
  if (version === 5) return 32;
  if (version === 4 && usesAes) return 16;
  const bits = integerOf(entryOf(dict, 'Length')) ?? (version === 4 ? 128 : 40);
  return bits % 8 === 0 && bits >= 40 && bits <= 128 ? bits / 8 : undefined;
}

/** Each version has methods of its own: a key of 256 bits serves no RC4, one of 128 bits no AES-256. */
const METHODS: Readonly<Record<number, Readonly<Record<string, CryptMethod>>>> = {
  4: { None: 'none', V2: 'RC4', AESV2: 'AES-128' },
  5: { None: 'none', AESV3: 'AES-256' },
};

function methodNamed(dict: PdfDict, version: number, name: string): CryptMethod | undefined {
  if (name === 'Identity') return 'none';
  const filters = entryOf(dict, 'CF');
  const filter = filters?.kind === 'dict' ? entryOf(filters, name) : undefined;
  return filter?.kind === 'dict' ? METHODS[version]?.[nameOf(entryOf(filter, 'CFM')) ?? 'None'] : undefined;
}

function algorithmName(method: CryptMethod, keyLength: number): string {
  return method === 'RC4' ? `RC4-${keyLength * 8}` : method;
}

function stringOf(dict: PdfDict, key: string): Uint8Array {
  const value = entryOf(dict, key);
  return value?.kind === 'string' ? value.bytes : new Uint8Array(0);
}
