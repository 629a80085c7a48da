import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createPostgresStore } from '../../src/storage/postgresql/index.ts';
import { bundleChild } from '../support/bundle-child.ts';
import { describeOnPostgres, type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { digestsOfSoundChains } from '../support/store-steps.ts';
import { createWorld, obtainPermit, sampleDocument, TENANT } from '../support/world.ts';

const PROCESSES = Array.from({ length: 10 }, (_, index) => `p${index}`);
const PERMITS = 20;
const EVENTS = 10;

interface Won {
  readonly spent: readonly string[];
  readonly sealed: boolean;
  readonly appended: readonly string[];
}

describeOnPostgres('ten processes on one PostgreSQL database', () => {
  let server: PostgresServer;
  beforeAll(() => {
    server = startPostgres();
  }, 60_000);
  afterAll(() => server.remove(), 60_000);

  it('never spend a permit twice, never bring two seals into use, never fork a chain', async () => {
    const connectionString = server.url('application', await server.newMigratedDatabase());
    const store = await createPostgresStore({ connectionString });
    const world = await createWorld({ store });
    const { id } = await obtainPermit(world.as('ada'), await sampleDocument());
    await store.transaction(async (tx) => {
      const [permit, seal] = [await tx.permits.find(TENANT, id), await tx.register.findSeal(TENANT, 'QL-1')];
      if (permit === undefined || seal === undefined) throw new TypeError('expected a permit and its seal');
      for (let index = 0; index < PERMITS; index += 1) await tx.permits.add({ ...permit, id: `permit-${index}` });
      for (const name of PROCESSES)
        await tx.register.putSeal({ ...seal, number: `seal-of-${name}`, kind: 'finance', state: 'produced', epoch: 1 });
    });
    const before = await digestsOfSoundChains(store, TENANT);

    const child = await bundleChild(join(dirname(fileURLToPath(import.meta.url)), '../support/racing-child.ts'));
    const racers = await Promise.all(PROCESSES.map((name) => startRacer(child, connectionString, name)));
    const won = await Promise.all(racers.map((racer) => racer.race()));

    const spent = won.flatMap((one) => one.spent);
    expect(spent.length).to.equal(PERMITS);
    expect(new Set(spent).size).to.equal(PERMITS);
    expect(won.filter(({ sealed }) => sealed).length).to.equal(1);
    await store.transaction(async (tx) => {
      const active = await tx.register.listSeals({ tenant: TENANT, kind: 'finance', state: 'active', limit: 100 });
      expect(active.map(({ number }) => number)).to.deep.equal([`seal-of-${PROCESSES[won.findIndex(({ sealed }) => sealed)]}`]);
      for (const [index, { spent: mine }] of won.entries())
        for (const permit of mine) expect((await tx.permits.find(TENANT, permit))?.usedBy).to.match(new RegExp(`^${PROCESSES[index]}-`));
    });
    const after = await digestsOfSoundChains(store, TENANT);
    const appended = won.flatMap((one) => one.appended);
    expect(appended.length).to.equal(PROCESSES.length * EVENTS * 2);
    expect(after).to.deep.equal(new Set([...before, ...appended]));
    await world.adapter.close();
  }, 120_000);
});

async function startRacer(bundle: string, connectionString: string, name: string): Promise<{ race(): Promise<Won> }> {
  const child = spawn(process.execPath, [bundle, connectionString, name, String(PERMITS), String(EVENTS)]);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`${name}: expected a line, got ${await restOf(child)}`);
    return value;
  };
  await next();
  return {
    race: async () => {
      child.stdin.write('go\n');
      return JSON.parse(await next()) as Won;
    },
  };
}

async function restOf(child: ChildProcessWithoutNullStreams): Promise<string> {
  const chunks = await child.stderr.toArray();
  return chunks.join('');
}
