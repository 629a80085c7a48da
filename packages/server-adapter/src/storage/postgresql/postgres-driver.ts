import { createRequire } from 'node:module';
import { StoreError } from '../store-error.ts';

export interface PostgresResult {
  readonly command: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface PostgresQuery {
  readonly text: string;
  readonly values?: readonly unknown[];
  readonly types?: { getTypeParser(type: number, format?: string): (value: string) => unknown };
}

/** One connection, as far as the store needs it. */
export interface PostgresClient {
  query(query: string | PostgresQuery): Promise<PostgresResult>;
  on(event: 'error', listener: (cause: unknown) => void): unknown;
  removeListener(event: 'error', listener: (cause: unknown) => void): unknown;
  /** Gives it back to its pool, or ends it. */
  release(destroy?: boolean): void;
}

/** A `Pool` of the package `pg`, as far as the store needs it. */
export interface PostgresPool {
  connect(): Promise<PostgresClient>;
  on(event: 'error', listener: (cause: unknown) => void): unknown;
  end(): Promise<void>;
}

export interface PoolOptions {
  readonly connectionString: string;
  /** Most connections at a time. */
  readonly max?: number;
  readonly connectionTimeoutMillis?: number;
}

interface PgPackage {
  readonly Pool: new (options: PoolOptions) => PostgresPool;
  readonly types: { getTypeParser(type: number, format?: string): (value: string) => unknown };
}

const require = createRequire(import.meta.url);

/** @throws {@link StoreError} `STORE_DRIVER_MISSING` */
export function openPool(options: PoolOptions): PostgresPool {
  const pool = new (loadPg().Pool)(options);
  // A connection that breaks while nobody uses it is replaced by the next one; who uses one hears of it there.
  pool.on('error', () => undefined);
  return pool;
}

const BIGINT = 20;

/** Column types as the package reads them, but 64-bit integers as numbers: no column of ours leaves the safe ones. */
export function columnTypes(): NonNullable<PostgresQuery['types']> {
  const { types } = loadPg();
  return { getTypeParser: (type, format) => (type === BIGINT ? Number : types.getTypeParser(type, format)) };
}

function loadPg(): PgPackage {
  try {
    return require('pg') as PgPackage;
  } catch (cause) {
    throw new StoreError('STORE_DRIVER_MISSING', 'expected the package pg, version 8', { cause });
  }
}
