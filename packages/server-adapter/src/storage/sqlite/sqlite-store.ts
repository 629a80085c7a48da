import type { Clock } from '@sealkit/core/ports';
import { systemClock } from '../../system-clock.ts';
import { setTimeout } from 'node:timers/promises';
import { oneTenant } from '../one-tenant.ts';
import { sqlTransaction } from '../sql/sql-transaction.ts';
import { StoreError } from '../store-error.ts';
import type { Store } from '../store.ts';
import { type SqliteDatabase, type SqliteDriver, findSqliteDriver } from './sqlite-driver.ts';
import { GroupCommit } from './group-commit.ts';
import { toStoreError } from './sqlite-errors.ts';
import { migrate } from './sqlite-schema.ts';
import { SqliteReader } from './sqlite-reader.ts';
import { beginPatiently } from './sqlite-begin.ts';
import { sqlOfSqlite } from './sqlite-words.ts';

export interface SqliteStoreOptions {
  /** Database file; `:memory:` keeps nothing. */
  readonly file: string;
  /** Forces one driver instead of the first that is there. */
  readonly driver?: SqliteDriver['name'];
  /** How long to wait for another process, in milliseconds. */
  readonly busyTimeoutMs?: number;
  readonly clock?: Clock;
}

export interface SqliteStore extends Store {
  readonly driver: SqliteDriver['name'];
}

const BUSY_TIMEOUT_MS = 5000;
/** How often an erasure tries to empty the write-ahead log, and its pause in between, in milliseconds. */
const SCRUB_TRIES = 50;
const SCRUB_PAUSE_MS = 20;
/** Ids are random: an index that does not fit into memory is read from the file at every insert. */
const CACHE_KIB = 64 * 1024;

/**
 * Opens (and makes or migrates) a database. WAL with `synchronous = FULL`: what a transaction did survives a power cut
 * once it has resolved. `NORMAL` would lose acknowledged events. Transactions that are asked for at the same time share a commit.
 *
 * @throws {@link StoreError} with one clear sentence where the file is broken, foreign, newer or cannot be written.
 */
export async function createSqliteStore(options: SqliteStoreOptions): Promise<SqliteStore> {
  const driver = findSqliteDriver(options.driver);
  const database = openDatabase(driver, options);
  const tables = sqlTransaction(sqlOfSqlite(database));
  const patienceMs = options.busyTimeoutMs ?? BUSY_TIMEOUT_MS;
  const commits = new GroupCommit({ database, begin: () => beginPatiently(database, 'BEGIN IMMEDIATE', patienceMs) });
  const reader = openReader(driver, options, database, patienceMs);
  let closed = false;
  return {
    driver: driver.name,
    transaction: async (work, call) => {
      if (closed) throw new StoreError('STORE_CLOSED', 'expected an open store');
      if (call?.readOnly && reader !== undefined) {
        return reader.run((seen) => {
          call.signal?.throwIfAborted();
          return work(seen);
        });
      }
      return commits.run(async () => {
        call?.signal?.throwIfAborted();
        return work(oneTenant(tables, { readOnly: call?.readOnly }));
      });
    },
    scrub: async () => {
      for (let tries = 0; tries < SCRUB_TRIES; tries += 1) {
        await Promise.all([commits.idle(), reader?.idle()]);
        if (emptyLog(database)) return true;
        await setTimeout(SCRUB_PAUSE_MS);
      }
      return false;
    },
    close: async () => {
      if (closed) return;
      closed = true;
      await Promise.all([commits.idle(), reader?.close()]);
      // Into one file, so that a copy of it is the whole. A reader elsewhere may keep the log; that loses nothing.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      database.close();
    },
  };
}

function openDatabase(driver: SqliteDriver, options: SqliteStoreOptions): SqliteDatabase {
  let database: SqliteDatabase | undefined;
  try {
    database = driver.open(options.file);
    database.exec(`PRAGMA busy_timeout = ${Math.trunc(options.busyTimeoutMs ?? BUSY_TIMEOUT_MS)}`);
    database.get('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = FULL');
    database.exec('PRAGMA foreign_keys = ON');
    // What is erased is written over, and not left in free pages.
    database.exec('PRAGMA secure_delete = ON');
    database.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
    migrate(database, (options.clock ?? systemClock).now());
    // From here on we wait ourselves: SQLite's own wait would stop the whole process.
    database.exec('PRAGMA busy_timeout = 0');
    return database;
  } catch (cause) {
    database?.close();
    throw toStoreError(cause);
  }
}

/** Brings the write-ahead log into the file and cuts it off, as far as nobody reads or writes meanwhile. */
function emptyLog(database: SqliteDatabase): boolean {
  try {
    return Number(database.get('PRAGMA wal_checkpoint(TRUNCATE)')?.['busy']) === 0;
  } catch (cause) {
    const error = toStoreError(cause);
    if (error instanceof StoreError && error.code === 'STORE_BUSY') return false;
    throw error;
  }
}

/** A second connection that looks while the first one writes; a database in memory has only the one. */
function openReader(
  driver: SqliteDriver,
  { file }: SqliteStoreOptions,
  writer: SqliteDatabase,
  patienceMs: number,
): SqliteReader | undefined {
  if (file === ':memory:') return undefined;
  try {
    return new SqliteReader(driver.open(file), patienceMs);
  } catch (cause) {
    writer.close();
    throw toStoreError(cause);
  }
}
