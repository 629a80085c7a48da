import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STORE_CONTRACT } from '../store-contract.ts';
import { StoreError } from '../store-error.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { findSqliteDriver, type SqliteDriver } from './sqlite-driver.ts';
import { migrate } from './sqlite-schema.ts';
import { createSqliteStore } from './sqlite-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'sealkit-store-'));
let files = 0;
const newPath = (): string => join(folder, `${(files += 1)}.db`);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return error instanceof StoreError ? error.code : String(error);
  }
}

const DRIVERS: readonly SqliteDriver['name'][] = ['node:sqlite', 'better-sqlite3', 'libsql'];

function hasDriver(name: SqliteDriver['name']): boolean {
  try {
    return findSqliteDriver(name).name === name;
  } catch {
    return false;
  }
}

for (const driver of DRIVERS) {
  const present = hasDriver(driver);
  const title = `SQLite store on ${driver}: contract of the port`;
  (present ? describe : describe.skip)(present ? title : `${title} (skipped: this runtime has no ${driver})`, () => {
    for (const { title, run } of STORE_CONTRACT) {
      it(title, async () => {
        const store = await createSqliteStore({ file: newPath(), driver });
        await run(store);
        await store.close();
      });
    }
  });
}

describe('SQLite store', () => {
  it('keeps the journal in WAL and syncs every commit', async () => {
    const path = newPath();
    const store = await createSqliteStore({ file: path });
    const database = findSqliteDriver().open(path);
    expect(database.get('PRAGMA journal_mode')?.['journal_mode']).to.equal('wal');
    database.close();
    await store.close();
  });

  it('keeps its rows when it is opened again', async () => {
    const path = newPath();
    const first = await createSqliteStore({ file: path });
    await first.transaction((tx) => tx.register.putOrganisation({ tenant: 't', id: 'o', name: 'Org', verifiedName: 'Org' }));
    await first.close();
    const second = await createSqliteStore({ file: path });
    const found = await second.transaction((tx) => tx.register.findOrganisation('t', 'o'));
    expect(found?.name).to.equal('Org');
    await second.close();
  });

  it('refuses to change or remove an event or a used permit, whoever asks', async () => {
    const path = newPath();
    const store = await createSqliteStore({ file: path });
    await store.transaction((tx) =>
      tx.audit.append({
        v: 1,
        id: 'e',
        tenant: 't',
        chain: 'c',
        sequence: 1,
        prev: null,
        sealNumber: null,
        sealSequence: null,
        sealPrev: null,
        type: 'use',
        time: '2026-11-22T10:00:00.000Z',
        actor: 'p',
        body: {},
        digest: 'd',
      }),
    );
    await store.close();
    const database = findSqliteDriver().open(path);
    expect(() => database.run("UPDATE events SET actor = 'q'")).to.throw(/event-never-changed/);
    expect(() => database.run('DELETE FROM events')).to.throw(/event-never-deleted/);
    expect(() =>
      database.run(
        "INSERT OR REPLACE INTO events SELECT tenant, id, v, chain, sequence, prev, seal_number, seal_sequence, seal_prev, type, time, 'q', body, digest FROM events",
      ),
    ).to.throw(/event-never|UNIQUE/);
    expect(database.get('SELECT actor FROM events')?.['actor']).to.equal('p');
    database.close();
  });

  it('refuses to change, replace or remove anything of the transparency log, whoever asks', async () => {
    const path = newPath();
    const store = await createSqliteStore({ file: path });
    await store.transaction(async (tx) => {
      await tx.log.addLeaf({ tenant: 't', index: 0, eventId: 'e' });
      await tx.log.addHash({ tenant: 't', level: 0, index: 0, hash: new Uint8Array(32) });
      await tx.log.addCheckpoint({ tenant: 't', size: 1, note: 'n', timestampToken: null, createdAt: '2026-11-22T10:00:00.000Z' });
    });
    await store.close();
    const database = findSqliteDriver().open(path);
    database.run("INSERT INTO event_order (tenant, event_id) VALUES ('t', 'e')");
    for (const [table, change] of [
      ['event_order', "event_id = 'f'"],
      ['log_leaves', "event_id = 'f'"],
      ['log_hashes', "hash = x'00'"],
      ['log_checkpoints', "note = 'm'"],
    ]) {
      expect(() => database.run(`UPDATE ${table} SET ${change}`), table).to.throw(/never-changed/);
      expect(() => database.run(`DELETE FROM ${table}`), table).to.throw(/never-deleted/);
      expect(() => database.run(`INSERT OR REPLACE INTO ${table} SELECT * FROM ${table}`), table).to.throw(/log-position|never|UNIQUE/);
    }
    database.close();
  });

  it('takes up the events of a database that was made before the transparency log, in their order', async () => {
    const path = newPath();
    const old = findSqliteDriver().open(path);
    migrate(old, new Date(0), MIGRATIONS.slice(0, 1));
    for (const [id, chain] of [
      ['z', 'c-1'],
      ['a', 'c-2'],
      ['m', 'c-3'],
    ])
      old.run(
        "INSERT INTO events (tenant, id, v, chain, sequence, type, time, actor, body, digest) VALUES ('t', ?, 1, ?, 1, 'use', '', '', '{}', ?)",
        [id ?? '', chain ?? '', `digest-${id}`],
      );
    old.close();
    const store = await createSqliteStore({ file: path });
    const unlogged = await store.transaction((tx) => tx.log.listUnlogged('t', 10));
    expect(unlogged.map(({ digest }) => digest)).to.deep.equal(['digest-z', 'digest-a', 'digest-m']);
    await store.close();
  });

  it('takes up envelopes that were opened before there were parties, on their way with one version', async () => {
    const path = newPath();
    const old = findSqliteDriver().open(path);
    migrate(
      old,
      new Date(0),
      MIGRATIONS.filter(({ version }) => version < 7),
    );
    for (const id of ['e-1', 'e-2']) {
      old.run(
        "INSERT INTO envelopes (tenant, id, name, digest, length, pages, created_at, created_by) VALUES ('t', ?, 'n', 'd', 9, 1, ?, 'p')",
        [id, `2026-01-0${id.at(-1)}T00:00:00.000Z`],
      );
    }
    old.close();
    const store = await createSqliteStore({ file: path });
    const list = await store.transaction((tx) => tx.envelopes.list({ tenant: 't', participants: ['person:p'], limit: 10 }));
    expect(list.map(({ envelope }) => [envelope.id, envelope.state, envelope.revision, envelope.eventId])).to.deep.equal([
      ['e-2', 'in-progress', 1, null],
      ['e-1', 'in-progress', 1, null],
    ]);
    expect(list[0]?.envelope.versions).to.deep.equal([
      {
        version: 1,
        digest: 'd',
        length: 9,
        previous: null,
        createdAt: '2026-01-02T00:00:00.000Z',
        partyId: null,
        act: null,
        useId: null,
      },
    ]);
    await store.close();
  });

  it('says STORE_SCHEMA_NEWER for a database of a later version', async () => {
    const path = newPath();
    await (await createSqliteStore({ file: path })).close();
    const database = findSqliteDriver().open(path);
    database.run("INSERT INTO schema_migrations VALUES (99, 'later', 'x', 'y')");
    database.close();
    expect(await codeOf(createSqliteStore({ file: path }))).to.equal('STORE_SCHEMA_NEWER');
  });

  it('says STORE_SCHEMA_CHANGED where a migration is not the released one', async () => {
    const path = newPath();
    await (await createSqliteStore({ file: path })).close();
    const database = findSqliteDriver().open(path);
    database.run("UPDATE schema_migrations SET checksum = 'x'");
    database.close();
    expect(await codeOf(createSqliteStore({ file: path }))).to.equal('STORE_SCHEMA_CHANGED');
  });

  it("says STORE_FOREIGN_DATABASE for another program's database, and leaves it as it was", async () => {
    const path = newPath();
    const database = findSqliteDriver().open(path);
    database.exec('CREATE TABLE theirs (x)');
    database.close();
    expect(await codeOf(createSqliteStore({ file: path }))).to.equal('STORE_FOREIGN_DATABASE');
    const again = findSqliteDriver().open(path);
    expect(again.all("SELECT name FROM sqlite_schema WHERE type = 'table'").map((row) => row['name'])).to.deep.equal(['theirs']);
    again.close();
  });

  it('says STORE_BROKEN for a file that is no database', async () => {
    const path = newPath();
    writeFileSync(path, 'This is not a database. '.repeat(200));
    expect(await codeOf(createSqliteStore({ file: path }))).to.equal('STORE_BROKEN');
  });

  it('says STORE_NOT_WRITABLE for a folder that does not exist', async () => {
    expect(await codeOf(createSqliteStore({ file: join(folder, 'none', 'x.db') }))).to.equal('STORE_NOT_WRITABLE');
  });

  it('says STORE_BUSY, retryable, while another process holds the database', async () => {
    const path = newPath();
    const store = await createSqliteStore({ file: path, busyTimeoutMs: 1 });
    const other = findSqliteDriver().open(path);
    other.exec('BEGIN IMMEDIATE');
    expect(await codeOf(store.transaction(async () => 1))).to.equal('STORE_BUSY');
    other.exec('ROLLBACK');
    other.close();
    expect(await codeOf(store.transaction(async () => 1))).to.equal('done');
    await store.close();
  });
});
