import type { Store } from '../../src/index.ts';
import { createPostgresStore } from '../../src/storage/postgresql/index.ts';
import { createSqliteStore } from '../../src/storage/sqlite/index.ts';

/** The store on a database that is named in one word: a connection string of PostgreSQL, else an SQLite file. */
export async function openStore(database: string): Promise<Store> {
  return database.startsWith('postgresql:') ? createPostgresStore({ connectionString: database }) : createSqliteStore({ file: database });
}
