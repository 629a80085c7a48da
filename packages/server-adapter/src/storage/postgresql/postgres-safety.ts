import { StoreError } from '../store-error.ts';
import type { PostgresClient } from './postgres-driver.ts';
import { APPLICATION_PRIVILEGES, type TablePrivileges } from './postgres-privileges.ts';

/** What each setting may be. Whatever else stands there can lose or change what was acknowledged. */
const SETTINGS: readonly (readonly [name: string, safe: readonly string[]])[] = [
  ['fsync', ['on']],
  ['full_page_writes', ['on']],
  ['synchronous_commit', ['on', 'remote_apply', 'remote_write', 'local']],
  ['session_replication_role', ['origin']],
  ['server_encoding', ['UTF8']],
  ['client_encoding', ['UTF8']],
  ['standard_conforming_strings', ['on']],
];

/**
 * Looks at the settings of a connection: they may differ by role and by database.
 *
 * @throws {@link StoreError} `STORE_SETTINGS_UNSAFE`
 */
export async function assertSafeSettings(client: PostgresClient): Promise<void> {
  const { rows } = await client.query(`SELECT ${SETTINGS.map(([name]) => `current_setting('${name}') AS ${name}`).join(', ')}`);
  for (const [name, safe] of SETTINGS) {
    const value = String(rows[0]?.[name]);
    if (!safe.includes(value)) {
      throw new StoreError('STORE_SETTINGS_UNSAFE', `expected the database's ${name} to be ${safe.join(' or ')}, it is ${value}`);
    }
  }
}

/**
 * Looks whether the role can do what the application needs, and nothing that could undo the rules of the database.
 *
 * @throws {@link StoreError} `STORE_ROLE_UNSAFE`, `STORE_NOT_WRITABLE` where a privilege is missing
 */
export async function assertSafeRole(client: PostgresClient, schema: string): Promise<void> {
  const { rows } = await client.query({ text: ROLE, values: [schema] });
  const [role] = rows;
  if (role?.['superuser'] === true) throw unsafe('that is no superuser');
  if (role?.['bypass'] === true) throw unsafe('without BYPASSRLS');
  if (role?.['owner'] === true) throw unsafe('that does not own the schema');
  const tables = await client.query({ text: TABLES, values: [schema] });
  const found = new Map(tables.rows.map((row) => [String(row['name']), row]));
  for (const [name, expected] of APPLICATION_PRIVILEGES) assertPrivileges(name, expected, found.get(name));
}

const ROLE = `SELECT r.rolsuper AS superuser, r.rolbypassrls AS bypass,
    EXISTS (SELECT 1 FROM pg_namespace n WHERE n.nspname = $1 AND pg_has_role(r.oid, n.nspowner, 'MEMBER')) AS owner
  FROM pg_roles r WHERE r.rolname = current_user`;

const TABLES = `SELECT c.relname AS name, pg_has_role(c.relowner, 'MEMBER') AS owner,
    has_table_privilege(c.oid, 'SELECT') AS can_read, has_table_privilege(c.oid, 'INSERT') AS can_insert,
    has_table_privilege(c.oid, 'DELETE') AS can_delete, has_table_privilege(c.oid, 'TRUNCATE') AS can_truncate,
    has_table_privilege(c.oid, 'TRIGGER') AS can_trigger,
    (SELECT coalesce(string_agg(a.attname, ' '), '') FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
      AND NOT a.attisdropped AND has_column_privilege(c.oid, a.attnum, 'UPDATE')) AS can_update
  FROM pg_class c WHERE c.relnamespace = to_regnamespace($1) AND c.relkind = 'r'`;

function assertPrivileges(table: string, expected: TablePrivileges, found: Readonly<Record<string, unknown>> | undefined): void {
  if (found?.['owner'] === true) throw unsafe(`that does not own ${table}`);
  for (const can of ['can_truncate', 'can_trigger']) if (found?.[can] === true) throw unsafe(`without ${can} on ${table}`);
  if (found?.['can_delete'] === true && !expected.delete) throw unsafe(`without can_delete on ${table}`);
  if (found?.['can_insert'] === true && !expected.insert) throw unsafe(`without can_insert on ${table}`);
  const updated = namesIn(found?.['can_update']);
  const excess = updated.find((column) => !expected.update.includes(column));
  if (excess !== undefined) throw unsafe(`that cannot update ${table}.${excess}`);
  const missing =
    found?.['can_read'] !== true ||
    (expected.insert && found['can_insert'] !== true) ||
    (expected.delete && found['can_delete'] !== true) ||
    expected.update.some((column) => !updated.includes(column));
  if (missing) throw new StoreError('STORE_NOT_WRITABLE', `expected a role that may use ${table}: run the statements of postgresGrants`);
}

/** Names with a space between them, as `TABLES` lists columns. */
function namesIn(text: unknown): readonly string[] {
  return typeof text === 'string' && text !== '' ? text.split(' ') : [];
}

function unsafe(expected: string): StoreError {
  return new StoreError('STORE_ROLE_UNSAFE', `expected an application role ${expected}`);
}
