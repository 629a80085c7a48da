import { type StoreConstraint, StoreError, storeConflict } from '../store-error.ts';

const CONSTRAINTS: readonly (readonly [RegExp, StoreConstraint])[] = [
  [/permit-used-once/, 'permit-used-once'],
  [/approval-ended/, 'approval-ended'],
  [/envelope-ended/, 'envelope-ended'],
  [/envelope-revision/, 'envelope-revision'],
  [/version-position/, 'version-position'],
  [/known-transition/, 'known-transition'],
  [/likeness-decided/, 'likeness-decided'],
  [/never-(?:changed|deleted|replaced)/, 'never-changed'],
  [/log-position/, 'log-position'],
  [/seals\.tenant, seals\.organisation_id/, 'one-seal-in-use'],
  [/UNIQUE constraint failed: seal_versions\.tenant, seal_versions\.seal_number$/, 'one-current-version'],
  [/uses\.tenant, uses\.permit_id/, 'one-use-per-permit'],
  [/events\.tenant, events\.(?:chain|seal_number)/, 'event-position'],
  [/UNIQUE constraint failed/, 'unique-id'],
];

/** What a driver threw, in the words of the store; the three drivers agree in SQLite's message. */
export function toStoreError(cause: unknown): unknown {
  if (!isSqliteError(cause)) return cause;
  const { message } = cause;
  for (const [pattern, constraint] of CONSTRAINTS) if (pattern.test(message)) return storeConflict(constraint, cause);
  if (/database is locked|SQLITE_BUSY|database table is locked/i.test(message)) {
    return new StoreError('STORE_BUSY', 'expected the database to be free, another process holds it', { retryable: true, cause });
  }
  if (/file is not a database|malformed|file is encrypted/i.test(message)) {
    return new StoreError('STORE_BROKEN', 'expected a sound SQLite database, the file is damaged or something else', { cause });
  }
  if (/readonly|unable to open|cannot open|disk i\/o|read-only/i.test(message)) {
    return new StoreError('STORE_NOT_WRITABLE', 'expected a database file that can be opened and written', { cause });
  }
  return new StoreError('STORE_FAILED', 'expected the database to do its work, it did not', { cause });
}

function isSqliteError(cause: unknown): cause is Error {
  if (!(cause instanceof Error)) return false;
  // libsql says so, without a code, where the file cannot be opened.
  if (cause.message.startsWith('ConnectionFailed')) return true;
  // better-sqlite3 says so as a TypeError where the folder is not there.
  if (cause.message.startsWith('Cannot open database')) return true;
  const code = 'code' in cause ? String(cause.code) : '';
  return cause.name === 'SqliteError' || code.startsWith('SQLITE') || code === 'ERR_SQLITE_ERROR' || code === 'UNKNOWN_SQLITE_ERROR';
}
