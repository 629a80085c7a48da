import { setTimeout } from 'node:timers/promises';
import { type Store, StoreError, STORE_CONTRACT } from '../../src/index.ts';
import { createPostgresStore, migratePostgresStore, type PostgresStoreOptions } from '../../src/storage/postgresql/index.ts';
import { APPLICATION, describeOnPostgres, type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { appendNext, codeOf, digestsOfSoundChains, eventAfter } from '../support/store-steps.ts';

const CHAIN = { tenant: 't', chain: 'c' };

describeOnPostgres('PostgreSQL store', () => {
  let server: PostgresServer;
  beforeAll(() => {
    server = startPostgres();
  }, 60_000);
  afterAll(() => server.remove(), 60_000);

  const open = async (database: string, more: Omit<PostgresStoreOptions, 'connectionString' | 'pool'> = {}): Promise<Store> =>
    createPostgresStore({ connectionString: server.url('application', database), ...more });
  const codeOfOpening = async (database: string, role: 'application' | 'owner' | 'superuser' = 'application'): Promise<string> =>
    codeOf(createPostgresStore({ connectionString: server.url(role, database) }).then((store) => store.close()));
  const migrate = async (database: string): Promise<void> =>
    migratePostgresStore({ connectionString: server.url('owner', database), applicationRole: APPLICATION });

  describe('contract of the port', () => {
    let database = '';
    beforeAll(() => {
      database = server.newDatabase();
    });
    for (const [index, { title, run }] of STORE_CONTRACT.entries()) {
      it(`${title} (in a schema of its own)`, async () => {
        const schema = `case_${index}`;
        await migratePostgresStore({ connectionString: server.url('owner', database), schema, applicationRole: APPLICATION });
        const store = await open(database, { schema });
        await run(store);
        await store.close();
      });
    }
  });

  describe('what it opens', () => {
    it('keeps its rows, and its events in their order, when it is opened again', async () => {
      const database = await server.newMigratedDatabase();
      const first = await open(database);
      const digests = [await appendNext(first, CHAIN), await appendNext(first, CHAIN)];
      await first.close();
      await migrate(database);
      const second = await open(database);
      expect([...(await digestsOfSoundChains(second, 't'))]).to.deep.equal(digests);
      await second.close();
    });

    it('is made once when several processes make it at once', async () => {
      const database = server.newDatabase();
      await Promise.all([migrate(database), migrate(database), migrate(database)]);
      expect(await codeOfOpening(database)).to.equal('done');
    });

    it('leaves a pool open that is the host’s', async () => {
      const database = await server.newMigratedDatabase();
      const pool = server.openPool('application', database);
      const store = await createPostgresStore({ pool });
      await appendNext(store, CHAIN);
      await store.close();
      (await pool.connect()).release();
      await pool.end();
    });

    it('says STORE_SCHEMA_OLDER before it was migrated', async () => {
      expect(await codeOfOpening(server.newDatabase())).to.equal('STORE_SCHEMA_OLDER');
    });

    for (const [code, statement] of [
      ['STORE_SCHEMA_NEWER', "INSERT INTO sealkit.schema_migrations VALUES (99, 'later', 'x', 'y')"],
      ['STORE_SCHEMA_CHANGED', "UPDATE sealkit.schema_migrations SET checksum = 'x' WHERE version = 1"],
      ['STORE_FOREIGN_DATABASE', "COMMENT ON SCHEMA sealkit IS 'theirs'"],
    ] as const) {
      it(`says ${code}, to the owner too`, async () => {
        const database = await server.newMigratedDatabase();
        await server.run(database, statement);
        expect(await codeOfOpening(database)).to.equal(code);
        expect(await codeOf(migrate(database))).to.equal(code);
      });
    }

    for (const statement of [
      'ALTER TABLE sealkit.events DISABLE TRIGGER events_never_changed',
      'ALTER TABLE sealkit.permits DISABLE TRIGGER ALL',
      'DROP TRIGGER seal_step_known ON sealkit.seals',
      'ALTER TABLE sealkit.uses DISABLE ROW LEVEL SECURITY',
      'DROP POLICY events_of_tenant ON sealkit.events',
    ]) {
      it(`says STORE_SCHEMA_CHANGED after ${statement}`, async () => {
        const database = await server.newMigratedDatabase();
        await server.run(database, statement);
        expect(await codeOfOpening(database)).to.equal('STORE_SCHEMA_CHANGED');
      });
    }

    it('says STORE_UNREACHABLE where there is no server, and where the role is not let in', async () => {
      const nowhere = createPostgresStore({ connectionString: 'postgresql://x@/x?host=/tmp/no-such-folder' });
      expect(await codeOf(nowhere)).to.equal('STORE_UNREACHABLE');
      expect(await codeOfOpening('no_such_database')).to.equal('STORE_UNREACHABLE');
    });

    it('refuses a schema name that would need quotes', async () => {
      for (const schema of ['Seal', 'a"b', 'pg_x', ''])
        expect(await codeOf(migratePostgresStore({ connectionString: '', schema }))).to.match(/^RangeError/);
    });
  });

  describe('settings that lose what was acknowledged', () => {
    for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit']) {
      it(`are refused with STORE_SETTINGS_UNSAFE: ${setting} = off`, async () => {
        const database = await server.newMigratedDatabase();
        await server.run(database, `ALTER SYSTEM SET ${setting} = off`, 'SELECT pg_reload_conf()');
        await eventually(async () => (await codeOfOpening(database)) === 'STORE_SETTINGS_UNSAFE');
        await server.run(database, `ALTER SYSTEM RESET ${setting}`, 'SELECT pg_reload_conf()');
        await eventually(async () => (await codeOfOpening(database)) === 'done');
      });
    }

    it('are found on every new connection, not on the first alone', async () => {
      const database = await server.newMigratedDatabase();
      const store = await open(database);
      await server.run(database, `ALTER ROLE ${APPLICATION} IN DATABASE ${database} SET synchronous_commit = off`);
      const inFirst = store.transaction(async (tx) => {
        await tx.audit.countEvents('t');
        return codeOf(store.transaction((other) => other.audit.countEvents('another')));
      });
      expect(await inFirst).to.equal('STORE_SETTINGS_UNSAFE');
      await store.close();
    });
  });

  describe('the role of the application', () => {
    let database = '';
    beforeAll(async () => {
      database = await server.newMigratedDatabase();
    });

    it('is neither superuser nor owner', async () => {
      expect(await codeOfOpening(database, 'superuser')).to.equal('STORE_ROLE_UNSAFE');
      expect(await codeOfOpening(database, 'owner')).to.equal('STORE_ROLE_UNSAFE');
    });

    for (const [grant, revoke] of [
      [`GRANT sealkit_owner TO ${APPLICATION}`, `REVOKE sealkit_owner FROM ${APPLICATION}`],
      [`ALTER ROLE ${APPLICATION} BYPASSRLS`, `ALTER ROLE ${APPLICATION} NOBYPASSRLS`],
      [`GRANT UPDATE (actor) ON sealkit.events TO ${APPLICATION}`, `REVOKE UPDATE (actor) ON sealkit.events FROM ${APPLICATION}`],
      [`GRANT UPDATE (payload) ON sealkit.permits TO ${APPLICATION}`, `REVOKE UPDATE (payload) ON sealkit.permits FROM ${APPLICATION}`],
      [`GRANT DELETE ON sealkit.uses TO ${APPLICATION}`, `REVOKE DELETE ON sealkit.uses FROM ${APPLICATION}`],
      [`GRANT TRUNCATE ON sealkit.answers TO ${APPLICATION}`, `REVOKE TRUNCATE ON sealkit.answers FROM ${APPLICATION}`],
      [`GRANT TRIGGER ON sealkit.events TO ${APPLICATION}`, `REVOKE TRIGGER ON sealkit.events FROM ${APPLICATION}`],
      [`GRANT INSERT ON sealkit.event_order TO PUBLIC`, `REVOKE INSERT ON sealkit.event_order FROM PUBLIC`],
    ] as const) {
      it(`is refused with STORE_ROLE_UNSAFE after ${grant}`, async () => {
        expect(await codeOfOpening(database)).to.equal('done');
        await server.run(database, grant);
        const code = await codeOfOpening(database);
        await server.run(database, revoke);
        expect(code).to.equal('STORE_ROLE_UNSAFE');
      });
    }

    it('is refused with STORE_NOT_WRITABLE where it lacks what the store needs', async () => {
      const fresh = server.newDatabase();
      await migratePostgresStore({ connectionString: server.url('owner', fresh) });
      expect(await codeOfOpening(fresh)).to.equal('STORE_NOT_WRITABLE');
      await migrate(fresh);
      await server.run(fresh, `REVOKE INSERT ON sealkit.permits FROM ${APPLICATION}`);
      expect(await codeOfOpening(fresh)).to.equal('STORE_NOT_WRITABLE');
    });

    it('sees and writes the rows of the tenant that its transaction named, and none before', async () => {
      const store = await open(database);
      await appendNext(store, CHAIN);
      await appendNext(store, { tenant: 'other', chain: 'c' });
      await store.close();
      const pool = server.openPool('application', database);
      const client = await pool.connect();
      const tenants = async (): Promise<readonly unknown[]> =>
        (await client.query('SELECT tenant FROM sealkit.events UNION SELECT tenant FROM sealkit.event_order')).rows.map(
          (row) => row['tenant'],
        );
      expect(await tenants()).to.deep.equal([]);
      await client.query("SET sealkit.tenant = 't'");
      expect(await tenants()).to.deep.equal(['t']);
      const foreign = client.query("INSERT INTO sealkit.organisations VALUES ('other', 'o', 'n', 'n')");
      expect(await refusalOf(foreign)).to.match(/row-level security/);
      client.release();
      await pool.end();
    });

    for (const statement of [
      "UPDATE sealkit.events SET actor = 'q'",
      'DELETE FROM sealkit.events',
      'TRUNCATE sealkit.events',
      'DELETE FROM sealkit.permits',
      "UPDATE sealkit.permits SET payload = '{}'",
      "UPDATE sealkit.seals SET kind = 'hr'",
      "INSERT INTO sealkit.event_order (tenant, event_id) VALUES ('t', 'x')",
      "INSERT INTO sealkit.seal_edges VALUES ('abolished', 'active')",
      'DELETE FROM sealkit.schema_migrations',
      'ALTER TABLE sealkit.events DISABLE TRIGGER ALL',
      'ALTER TABLE sealkit.events DISABLE ROW LEVEL SECURITY',
      'DROP TABLE sealkit.outbox',
      'CREATE TABLE sealkit.more (x int)',
      "SET session_replication_role = 'replica'",
    ]) {
      it(`may not: ${statement}`, async () => {
        const pool = server.openPool('application', database);
        const client = await pool.connect();
        expect(await refusalOf(client.query(statement))).to.match(/permission denied|must be owner/);
        client.release();
        await pool.end();
      });
    }
  });

  it('refuses to change, remove or truncate what is kept, whoever asks', async () => {
    const database = await server.newMigratedDatabase();
    const pool = server.openPool('superuser', database);
    const client = await pool.connect();
    const change = ['events', 'event_order', 'log_leaves', 'log_hashes', 'log_checkpoints', 'seal_acts'];
    for (const table of change)
      expect(await refusalOf(client.query(`UPDATE sealkit.${table} SET tenant = 'x'`)), table).to.match(/never-changed/);
    const kept = ['organisations', 'persons', 'seals', 'seal_versions', 'grants', 'approvals', 'envelopes', 'permits', 'uses'];
    for (const table of [...change, ...kept, 'use_log', 'use_log_digests']) {
      expect(await refusalOf(client.query(`DELETE FROM sealkit.${table}`)), table).to.match(/never-changed/);
      expect(await refusalOf(client.query(`TRUNCATE sealkit.${table} CASCADE`)), table).to.match(/never-changed/);
    }
    client.release();
    await pool.end();
  });

  describe('transactions', () => {
    it('of different tenants run side by side', async () => {
      const store = await open(await server.newMigratedDatabase());
      await store.transaction(async (tx) => {
        await tx.audit.append(eventAfter(undefined, CHAIN));
        await appendNext(store, { tenant: 'other', chain: 'c' });
      });
      expect((await digestsOfSoundChains(store, 't')).size).to.equal(1);
      expect((await digestsOfSoundChains(store, 'other')).size).to.equal(1);
      await store.close();
    });

    it('say STORE_BUSY, retryable, while another process holds their tenant', async () => {
      const database = await server.newMigratedDatabase();
      const [first, second] = [await open(database), await open(database, { busyTimeoutMs: 400 })];
      await first.transaction(async (tx) => {
        await tx.audit.append(eventAfter(undefined, CHAIN));
        const refused = await second.transaction((other) => other.audit.countEvents('t')).catch((error: unknown) => error);
        expect(refused instanceof StoreError && [refused.code, refused.retryable]).to.deep.equal(['STORE_BUSY', true]);
        expect(await codeOf(appendNext(second, { tenant: 'other', chain: 'c' }))).to.equal('done');
      });
      expect(await codeOf(appendNext(second, CHAIN))).to.equal('done');
      await Promise.all([first.close(), second.close()]);
    });

    it('wait for who writes past the store, so that no event gets a place before one that was seen', async () => {
      const database = await server.newMigratedDatabase();
      const store = await open(database, { busyTimeoutMs: 400 });
      const pool = server.openPool('owner', database);
      const client = await pool.connect();
      await client.query('BEGIN');
      await client.query(`INSERT INTO sealkit.events (tenant, id, v, chain, sequence, type, time, actor, body, digest)
        VALUES ('t', 'by-hand', 1, 'hand', 1, 'use', '', '', '{}', 'by hand')`);
      expect(await codeOf(store.transaction((tx) => tx.log.listUnlogged('t', 10)))).to.equal('STORE_BUSY');
      await client.query('COMMIT');
      client.release();
      await pool.end();
      const patient = await open(database);
      const digest = await appendNext(patient, CHAIN);
      const order = await patient.transaction((tx) => tx.log.listUnlogged('t', 10));
      expect(order.map((event) => event.digest)).to.deep.equal(['by hand', digest]);
      await Promise.all([store.close(), patient.close()]);
    });

    it('keep nobody for longer than their idle time when their process hangs', async () => {
      const database = await server.newMigratedDatabase();
      const [hanging, other] = [await open(database, { idleTimeoutMs: 100 }), await open(database)];
      const [hangs, goesOn] = [new Signal(), new Signal()];
      const held = codeOf(
        hanging.transaction(async (tx) => {
          await tx.audit.append(eventAfter(undefined, CHAIN));
          hangs.give();
          await goesOn.given;
        }),
      );
      await hangs.given;
      expect(await codeOf(appendNext(other, CHAIN))).to.equal('done');
      goesOn.give();
      expect(await held).to.equal('STORE_UNREACHABLE');
      expect((await digestsOfSoundChains(hanging, 't')).size).to.equal(1);
      await Promise.all([hanging.close(), other.close()]);
    });

    it('are not kept where their work went on after a call that failed', async () => {
      const store = await open(await server.newMigratedDatabase());
      const event = eventAfter(undefined, CHAIN);
      const outcome = codeOf(
        store.transaction(async (tx) => {
          await tx.audit.append(event);
          expect(await codeOf(tx.audit.append(event))).to.equal('STORE_CONFLICT');
        }),
      );
      expect(await outcome).to.equal('STORE_CONFLICT');
      expect((await digestsOfSoundChains(store, 't')).size).to.equal(0);
      await store.close();
    });

    it('leave nothing open when their work gives up while a call is still under way', async () => {
      const store = await open(await server.newMigratedDatabase(), {});
      const late: Promise<string>[] = [];
      const given = codeOf(
        store.transaction(async (tx) => {
          late.push(codeOf(tx.audit.append(eventAfter(undefined, CHAIN))));
          throw new RangeError('stop');
        }),
      );
      expect(await given).to.equal('RangeError: stop');
      await Promise.all(late);
      expect((await digestsOfSoundChains(store, 't')).size).to.equal(0);
      await store.close();
    });

    it('end with their work: a call after it is refused', async () => {
      const store = await open(await server.newMigratedDatabase());
      const audit = await store.transaction(async (tx) => {
        await tx.audit.countEvents('t');
        return { count: () => tx.audit.countEvents('t') };
      });
      expect(await codeOf(audit.count())).to.equal('STORE_FAILED');
      await store.close();
    });
  });
});

class Signal {
  give: () => void = () => undefined;
  readonly given = new Promise<void>((resolve) => (this.give = resolve));
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => String(error),
  );
}

/** Asks again, for two seconds at least, until it is so. */
async function eventually(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await isSo()) return;
    await setTimeout(20);
  }
  throw new Error('expected it to become so');
}
