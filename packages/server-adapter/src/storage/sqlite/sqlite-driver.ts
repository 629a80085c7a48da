import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { SqlRow, SqlValue } from '../sql/sql-database.ts';
import { StoreError } from '../store-error.ts';

/** One open database, as far as the store needs it. */
export interface SqliteDatabase {
  exec(sql: string): void;
  run(sql: string, parameters?: readonly SqlValue[]): void;
  get(sql: string, parameters?: readonly SqlValue[]): SqlRow | undefined;
  all(sql: string, parameters?: readonly SqlValue[]): readonly SqlRow[];
  close(): void;
}

export interface SqliteDriver {
  readonly name: 'node:sqlite' | 'better-sqlite3' | 'libsql';
  open(path: string): SqliteDatabase;
  /** A file that is there, and stays as it is. */
  openReadOnly(path: string): SqliteDatabase;
}

/** What the three packages have in common. */
interface RawStatement {
  run(...parameters: unknown[]): unknown;
  get(...parameters: unknown[]): unknown;
  all(...parameters: unknown[]): unknown[];
}
interface RawDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): RawStatement;
  close(): void;
}
type RawConstructor = new (path: string, options?: object) => RawDatabase;

const require = createRequire(import.meta.url);

/** In order of preference; each is optional. */
const DRIVERS = [
  {
    name: 'node:sqlite',
    load: () => loadNodeSqlite(),
    spread: true,
    openReadOnly: (Database: RawConstructor, path: string) => new Database(path, { readOnly: true }),
  },
  {
    name: 'better-sqlite3',
    load: () => require('better-sqlite3') as RawConstructor,
    spread: false,
    openReadOnly: (Database: RawConstructor, path: string) => new Database(path, { readonly: true, fileMustExist: true }),
  },
  {
    name: 'libsql',
    load: () => require('libsql') as RawConstructor,
    spread: false,
    // It has no such option, but takes URIs.
    openReadOnly: (Database: RawConstructor, path: string) => new Database(`${pathToFileURL(path).href}?mode=ro`),
  },
] as const;

/**
 * The first SQLite that this runtime has: its own, else better-sqlite3, else libsql.
 *
 * @throws {@link StoreError} `STORE_DRIVER_MISSING`
 */
export function findSqliteDriver(wanted?: SqliteDriver['name']): SqliteDriver {
  const failures: string[] = [];
  for (const candidate of DRIVERS) {
    if (wanted !== undefined && candidate.name !== wanted) continue;
    try {
      const Database = candidate.load();
      const { name, spread, openReadOnly } = candidate;
      return {
        name,
        open: (path) => wrapDatabase(new Database(path), spread),
        openReadOnly: (path) => wrapDatabase(openReadOnly(Database, path), spread),
      };
    } catch (cause) {
      failures.push(`${candidate.name}: ${cause instanceof Error ? cause.message.split('\n')[0] : 'not found'}`);
    }
  }
  throw new StoreError(
    'STORE_DRIVER_MISSING',
    `expected one of node:sqlite (Node 22.13 or later), better-sqlite3 or libsql, found none (${failures.join('; ')})`,
  );
}

function loadNodeSqlite(): RawConstructor {
  const module = require('node:sqlite') as { readonly DatabaseSync: RawConstructor };
  return module.DatabaseSync;
}

function wrapDatabase(database: RawDatabase, spread: boolean): SqliteDatabase {
  const statements = new Map<string, RawStatement>();
  const prepare = (sql: string): RawStatement => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const bind = (parameters: readonly SqlValue[]): unknown[] =>
    spread ? [...parameters] : parameters.length === 0 ? [] : [[...parameters]];
  return {
    exec: (sql) => void database.exec(sql),
    run: (sql, parameters = []) => void prepare(sql).run(...bind(parameters)),
    get: (sql, parameters = []) => (prepare(sql).get(...bind(parameters)) ?? undefined) as SqlRow | undefined,
    all: (sql, parameters = []) => prepare(sql).all(...bind(parameters)) as SqlRow[],
    close: () => {
      statements.clear();
      database.close();
    },
  };
}
