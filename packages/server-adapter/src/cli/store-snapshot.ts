import { withPostgresSnapshot } from '../doctor/postgres-snapshot.ts';
import type { Snapshot } from '../doctor/snapshot.ts';
import { withSqliteSnapshot } from '../doctor/sqlite-snapshot.ts';
import { usageError } from './cli-error.ts';
import { readDatabaseUrl } from './database-url.ts';
import type { ParsedArguments } from './parse-arguments.ts';

/**
 * Opens a store for reading alone, as it is at this moment: a file of SQLite, or a URL of PostgreSQL with `--schema`. `--tenant` narrows
 * either to some of its tenants.
 */
export function withStoreSnapshot<T>(store: string, request: ParsedArguments, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const [tenants, schema] = [request.values('--tenant'), request.value('--schema')];
  if (readDatabaseUrl(store) !== undefined)
    return withPostgresSnapshot({ connectionString: store, tenants, ...(schema === undefined ? {} : { schema }) }, work);
  if (schema !== undefined) throw usageError('--schema is for PostgreSQL');
  return withSqliteSnapshot(store, (snapshot) => work(tenants.length === 0 ? snapshot : ofTenants(snapshot, tenants)));
}

/** A file shows all tenants. One that is asked for and not there is a slip, not an empty answer. */
function ofTenants(snapshot: Snapshot, tenants: readonly string[]): Snapshot {
  const missing = tenants.filter((tenant) => !snapshot.tenants.includes(tenant));
  if (missing.length > 0) throw usageError(`--tenant: the store has nothing of ${missing.join(', ')}`);
  return { ...snapshot, tenants: snapshot.tenants.filter((tenant) => tenants.includes(tenant)) };
}
