import { assertKnown } from '../sql/migration.ts';
import { StoreError } from '../store-error.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { PostgresClient } from './postgres-driver.ts';

/** Marks a schema as ours (`COMMENT ON SCHEMA`). */
export const SCHEMA_MARK = 'Sealkit store';

/** Whose schema it is: ours, another program's, or nobody's yet (not there, or empty). */
export async function schemaOwner(client: PostgresClient, schema: string): Promise<'sealkit' | 'other' | 'nobody'> {
  const { rows } = await client.query({
    text: `SELECT obj_description(oid, 'pg_namespace') AS mark, EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = n.oid) AS filled
      FROM pg_namespace n WHERE nspname = $1`,
    values: [schema],
  });
  const [found] = rows;
  if (found?.['mark'] === SCHEMA_MARK) return 'sealkit';
  return found?.['filled'] === true ? 'other' : 'nobody';
}

/** Checksums by version. */
export async function appliedMigrations(client: PostgresClient, schema: string): Promise<ReadonlyMap<number, unknown>> {
  const { rows } = await client.query(`SELECT version, checksum FROM ${schema}.schema_migrations ORDER BY version`);
  return new Map(rows.map((row) => [Number(row['version']), row['checksum']]));
}

/**
 * Looks whether the schema is ours, of this version, and still has every trigger and every policy that it was made with.
 *
 * @throws {@link StoreError} `STORE_FOREIGN_DATABASE`, `STORE_SCHEMA_OLDER`, `STORE_SCHEMA_NEWER`, `STORE_SCHEMA_CHANGED`
 */
export async function assertSchema(client: PostgresClient, schema: string): Promise<void> {
  const owner = await schemaOwner(client, schema);
  if (owner === 'other') {
    throw new StoreError('STORE_FOREIGN_DATABASE', `expected a schema made by Sealkit, ${schema} belongs to another program`);
  }
  const applied = owner === 'nobody' ? new Map<number, unknown>() : await appliedMigrations(client, schema);
  assertKnown(applied, MIGRATIONS);
  if (applied.size < MIGRATIONS.length) {
    const newest = MIGRATIONS.length;
    throw new StoreError(
      'STORE_SCHEMA_OLDER',
      `expected schema version ${newest}, got ${applied.size}: run migratePostgresStore as the owner`,
    );
  }
  const guards = await guardsOf(client, schema);
  for (const guard of GUARDS) {
    if (!guards.has(guard)) throw new StoreError('STORE_SCHEMA_CHANGED', `expected ${guard} in schema ${schema}, it is gone or disabled`);
  }
}

/** Every trigger and policy that the migrations make, as `trigger <name>` and `policy <name>`. */
const GUARDS: readonly string[] = MIGRATIONS.flatMap(({ sql }) =>
  [...sql.matchAll(/CREATE (TRIGGER|POLICY) (\w+)/g)].map(([, kind = '', name = '']) => `${kind.toLowerCase()} ${name}`),
);

/** Those that are in force. */
async function guardsOf(client: PostgresClient, schema: string): Promise<ReadonlySet<unknown>> {
  const { rows } = await client.query({
    text: `SELECT 'trigger ' || t.tgname AS guard FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE c.relnamespace = to_regnamespace($1) AND t.tgenabled IN ('O', 'A')
      UNION ALL SELECT 'policy ' || p.polname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
        WHERE c.relnamespace = to_regnamespace($1) AND c.relrowsecurity`,
    values: [schema],
  });
  return new Set(rows.map((row) => row['guard']));
}
