import { withPostgresSnapshot } from '../doctor/postgres-snapshot.ts';
import type { Snapshot } from '../doctor/snapshot.ts';
import { withSqliteSnapshot } from '../doctor/sqlite-snapshot.ts';
import { usageError } from './cli-error.ts';
import { readDatabaseUrl } from './database-url.ts';
import type { ParsedArguments } from './parse-arguments.ts';

/** Opens a store for reading alone, as it is at this moment: a file of SQLite, or a URL of PostgreSQL with `--tenant` and `--schema`. */
export function withStoreSnapshot<T>(store: string, request: ParsedArguments, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const [tenants, schema] = [request.values('--tenant'), request.value('--schema')];
  if (readDatabaseUrl(store) !== undefined)
    return withPostgresSnapshot({ connectionString: store, tenants, ...(schema === undefined ? {} : { schema }) }, work);
  if (tenants.length > 0 || schema !== undefined) throw usageError('--tenant and --schema are for PostgreSQL');
  return withSqliteSnapshot(store, work);
}
