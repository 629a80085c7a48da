import type { Clock } from '@sealkit/core/ports';
import { systemClock } from '../../system-clock.ts';
import { assertKnown, checksumOf } from '../sql/migration.ts';
import { StoreError } from '../store-error.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { openPool, type PostgresClient, type PostgresPool } from './postgres-driver.ts';
import { toStoreError } from './postgres-errors.ts';
import { postgresGrants } from './postgres-privileges.ts';
import { SCHEMA_MARK, appliedMigrations, schemaOwner } from './postgres-schema.ts';
import { DEFAULT_SCHEMA, assertSchemaName } from './schema-name.ts';

export type MigratePostgresOptions = (
  | { readonly connectionString: string }
  | {
      /** A `Pool` of `pg` that the host opened as the owner, and closes. */
      readonly pool: PostgresPool;
    }
) & {
  readonly schema?: string;
  /** A role that exists: it gets exactly what `createPostgresStore` needs. */
  readonly applicationRole?: string;
  readonly clock?: Clock;
};

/**
 * Makes the tables, or brings older ones to this version, in one transaction, and gives the application its privileges. Run it as the
 * role that shall own the tables, at each new version, before the application starts; several at once wait for each other.
 *
 * @throws {@link StoreError} `STORE_FOREIGN_DATABASE`, `STORE_SCHEMA_NEWER`, `STORE_SCHEMA_CHANGED`, `STORE_UNREACHABLE`,
 * `STORE_NOT_WRITABLE` where the role may not create the schema
 * @throws RangeError for a schema name that would need quotes
 */
export async function migratePostgresStore(options: MigratePostgresOptions): Promise<void> {
  const schema = options.schema ?? DEFAULT_SCHEMA;
  assertSchemaName(schema);
  const pool = 'pool' in options ? options.pool : openPool({ connectionString: options.connectionString, max: 1 });
  try {
    await migrate(pool, schema, options);
  } catch (cause) {
    throw toStoreError(cause);
  } finally {
    if (!('pool' in options)) await pool.end();
  }
}

async function migrate(
  pool: PostgresPool,
  schema: string,
  { applicationRole, clock = systemClock }: MigratePostgresOptions,
): Promise<void> {
  const client = await pool.connect();
  let sound = false;
  try {
    await client.query('BEGIN');
    await client.query({ text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', values: [`${schema} migrations`] });
    await makeSchema(client, schema);
    await client.query(`SET LOCAL search_path TO ${schema}, pg_temp`);
    const applied = await appliedMigrations(client, schema);
    assertKnown(applied, MIGRATIONS);
    for (const migration of MIGRATIONS) {
      if (applied.has(migration.version)) continue;
      await client.query(migration.sql);
      await client.query({
        text: 'INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)',
        values: [migration.version, migration.name, checksumOf(migration), clock.now().toISOString()],
      });
    }
    if (applicationRole !== undefined) await client.query(postgresGrants({ schema, applicationRole }));
    await client.query('COMMIT');
    sound = true;
  } finally {
    // A connection that ends takes back its transaction.
    client.release(!sound);
  }
}

async function makeSchema(client: PostgresClient, schema: string): Promise<void> {
  const owner = await schemaOwner(client, schema);
  if (owner === 'other') {
    throw new StoreError('STORE_FOREIGN_DATABASE', `expected a new schema or one made by Sealkit, ${schema} belongs to another program`);
  }
  if (owner === 'sealkit') return;
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  await client.query(`COMMENT ON SCHEMA ${schema} IS '${SCHEMA_MARK}'`);
  await client.query(
    `CREATE TABLE ${schema}.schema_migrations (version bigint PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at text NOT NULL)`,
  );
}
