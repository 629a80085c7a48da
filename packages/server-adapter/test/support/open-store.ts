import type { Store } from '../../src/index.ts';
import { createPostgresStore } from '../../src/storage/postgresql/index.ts';
import { createSqliteStore, type SqliteDriver } from '../../src/storage/sqlite/index.ts';

/** The store on a database that is named in one word: a connection string of PostgreSQL, else an SQLite file. */
export async function openStore(database: string, driver?: SqliteDriver['name']): Promise<Store> {
  if (database.startsWith('postgresql:')) return createPostgresStore({ connectionString: database });
  return createSqliteStore({ file: database, ...(driver === undefined ? {} : { driver }) });
}
