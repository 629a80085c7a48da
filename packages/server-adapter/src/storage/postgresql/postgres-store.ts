import { NamedQueue } from '../named-queue.ts';
import { oneTenant } from '../one-tenant.ts';
import { sqlTransaction } from '../sql/sql-transaction.ts';
import { StoreError } from '../store-error.ts';
import type { Store, StoreTransaction } from '../store.ts';
import { openPool, type PostgresClient, type PostgresPool } from './postgres-driver.ts';
import { toStoreError } from './postgres-errors.ts';
import { assertSafeRole, assertSafeSettings } from './postgres-safety.ts';
import { assertSchema } from './postgres-schema.ts';
import { PostgresSession, type SessionOptions } from './postgres-session.ts';
import { sqlOfPostgres } from './postgres-sql.ts';
import { DEFAULT_SCHEMA, assertSchemaName } from './schema-name.ts';

export type PostgresStoreOptions = (
  | {
      readonly connectionString: string;
      /** Most connections at a time. A transaction takes one when its tenant's turn has come. */
      readonly maxConnections?: number;
    }
  | {
      /** A `Pool` of `pg` that the host opened as the application's role, and closes. */
      readonly pool: PostgresPool;
    }
) & {
  readonly schema?: string;
  /** How long to wait for another process, in milliseconds. */
  readonly busyTimeoutMs?: number;
  /** How long a transaction may stand still before the server ends it, in milliseconds: a process that hangs keeps nobody for longer. */
  readonly idleTimeoutMs?: number;
};

const BUSY_TIMEOUT_MS = 5000;
const IDLE_TIMEOUT_MS = 30_000;
const MAX_CONNECTIONS = 10;

/**
 * Opens a database that `migratePostgresStore` made, as the application's role, and refuses one in which acknowledged events could be
 * lost or changed.
 *
 * @throws {@link StoreError} with one clear sentence: `STORE_DRIVER_MISSING`, `STORE_UNREACHABLE`, `STORE_SETTINGS_UNSAFE`,
 * `STORE_ROLE_UNSAFE`, `STORE_NOT_WRITABLE`, `STORE_FOREIGN_DATABASE`, `STORE_SCHEMA_OLDER`, `STORE_SCHEMA_NEWER`, `STORE_SCHEMA_CHANGED`
 * @throws RangeError for a schema name that would need quotes
 */
export async function createPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const session = sessionOptions(options);
  try {
    await assertUsable(session);
  } catch (cause) {
    if (!('pool' in options)) await session.pool.end();
    throw toStoreError(cause);
  }
  const running = new Set<Promise<unknown>>();
  let closed = false;
  return {
    transaction: async (work, call) => {
      call?.signal?.throwIfAborted();
      if (closed) throw new StoreError('STORE_CLOSED', 'expected an open store');
      const outcome = runTransaction(session, work, call?.readOnly ?? false);
      running.add(outcome);
      try {
        return await outcome;
      } finally {
        running.delete(outcome);
      }
    },
    close: async () => {
      if (closed) return;
      closed = true;
      await Promise.allSettled(running);
      if (!('pool' in options)) await session.pool.end();
    },
  };
}

function sessionOptions(options: PostgresStoreOptions): SessionOptions {
  const schema = options.schema ?? DEFAULT_SCHEMA;
  assertSchemaName(schema);
  const busyTimeoutMs = wholeMilliseconds('busyTimeoutMs', options.busyTimeoutMs ?? BUSY_TIMEOUT_MS);
  const idleTimeoutMs = wholeMilliseconds('idleTimeoutMs', options.idleTimeoutMs ?? IDLE_TIMEOUT_MS);
  const pool =
    'pool' in options
      ? options.pool
      : openPool({
          connectionString: options.connectionString,
          max: options.maxConnections ?? MAX_CONNECTIONS,
          connectionTimeoutMillis: busyTimeoutMs,
        });
  return { pool, schema, busyTimeoutMs, idleTimeoutMs, tenants: new NamedQueue(), readers: new NamedQueue(), inspect: inspectOnce() };
}

/** Zero would mean to wait for ever. */
function wholeMilliseconds(name: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new RangeError(`${name}: expected a whole number of milliseconds from 1 on, got ${value}`);
  return value;
}

/** Settings may differ from connection to connection, and change between two. */
function inspectOnce(): (client: PostgresClient) => Promise<void> {
  const inspected = new WeakSet<PostgresClient>();
  return async (client) => {
    if (inspected.has(client)) return;
    await assertSafeSettings(client);
    inspected.add(client);
  };
}

async function assertUsable({ pool, schema, inspect }: SessionOptions): Promise<void> {
  const client = await pool.connect();
  let sound = false;
  try {
    await inspect(client);
    await assertSchema(client, schema);
    await assertSafeRole(client, schema);
    sound = true;
  } finally {
    client.release(!sound);
  }
}

async function runTransaction<T>(options: SessionOptions, work: (tx: StoreTransaction) => Promise<T>, readOnly: boolean): Promise<T> {
  const session = new PostgresSession(options, readOnly);
  const tables = sqlTransaction(sqlOfPostgres((statement) => session.query(statement)));
  let result: T;
  try {
    result = await work(oneTenant(tables, { readOnly, entering: (tenant) => session.enter(tenant) }));
  } catch (cause) {
    await session.rollback();
    throw cause;
  }
  await session.commit();
  return result;
}
