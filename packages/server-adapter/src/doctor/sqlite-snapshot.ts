import { stat } from 'node:fs/promises';
import { errnoOf } from '../bytes/index.ts';
import { oneTenant } from '../storage/one-tenant.ts';
import { sqlTransaction } from '../storage/sql/sql-transaction.ts';
import { assertOurs, appliedMigrations, migrate } from '../storage/sqlite/sqlite-schema.ts';
import { assertKnown } from '../storage/sql/migration.ts';
import { MIGRATIONS } from '../storage/sqlite/migrations/index.ts';
import { findSqliteDriver, type SqliteDatabase, type SqliteDriver } from '../storage/sqlite/sqlite-driver.ts';
import { toStoreError } from '../storage/sqlite/sqlite-errors.ts';
import { sqlOfSqlite } from '../storage/sqlite/sqlite-words.ts';
import { StoreError } from '../storage/store-error.ts';
import { CheckNotes, type DoctorCheckResult } from './doctor-report.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Opens a file of SQLite for reading alone, and does work on what is in it at this moment.
 *
 * @throws {@link StoreError} where the file is none of ours, cannot be read, or is of another version.
 */
export async function withSqliteSnapshot<T>(file: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const driver = findSqliteDriver();
  await assertDatabaseFile(file);
  let database: SqliteDatabase | undefined;
  try {
    database = driver.openReadOnly(file);
    database.exec('PRAGMA query_only = ON');
    database.exec('BEGIN');
    return await work(snapshotOf(database, driver));
  } catch (cause) {
    throw toStoreError(cause);
  } finally {
    database?.close();
  }
}

/** What is no file cannot be read to its end, and an empty one is no database of anybody's, whatever SQLite makes of it. */
async function assertDatabaseFile(file: string): Promise<void> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new StoreError('STORE_NOT_FOUND', `there is no such file (${errnoOf(cause)})`, { cause });
  });
  if (!found.isFile()) throw new StoreError('STORE_FOREIGN_DATABASE', 'expected a file of SQLite, this is no file');
  if (found.size === 0) throw new StoreError('STORE_BROKEN', 'expected a database, the file is empty');
}

function snapshotOf(database: SqliteDatabase, driver: SqliteDriver): Snapshot {
  assertOurs(database);
  const isMade = database.get("SELECT 1 AS made FROM sqlite_schema WHERE name = 'schema_migrations'") !== undefined;
  const applied = isMade ? appliedMigrations(database) : new Map<number, unknown>();
  assertKnown(applied, MIGRATIONS);
  if (applied.size < MIGRATIONS.length)
    throw new StoreError(
      'STORE_SCHEMA_OLDER',
      `expected schema version ${MIGRATIONS.length}, got ${applied.size}: open it with a server once`,
    );
  const sql = sqlOfSqlite(database);
  return {
    store: {
      transaction: (transaction) => transaction(oneTenant(sqlTransaction(sql))),
      close: async () => undefined,
    },
    sqlOf: () => sql,
    tenants: database
      .all('SELECT tenant FROM events UNION SELECT tenant FROM organisations ORDER BY tenant')
      .map((row) => String(row['tenant'])),
    database: [examineDatabase(database), examineSettings(database), examineSchema(database, driver)],
  };
}

function examineDatabase(database: SqliteDatabase): DoctorCheckResult {
  const notes = new CheckNotes('database');
  for (const row of database.all('PRAGMA integrity_check')) {
    notes.examine();
    const said = String(row['integrity_check']);
    if (said !== 'ok') notes.find(null, said, 'INTEGRITY_CHECK_FAILED');
  }
  for (const row of database.all('PRAGMA foreign_key_check'))
    notes.find(null, `${String(row['table'])}, row ${String(row['rowid'])}`, 'PARENT_MISSING');
  return notes.result();
}

/** What a file says of itself. `synchronous` belongs to a connection: the store sets it. */
function examineSettings(database: SqliteDatabase): DoctorCheckResult {
  const notes = new CheckNotes('settings');
  for (const [name, safe] of SETTINGS) {
    notes.examine();
    const value = String(Object.values(database.get(`PRAGMA ${name}`) ?? {})[0]);
    if (!safe.includes(value)) notes.find(null, `${name} is ${value}`, 'SETTING_UNSAFE');
    if (value === 'delete') notes.remark('a copy without a write-ahead log: the store turns it on when it opens it');
  }
  return notes.result();
}

const SETTINGS: readonly (readonly [name: string, safe: readonly string[]])[] = [
  ['journal_mode', ['wal', 'delete']],
  ['encoding', ['UTF-8']],
];

/** Every table, index and trigger is as the migrations of this release make it in a new database, and there is no other one. */
function examineSchema(database: SqliteDatabase, driver: SqliteDriver): DoctorCheckResult {
  const notes = new CheckNotes('schema');
  const fresh = driver.open(':memory:');
  migrate(fresh, new Date(0));
  const [made, found] = [definitionsOf(fresh), definitionsOf(database)];
  fresh.close();
  for (const [name, sql] of made) {
    notes.examine();
    if (found.get(name) !== sql) notes.find(null, name, found.has(name) ? 'DEFINITION_DIFFERS' : 'DEFINITION_MISSING');
  }
  for (const name of found.keys()) if (!made.has(name)) notes.find(null, name, 'DEFINITION_UNKNOWN');
  return notes.result();
}

function definitionsOf(database: SqliteDatabase): ReadonlyMap<string, string> {
  const rows = database.all("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name");
  return new Map(rows.map((row) => [`${String(row['type'])} ${String(row['name'])}`, String(row['sql'])]));
}
