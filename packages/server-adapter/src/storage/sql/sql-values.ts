import { type Bytes, type JsonValue, canonicalJson, decodeBase64, encodeBase64 } from '@sealkit/core/bytes';
import type { SignatureAlgorithm } from '@sealkit/core/ports';
import type { CredentialRecord } from '../records.ts';
import { StoreError } from '../store-error.ts';
import type { SqlRow } from './sql-database.ts';

/*
 * Reading columns: a value of another type than the schema says means a damaged database, never a silent default.
 */

export function textOf(row: SqlRow, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw damaged(column, 'text');
  return value;
}

export function textOrNull(row: SqlRow, column: string): string | null {
  return row[column] === null ? null : textOf(row, column);
}

export function integerOf(row: SqlRow, column: string): number {
  const value = row[column];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw damaged(column, 'an integer');
  return value;
}

export function integerOrNull(row: SqlRow, column: string): number | null {
  return row[column] === null ? null : integerOf(row, column);
}

/** Octets, whatever the driver calls them (Uint8Array, Buffer, ArrayBuffer). */
export function bytesOf(row: SqlRow, column: string): Bytes {
  const value = row[column];
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (value instanceof ArrayBuffer) return new Uint8Array(value.slice(0));
  throw damaged(column, 'octets');
}

export function bytesOrNull(row: SqlRow, column: string): Bytes | null {
  return row[column] === null ? null : bytesOf(row, column);
}

/** JSON that this store wrote itself: callers name the type that they wrote. */
export function jsonOf(row: SqlRow, column: string): unknown {
  try {
    return JSON.parse(textOf(row, column));
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    throw damaged(column, 'JSON');
  }
}

export function jsonOrNull(row: SqlRow, column: string): unknown {
  return row[column] === null ? null : jsonOf(row, column);
}

/** Canonical JSON of a plain record. Interfaces lack the index signature of `JsonValue`, their values do not. */
export function jsonText(value: object | readonly unknown[]): string {
  return canonicalJson(value as JsonValue);
}

export function jsonTextOrNull(value: object | null): string | null {
  return value === null ? null : jsonText(value);
}

interface StoredCredential {
  readonly credentialId: string;
  readonly certificates: readonly string[];
  readonly algorithm: SignatureAlgorithm;
}

export function credentialText(credential: CredentialRecord): string {
  return jsonText({ ...credential, certificates: credential.certificates.map(encodeBase64) });
}

export function credentialOf(stored: StoredCredential): CredentialRecord {
  return { ...stored, certificates: stored.certificates.map(decodeBase64) };
}

/** Credentials are read far more often than they change, and their certificates are long. */
const MOST_CREDENTIALS = 256;
const credentials = new Map<string, CredentialRecord>();

/** The same text gives the same record, so that its certificates need reading once. */
export function readCredential(row: SqlRow, column: string): CredentialRecord {
  const text = textOf(row, column);
  const known = credentials.get(text);
  if (known !== undefined) return known;
  const credential = credentialOf(jsonOf(row, column) as StoredCredential);
  const [oldest] = credentials.keys();
  if (credentials.size >= MOST_CREDENTIALS && oldest !== undefined) credentials.delete(oldest);
  credentials.set(text, credential);
  return credential;
}

function damaged(column: string, expected: string): StoreError {
  return new StoreError('STORE_BROKEN', `expected ${expected} in column ${column}`);
}
