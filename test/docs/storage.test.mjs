import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createSqliteStore } from '@sealkit/server-adapter/sqlite';
import { openBucket, openDirectory } from '../../examples/snippets/object-stores.mjs';
import { migrate, openStore } from '../../examples/snippets/postgresql-store.mjs';
import { describeOnPostgres, startPostgres } from '../../packages/server-adapter/test/support/postgres-server.ts';
import { appendNext, digestsOfSoundChains } from '../../packages/server-adapter/test/support/store-steps.ts';
import { describeOnVersitygw, startVersitygw } from '../../packages/server-adapter/test/support/versitygw.ts';
import { createWorld, sampleDocument, sign } from '../../packages/server-adapter/test/support/world.ts';
import { ROOT } from '../support/shared.mjs';

const SNIPPETS = join(ROOT, 'examples', 'snippets');
const run = promisify(execFile);
const CHAIN = { tenant: 't', chain: 'c' };

/** What was kept at the time of the backup, and goes on in the same chain and order. */
async function expectRestored(store, digests) {
  expect([...(await digestsOfSoundChains(store, CHAIN.tenant))]).to.deep.equal(digests);
  const next = await appendNext(store, CHAIN);
  const places = await store.transaction((tx) => tx.log.listUnlogged(CHAIN.tenant, 100));
  expect(places.map(({ digest }) => digest)).to.deep.equal([...digests, next]);
  await store.close();
}

/** Signs one document after another until the work is done; answers how many uses there were before and after. */
async function signWhile(world, work) {
  const document = await sampleDocument();
  const ada = world.as('ada');
  await sign(ada, document);
  const state = { done: false, after: 1 };
  const working = work().finally(() => (state.done = true));
  while (!state.done) {
    await sign(ada, document);
    state.after += 1;
  }
  await working;
  return { before: 1, after: state.after };
}

function usesIn(report) {
  return Number(/passed +uses: (\d+) examined, 0 wrong/.exec(report)?.[1]);
}

describe('backup and restore, as the guide to storage has them', () => {
  let folder;
  beforeAll(() => {
    mkdirSync(join(ROOT, 'build'), { recursive: true });
    folder = mkdtempSync(join(ROOT, 'build', 'storage-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('SQLite: copies a database in use, and puts the copy back', async () => {
    const file = join(folder, 'seals.sqlite');
    const store = await createSqliteStore({ file });
    const digests = [await appendNext(store, CHAIN), await appendNext(store, CHAIN)];
    expect(execFileSync('sh', [join(SNIPPETS, 'sqlite-backup.sh')], { cwd: folder, encoding: 'utf8' })).to.equal('ok\n');
    await appendNext(store, CHAIN);
    await store.close();
    execFileSync('sh', [join(SNIPPETS, 'sqlite-restore.sh')], { cwd: folder });
    await expectRestored(await createSqliteStore({ file }), digests);
  });

  for (const [way, snippet] of [
    ['the backup of sqlite3', 'sqlite-backup.sh'],
    ['VACUUM INTO', 'sqlite-vacuum.sh'],
  ]) {
    it(`SQLite: ${way} of a database in which documents are signed meanwhile is sound, says the doctor`, async () => {
      const place = mkdtempSync(join(folder, 'signing-'));
      const world = await createWorld({ store: await createSqliteStore({ file: join(place, 'seals.sqlite') }) });
      const signed = await signWhile(world, () => run('sh', [join(SNIPPETS, snippet)], { cwd: place }));
      const report = (await run('sh', [join(SNIPPETS, 'sqlite-doctor.sh')], { cwd: place })).stdout;
      expect(report).to.match(/^seals-backup\.sqlite: sound, tenants: 2\n/);
      expect(usesIn(report)).to.be.within(signed.before, signed.after);
      await world.adapter.close();
    }, 60_000);
  }

  describeOnPostgres('PostgreSQL', () => {
    it('restores a dump that was made while documents were signed; the doctor finds it sound', async () => {
      const server = startPostgres();
      try {
        const place = mkdtempSync(join(folder, 'signing-'));
        await server.run('postgres', "CREATE DATABASE seals OWNER sealkit_owner TEMPLATE template0 ENCODING 'UTF8'");
        await migrate(server.url('owner', 'seals'));
        const world = await createWorld({ store: await openStore(server.url('application', 'seals')) });
        // The folder of the socket stands in a URL as a host does.
        const env = { ...process.env, PATH: server.path, PGHOST: server.folder, PGUSER: 'sealkit_owner' };
        const signed = await signWhile(world, () => run('sh', [join(SNIPPETS, 'postgresql-backup.sh')], { cwd: place, env }));
        await world.adapter.close();
        await server.run('postgres', "CREATE DATABASE seals_restored OWNER sealkit_owner TEMPLATE template0 ENCODING 'UTF8'");
        await run('sh', [join(SNIPPETS, 'postgresql-restore.sh')], { cwd: place, env });
        const escaped = { ...env, PGHOST: encodeURIComponent(server.folder) };
        const report = (await run('sh', [join(SNIPPETS, 'postgresql-doctor.sh')], { cwd: place, env: escaped })).stdout;
        expect(report).to.match(/\/seals_restored: sound, tenants: 2\n/);
        expect(usesIn(report)).to.be.within(signed.before, signed.after);
      } finally {
        server.remove();
      }
    }, 120_000);

    it('makes roles and tables, dumps a database in use, and restores it into a new one', async () => {
      const server = startPostgres();
      try {
        await server.run('postgres', 'DROP ROLE sealkit_owner', 'DROP ROLE sealkit_application');
        await server.run('postgres', ...readFileSync(join(SNIPPETS, 'postgresql-roles.sql'), 'utf8').split(/(?<=;)/));
        await migrate(server.url('owner', 'seals'));
        const store = await openStore(server.url('application', 'seals'));
        const digests = [await appendNext(store, CHAIN), await appendNext(store, CHAIN)];
        const asOwner = { cwd: folder, env: { ...process.env, PATH: server.path, PGHOST: server.folder, PGUSER: 'sealkit_owner' } };
        execFileSync('sh', [join(SNIPPETS, 'postgresql-backup.sh')], asOwner);
        await appendNext(store, CHAIN);
        await store.close();
        await server.run('postgres', "CREATE DATABASE seals_restored OWNER sealkit_owner TEMPLATE template0 ENCODING 'UTF8'");
        execFileSync('sh', [join(SNIPPETS, 'postgresql-restore.sh')], asOwner);
        await expectRestored(await openStore(server.url('application', 'seals_restored')), digests);
      } finally {
        server.remove();
      }
    });
  });
});

describe('stores of documents, as the guide has them', () => {
  async function expectKept(store) {
    const octets = new TextEncoder().encode('a contract');
    const digest = `sha256:${createHash('sha256').update(octets).digest('hex')}`;
    await store.put({ tenant: 't', digest, length: octets.length }, [octets]);
    const source = await store.open({ tenant: 't', digest });
    expect([...(await source.read(0, source.size))]).to.deep.equal([...octets]);
  }

  it('keep a document in a directory', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'sealkit-objects-'));
    await expectKept(await openDirectory(directory));
    rmSync(directory, { recursive: true });
  });

  describeOnVersitygw('in a bucket', () => {
    it('keep a document', async () => {
      const server = await startVersitygw();
      await expectKept(openBucket(server.endpoint, server.bucket, async () => server.credentials));
      await server.remove();
    });
  });
});
