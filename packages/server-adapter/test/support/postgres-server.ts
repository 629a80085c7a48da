import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { migratePostgresStore, type PostgresPool } from '../../src/storage/postgresql/index.ts';

const OWNER = 'sealkit_owner';
/** The application's role. */
export const APPLICATION = 'sealkit_application';

/** A PostgreSQL of the test's own: a new cluster below /tmp, reached by a socket that nobody else may open. */
export interface PostgresServer {
  /** Connection string of a role on a database of the cluster. */
  url(role: 'application' | 'owner' | 'superuser', database?: string): string;
  /** A new and empty database that the owner may make schemas in. */
  newDatabase(): string;
  /** A new database with the store's tables. */
  newMigratedDatabase(): Promise<string>;
  /** Statements as the superuser, each by itself. */
  run(database: string, ...statements: readonly string[]): Promise<void>;
  openPool(role: 'application' | 'owner' | 'superuser', database: string): PostgresPool;
  /** Ends the server as a crash does: nothing is written on the way out. */
  crash(): void;
  start(): void;
  /** Where the socket is: `PGHOST` of the programs of PostgreSQL. */
  readonly folder: string;
  /** `PATH` with the programs of the server's version in front. */
  readonly path: string;
  /** Stops the server and removes it from the disk. */
  remove(): void;
}

/** The folder with initdb, pg_ctl and postgres; undefined where PostgreSQL is not installed. */
export function findPostgres(): string | undefined {
  const debian = existsSync('/usr/lib/postgresql')
    ? readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`)
    : [];
  return [...debian.reverse(), ...(process.env['PATH'] ?? '').split(':')].find((folder) => existsSync(join(folder, 'initdb')));
}

/** `describe` where PostgreSQL is installed; a named skip where it is not. */
export function describeOnPostgres(title: string, suite: () => void): void {
  const present = findPostgres() !== undefined;
  (present ? describe : describe.skip)(present ? title : `${title} (skipped: PostgreSQL is not installed)`, suite);
}

/** Makes and starts a cluster; about two seconds. */
export function startPostgres(): PostgresServer {
  const programs = findPostgres();
  if (programs === undefined) throw new Error('PostgreSQL is not installed');
  const user = unprivilegedUser();
  const folder = mkdtempSync('/tmp/sealkit-pg-');
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const program = (name: string, parameters: readonly string[], input?: string): string => {
    const { status, stdout, stderr, error } = spawnSync(join(programs, name), parameters, {
      ...user,
      cwd: folder,
      input,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${name}: expected status 0, got ${status}: ${error?.message ?? stderr}`);
    return stdout;
  };
  const start = (): void => {
    program('pg_ctl', ['start', '-w', '-D', data, '-l', join(folder, 'log'), '-o', `-k ${folder} -c listen_addresses=`]);
  };
  program('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8']);
  start();
  const psql = (database: string, sql: string): string =>
    program('psql', ['-h', folder, '-U', 'postgres', '-d', database, '-v', 'ON_ERROR_STOP=1', '-qAt', '-f', '-'], sql);
  psql('postgres', `CREATE ROLE ${OWNER} LOGIN; CREATE ROLE ${APPLICATION} LOGIN;`);
  const names = { application: APPLICATION, owner: OWNER, superuser: 'postgres' } as const;
  let databases = 0;
  const server: PostgresServer = {
    url: (role, database = 'postgres') => `postgresql://${names[role]}@/${database}?host=${encodeURIComponent(folder)}`,
    newDatabase: () => {
      const name = `d${(databases += 1)}`;
      psql('postgres', `CREATE DATABASE ${name} OWNER ${OWNER}`);
      return name;
    },
    newMigratedDatabase: async () => {
      const name = server.newDatabase();
      await migratePostgresStore({ connectionString: server.url('owner', name), applicationRole: APPLICATION });
      return name;
    },
    run: async (database, ...statements) => {
      const pool = server.openPool('superuser', database);
      const client = await pool.connect();
      try {
        for (const statement of statements) await client.query(statement);
      } finally {
        client.release();
        await pool.end();
      }
    },
    openPool: (role, database) => newPool(server.url(role, database)),
    crash: () => void program('pg_ctl', ['stop', '-m', 'immediate', '-w', '-D', data]),
    start,
    folder,
    path: `${programs}:${process.env['PATH']}`,
    remove: () => {
      if (existsSync(join(data, 'postmaster.pid'))) program('pg_ctl', ['stop', '-m', 'immediate', '-w', '-D', data]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return server;
}

function newPool(connectionString: string): PostgresPool {
  const { Pool } = createRequire(import.meta.url)('pg') as { readonly Pool: new (options: object) => PostgresPool };
  const pool = new Pool({ connectionString, max: 4 });
  pool.on('error', () => undefined);
  return pool;
}

/** PostgreSQL does not run as root. */
function unprivilegedUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line = lines.find((known) => known.startsWith('postgres:')) ?? lines.find((known) => known.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}
