import { oneTenant } from '../storage/one-tenant.ts';
import { openPool, type PostgresClient } from '../storage/postgresql/postgres-driver.ts';
import { toStoreError } from '../storage/postgresql/postgres-errors.ts';
import { assertSafeRole, assertSafeSettings } from '../storage/postgresql/postgres-safety.ts';
import { assertSchema } from '../storage/postgresql/postgres-schema.ts';
import { sqlOfPostgres } from '../storage/postgresql/postgres-sql.ts';
import { assertSchemaName, DEFAULT_SCHEMA } from '../storage/postgresql/schema-name.ts';
import { SerialQueue } from '../storage/serial-queue.ts';
import { sqlTransaction } from '../storage/sql/sql-transaction.ts';
import { StoreError } from '../storage/store-error.ts';
import { CheckNotes, type DoctorCheckResult, notChecked } from './doctor-report.ts';
import type { Snapshot } from './snapshot.ts';

export interface PostgresSnapshotOptions {
  readonly connectionString: string;
  readonly schema?: string;
  /** Whom to look at; the owner of the tables sees everybody, the application those who are named. */
  readonly tenants?: readonly string[];
}

/**
 * Connects for reading alone, and does work on what is in the database at this moment, in one transaction.
 *
 * @throws {@link StoreError} as `createPostgresStore` does where the schema is none of ours or of another version; unsafe settings and roles
 * are findings. `STORE_TENANTS_HIDDEN` where nobody is named and the role sees one tenant at a time.
 */
export async function withPostgresSnapshot<T>(options: PostgresSnapshotOptions, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const { connectionString, schema = DEFAULT_SCHEMA } = options;
  assertSchemaName(schema);
  const pool = openPool({ connectionString, max: 1, connectionTimeoutMillis: CONNECTION_TIMEOUT_MS });
  let client: PostgresClient | undefined;
  try {
    client = await pool.connect();
    const database = [notChecked('database', 'pg_amcheck looks at the files of PostgreSQL'), ...(await examineDatabase(client, schema))];
    await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path TO ${schema}, pg_temp`);
    return await work(snapshotOf(client, await tenantsOf(client, options.tenants), database));
  } catch (cause) {
    throw toStoreError(cause);
  } finally {
    client?.release(true);
    await pool.end();
  }
}

const CONNECTION_TIMEOUT_MS = 10_000;

function snapshotOf(client: PostgresClient, tenants: readonly string[], database: readonly DoctorCheckResult[]): Snapshot {
  const statements = new SerialQueue();
  let inSight: string | undefined;
  const sqlOf = (tenant: () => string | undefined) =>
    sqlOfPostgres((statement) =>
      statements.run(async () => {
        const wanted = tenant();
        if (wanted !== undefined && wanted !== inSight) {
          await client.query({ text: "SELECT set_config('sealkit.tenant', $1, true)", values: [wanted] });
          inSight = wanted;
        }
        return client.query(statement);
      }),
    );
  return {
    store: {
      transaction: (work) => {
        let entered: string | undefined;
        const entering = async (tenant: string | undefined): Promise<void> => void (entered ??= tenant);
        return work(oneTenant(sqlTransaction(sqlOf(() => entered)), { entering }));
      },
      close: async () => undefined,
    },
    sqlOf: (tenant) => sqlOf(() => tenant),
    tenants,
    database,
  };
}

/** @throws {@link StoreError} `STORE_TENANTS_HIDDEN` */
async function tenantsOf(client: PostgresClient, named: readonly string[] = []): Promise<readonly string[]> {
  if (named.length > 0) return named.toSorted();
  const { rows: hidden } = await client.query("SELECT row_security_active('events') AS hidden");
  if (hidden[0]?.['hidden'] !== false)
    throw new StoreError(
      'STORE_TENANTS_HIDDEN',
      'expected the owner of the tables, or the names of the tenants: this role sees one tenant at a time',
    );
  const { rows } = await client.query('SELECT tenant FROM events UNION SELECT tenant FROM organisations ORDER BY tenant');
  return rows.map((row) => String(row['tenant']));
}

async function examineDatabase(client: PostgresClient, schema: string): Promise<readonly DoctorCheckResult[]> {
  const [settings, made] = [new CheckNotes('settings'), new CheckNotes('schema')];
  await examine(settings, 'settings of the connection', () => assertSafeSettings(client));
  await examine(made, `schema ${schema}`, () => assertSchema(client, schema));
  if (await isApplication(client, schema)) await examine(made, 'role of the application', () => assertSafeRole(client, schema));
  else made.remark('the role of the application was not looked at, since another one connected');
  return [settings.result(), made.result()];
}

async function isApplication(client: PostgresClient, schema: string): Promise<boolean> {
  const { rows } = await client.query({
    text: `SELECT pg_has_role(current_user, n.nspowner, 'MEMBER') AS owner FROM pg_namespace n WHERE n.nspname = $1`,
    values: [schema],
  });
  return rows[0]?.['owner'] === false;
}

/** What would keep a server from starting is a finding here; what leaves nothing to look at is an error. */
async function examine(notes: CheckNotes, subject: string, work: () => Promise<void>): Promise<void> {
  notes.examine();
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StoreError) || !FINDINGS.has(error.code)) throw error;
    notes.find(null, `${subject}: ${error.message}`, error.code);
  }
}

const FINDINGS: ReadonlySet<string> = new Set(['STORE_SETTINGS_UNSAFE', 'STORE_SCHEMA_CHANGED', 'STORE_ROLE_UNSAFE']);
