import { setTimeout } from 'node:timers/promises';
import { type Store, StoreError } from '../../src/index.ts';
import { createPostgresStore } from '../../src/storage/postgresql/index.ts';
import { describeOnPostgres, type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { appendNext, codeOf, digestsOfSoundChains } from '../support/store-steps.ts';

/** `SEALKIT_CRASH_ROUNDS=20` for a release; a few for each change. */
const ROUNDS = Number(process.env['SEALKIT_CRASH_ROUNDS'] ?? 3);
const TENANTS = ['t-1', 't-2', 't-3', 't-4'];
/** How long the load runs before the crash, by round: the crash falls into another moment of a commit each time. */
const LOAD_MS = [150, 217, 293, 178, 341];

describeOnPostgres('a PostgreSQL server that crashes under load', () => {
  let server: PostgresServer;
  beforeAll(() => {
    server = startPostgres();
  }, 60_000);
  afterAll(() => server.remove(), 60_000);

  it('is used again by the same store when it comes back', async () => {
    const store = await createPostgresStore({ connectionString: server.url('application', await server.newMigratedDatabase()) });
    const of = { tenant: 't', chain: 'c' };
    await appendNext(store, of);
    server.crash();
    expect(await codeOf(appendNext(store, of))).to.equal('STORE_UNREACHABLE');
    server.start();
    await appendNext(store, of);
    expect((await digestsOfSoundChains(store, 't')).size).to.equal(2);
    await store.close();
  });

  it(`loses no acknowledged event in ${ROUNDS} crashes, and no chain breaks`, async () => {
    const connectionString = server.url('application', await server.newMigratedDatabase());
    const acknowledged = new Map(TENANTS.map((tenant) => [tenant, new Set<string>()]));
    for (let round = 0; round < ROUNDS; round += 1) {
      const stores = await Promise.all([createPostgresStore({ connectionString }), createPostgresStore({ connectionString })]);
      const writers = stores.flatMap((store) =>
        TENANTS.flatMap((tenant) => ['a', 'b'].map((chain) => appendUntilCrash(store, { tenant, chain }, acknowledged.get(tenant)))),
      );
      await setTimeout(LOAD_MS[round % LOAD_MS.length]);
      server.crash();
      const endings = await Promise.all(writers);
      for (const ending of endings) expect(['STORE_UNREACHABLE', 'STORE_COMMIT_UNCERTAIN', 'STORE_BUSY']).to.include(ending);
      server.start();
      for (const tenant of TENANTS) {
        const kept = await digestsOfSoundChains(firstOf(stores), tenant);
        const lost = [...(acknowledged.get(tenant) ?? [])].filter((digest) => !kept.has(digest));
        expect(lost, `round ${round}`).to.deep.equal([]);
      }
      await Promise.all(stores.map((store) => store.close()));
    }
    for (const [tenant, digests] of acknowledged) expect(digests.size, tenant).to.be.greaterThan(ROUNDS);
  }, 300_000);
});

/** Appends without a pause; answers the code that ended it. */
async function appendUntilCrash(
  store: Store,
  of: { readonly tenant: string; readonly chain: string },
  acknowledged?: Set<string>,
): Promise<string> {
  for (;;) {
    try {
      acknowledged?.add(await appendNext(store, of));
    } catch (error) {
      if (error instanceof StoreError) return error.code;
      throw error;
    }
  }
}

function firstOf(stores: readonly Store[]): Store {
  const [first] = stores;
  if (first === undefined) throw new TypeError('expected a store');
  return first;
}
