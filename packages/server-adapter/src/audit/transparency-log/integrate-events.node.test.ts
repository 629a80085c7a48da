import { createInclusionProof, isIncluded, leafHash, logEntryOfEvent, treeRoot } from '@sealkit/core/evidence';
import { createMemoryStore } from '../../storage/memory/memory-store.ts';
import { createPostgresStore } from '../../storage/postgresql/index.ts';
import { createSqliteStore } from '../../storage/sqlite/index.ts';
import type { LogTable, Store } from '../../storage/store.ts';
import { describeOnPostgres, type PostgresServer, startPostgres } from '../../../test/support/postgres-server.ts';
import { appendEvent } from '../audit-event.ts';
import { integrateEvents } from './integrate-events.ts';
import { storedTiles } from './stored-tiles.ts';
import { verifyLog } from './verify-log.ts';

const TENANT = 't';
let server: PostgresServer | undefined;
afterAll(() => server?.remove(), 60_000);
const STORES: readonly (readonly [string, () => Promise<Store>, typeof describeOnPostgres])[] = [
  ['memory', async () => createMemoryStore(), describe],
  ['SQLite', () => createSqliteStore({ file: ':memory:' }), describe],
  [
    'PostgreSQL',
    async () =>
      createPostgresStore({ connectionString: (server ??= startPostgres()).url('application', await server.newMigratedDatabase()) }),
    describeOnPostgres,
  ],
];

async function appendEvents(store: Store, count: number): Promise<void> {
  const event = { tenant: TENANT, sealNumber: null, type: 'use', time: new Date(0), actor: 'x', body: {} } as const;
  await store.transaction(async (tx) => {
    for (let at = 0; at < count; at += 1) await appendEvent(tx, { ...event, envelopeId: `envelope-${at % 7}` });
  });
}

/** The same store, whose log refuses its nth writing. */
function failingAt(store: Store, nth: number): Store {
  let writings = 0;
  const count = (): void => {
    if ((writings += 1) === nth) throw new RangeError('interrupted');
  };
  return {
    close: () => store.close(),
    transaction: (work, options) =>
      store.transaction((tx) => {
        const log: LogTable = {
          ...tx.log,
          addLeaf: async (leaf) => (count(), tx.log.addLeaf(leaf)),
          addHash: async (hash) => (count(), tx.log.addHash(hash)),
        };
        return work({ ...tx, log });
      }, options),
  };
}

for (const [name, openStore, describeStore] of STORES)
  describeStore(`integrating events, with ${name}`, () => {
    it('goes on where it stopped, over many batches and tiles', async () => {
      const store = await openStore();
      await appendEvents(store, 1300);
      const counts: number[] = [];
      for (const limit of [1, 254, 1, 1, 255, 700, 700, 10]) counts.push(await integrateEvents(store, TENANT, limit));
      expect(counts).to.deep.equal([1, 254, 1, 1, 255, 700, 88, 0]);
      expect(await verifyLog(store, TENANT)).to.deep.equal({ intact: true, size: 1300, checkpoints: 0, fault: null });
      await store.transaction(async (tx) => {
        const tiles = storedTiles(tx, TENANT);
        const [leaf] = await tx.log.listLeaves(TENANT, 1023, 1);
        const event = await tx.audit.findEvent(TENANT, leaf?.eventId ?? '');
        const claim = { leafHash: await leafHash(logEntryOfEvent(event?.digest ?? '')), index: 1023, size: 1300 };
        const proven = { ...claim, path: await createInclusionProof(1023, 1300, tiles), root: await treeRoot(1300, tiles) };
        expect(await isIncluded(proven)).to.equal(true);
      });
    });

    it('leaves nothing behind wherever it is interrupted', async () => {
      // 300 leaf hashes, the root of a full tile, 300 leaves.
      for (const nth of [1, 2, 256, 300, 301, 302, 601]) {
        const store = await openStore();
        await appendEvents(store, 300);
        const failure = await integrateEvents(failingAt(store, nth), TENANT, 1000).catch((error: unknown) => error);
        expect(failure, `writing ${nth}`).to.be.instanceOf(RangeError);
        await store.transaction(async (tx) => {
          expect(await tx.log.countLeaves(TENANT)).to.equal(0);
          expect(await tx.log.listHashes({ tenant: TENANT, level: 0, from: 0, limit: 1 })).to.deep.equal([]);
          expect(await tx.log.listHashes({ tenant: TENANT, level: 1, from: 0, limit: 1 })).to.deep.equal([]);
        });
        expect(await integrateEvents(store, TENANT, 1000)).to.equal(300);
        expect(await verifyLog(store, TENANT)).to.include({ intact: true, size: 300 });
      }
      const store = await openStore();
      await appendEvents(store, 300);
      expect(await integrateEvents(failingAt(store, 602), TENANT, 1000)).to.equal(300);
    });

    it('gives two who ask at once one order', async () => {
      const store = await openStore();
      await appendEvents(store, 600);
      const taken = await Promise.all([1, 2, 3, 4].map(() => integrateEvents(store, TENANT, 250)));
      expect(taken.sort((a, b) => a - b)).to.deep.equal([0, 100, 250, 250]);
      expect(await verifyLog(store, TENANT)).to.include({ intact: true, size: 600 });
    });
  });
