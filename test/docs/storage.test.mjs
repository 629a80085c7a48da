import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createSqliteStore } from '@sealkit/server-adapter/sqlite';
import { migrate, openStore } from '../../examples/snippets/postgresql-store.mjs';
import { describeOnPostgres, startPostgres } from '../../packages/server-adapter/test/support/postgres-server.ts';
import { appendNext, digestsOfSoundChains } from '../../packages/server-adapter/test/support/store-steps.ts';
import { ROOT } from '../support/shared.mjs';

const SNIPPETS = join(ROOT, 'examples', 'snippets');
const CHAIN = { tenant: 't', chain: 'c' };

/** What was kept at the time of the backup, and goes on in the same chain and order. */
async function expectRestored(store, digests) {
  expect([...(await digestsOfSoundChains(store, CHAIN.tenant))]).to.deep.equal(digests);
  const next = await appendNext(store, CHAIN);
  const places = await store.transaction((tx) => tx.log.listUnlogged(CHAIN.tenant, 100));
  expect(places.map(({ digest }) => digest)).to.deep.equal([...digests, next]);
  await store.close();
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

  describeOnPostgres('PostgreSQL', () => {
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
