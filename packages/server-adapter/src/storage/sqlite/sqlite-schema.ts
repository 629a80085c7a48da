import { assertKnown, checksumOf, type Migration } from '../sql/migration.ts';
import { StoreError } from '../store-error.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { SqliteDatabase } from './sqlite-driver.ts';

/** Marks a database as ours (PRAGMA application_id): "SEAL" in ASCII. */
const APPLICATION_ID = 0x5345414c;

/**
 * Brings a new or older database to this version's schema, in one transaction.
 *
 * @throws {@link StoreError} `STORE_FOREIGN_DATABASE`, `STORE_SCHEMA_NEWER`, `STORE_SCHEMA_CHANGED`
 */
export function migrate(database: SqliteDatabase, now: Date, migrations: readonly Migration[] = MIGRATIONS): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    assertOurs(database);
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    database.exec(
      'CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT',
    );
    const applied = appliedMigrations(database);
    assertKnown(applied, MIGRATIONS);
    for (const migration of migrations) {
      if (applied.has(migration.version)) continue;
      database.exec(migration.sql);
      database.run('INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)', [
        migration.version,
        migration.name,
        checksumOf(migration),
        now.toISOString(),
      ]);
    }
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** Checksums by version. */
export function appliedMigrations(database: SqliteDatabase): ReadonlyMap<number, unknown> {
  const rows = database.all('SELECT version, checksum FROM schema_migrations ORDER BY version');
  return new Map(rows.map((row) => [Number(row['version']), row['checksum']]));
}

/** @throws {@link StoreError} `STORE_FOREIGN_DATABASE` */
export function assertOurs(database: SqliteDatabase): void {
  const id = Number(database.get('PRAGMA application_id')?.['application_id'] ?? 0);
  const tables = Number(database.get("SELECT count(*) AS tables FROM sqlite_schema WHERE type = 'table'")?.['tables'] ?? 0);
  if (id === APPLICATION_ID || (id === 0 && tables === 0)) return;
  throw new StoreError('STORE_FOREIGN_DATABASE', 'expected a new database or one made by Sealkit, this one belongs to another program');
}
