import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UseResult } from '@sealkit/core/protocol';
import { createMemoryStore, type Store } from '../src/index.ts';
import { createSqliteStore } from '../src/storage/sqlite/index.ts';
import { createPostgresStore } from '../src/storage/postgresql/index.ts';
import { describeOnPostgres, type PostgresServer, startPostgres } from './support/postgres-server.ts';
import { confirmation, createWorld, obtainPermit, sampleDocument, startUse, useLog } from './support/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'sealkit-concurrency-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
let server: PostgresServer | undefined;
afterAll(() => server?.remove(), 60_000);

/** Each opens one more process's store on a new database. */
const STORES: readonly (readonly [string, () => Promise<() => Promise<Store>>, typeof describeOnPostgres])[] = [
  ['memory', async () => async () => createMemoryStore(), describe],
  [
    'SQLite',
    async () => {
      const file = join(folder, `${(files += 1)}.db`);
      return () => createSqliteStore({ file });
    },
    describe,
  ],
  [
    'PostgreSQL',
    async () => {
      server ??= startPostgres();
      const connectionString = server.url('application', await server.newMigratedDatabase());
      return () => createPostgresStore({ connectionString });
    },
    describeOnPostgres,
  ],
];

for (const [name, newDatabase, describeStore] of STORES) {
  const openStore = async (): Promise<Store> => (await newDatabase())();
  describeStore(`concurrent requests on one permit (${name})`, () => {
    it('make one signature from many confirmations of one use, and all get it', async () => {
      const world = await createWorld({ store: await openStore() });
      const ada = world.as('ada');
      const document = await sampleDocument();
      const challenge = await startUse(ada, document, (await obtainPermit(ada, document)).id);
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => ada.post<UseResult>(`/uses/${challenge.useId}/confirm`, confirmation(challenge))),
      );
      expect(answers.map(({ status }) => status)).to.deep.equal(Array.from({ length: 8 }, () => 200));
      expect(new Set(answers.map(({ body }) => body.revision)).size).to.equal(1);
      expect(world.keyStore.signatures).to.equal(1);
      await world.adapter.close();
    });

    it('make one signature from many uses of one permit; the others are refused, each with a row', async () => {
      const world = await createWorld({ store: await openStore() });
      const ada = world.as('ada');
      const document = await sampleDocument();
      const permit = await obtainPermit(ada, document);
      const challenges = await Promise.all(Array.from({ length: 6 }, () => startUse(ada, document, permit.id)));
      const answers = await Promise.all(
        challenges.map((challenge) => ada.post<{ readonly code?: string }>(`/uses/${challenge.useId}/confirm`, confirmation(challenge))),
      );
      expect(answers.filter(({ status }) => status === 200).length).to.equal(1);
      expect(answers.filter(({ body }) => body.code === 'PERMIT_USED').length).to.equal(5);
      expect(world.keyStore.signatures).to.equal(1);
      const log = await useLog(ada);
      expect(log.uses.filter(({ result }) => result === 'completed').length).to.equal(1);
      expect(log.uses.filter(({ refusal }) => refusal === 'PERMIT_USED').length).to.equal(5);
      expect(log.chain.intact).to.be.true;
      await world.adapter.close();
    });

    it('make one effect from a hundred repeats of one request', async () => {
      const world = await createWorld({ store: await openStore() });
      const ada = world.as('ada');
      const body = { name: 'x', document: { digest: `sha256:${'ab'.repeat(32)}`, length: 10, pages: 1 } };
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => ada.post<{ readonly id?: string }>('/envelopes', body, { key: 'same' })),
      );
      const done = answers.filter(({ status }) => status === 201);
      expect(done.length).to.be.greaterThan(0);
      expect(answers.every(({ status }) => status === 201 || status === 409)).to.be.true;
      expect(new Set(done.map(({ body }) => body.id)).size).to.equal(1);
      expect((await ada.post<{ readonly id?: string }>('/envelopes', body, { key: 'same' })).body.id).to.equal(done[0]?.body.id);
      await world.adapter.close();
    });
  });
}

for (const [name, newDatabase, describeStore] of STORES.filter(([known]) => known !== 'memory')) {
  describeStore(`two processes on one database (${name})`, () => {
    it('make one signature that leaves, even when both ask the key', async () => {
      const open = await newDatabase();
      const first = await createWorld({ store: await open() });
      const second = await createWorld({ store: await open(), seeded: true });
      const document = await sampleDocument();
      const ada = first.as('ada');
      const challenge = await startUse(ada, document, (await obtainPermit(ada, document)).id);
      const [one, two] = await Promise.all([
        first.as('ada').post<UseResult>(`/uses/${challenge.useId}/confirm`, confirmation(challenge)),
        second.as('ada').post<UseResult>(`/uses/${challenge.useId}/confirm`, confirmation(challenge)),
      ]);
      expect([one.status, two.status]).to.deep.equal([200, 200]);
      expect(one.body.revision).to.equal(two.body.revision);
      expect(one.body.receipt).to.equal(two.body.receipt);
      const log = await useLog(ada);
      expect(log.uses.map(({ result }) => result)).to.deep.equal(['completed']);
      expect(log.chain.intact).to.be.true;
      await first.adapter.close();
      await second.adapter.close();
    });
  });
}
