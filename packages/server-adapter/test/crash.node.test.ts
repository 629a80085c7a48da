import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UseResult } from '@sealkit/core/protocol';
import { openStore } from './support/open-store.ts';
import { describeOnPostgres, type PostgresServer, startPostgres } from './support/postgres-server.ts';
import { bundleCrashChild, type CrashOutcome, runCrashChild } from './support/run-crash-child.ts';
import { createWorld, expectStatus, sampleDocument, TENANT, useLog, type World } from './support/world.ts';
import { validateUse } from './support/validated-use.ts';

const folder = mkdtempSync(join(tmpdir(), 'sealkit-crash-'));
beforeAll(bundleCrashChild);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The server again, after its process died. */
async function restart(database: string): Promise<World> {
  return createWorld({ store: await openStore(database), seeded: true });
}

async function eventTypes(world: World, useId: string): Promise<readonly string[]> {
  return world.store.transaction(async (tx) => {
    const row = await tx.audit.findRow(TENANT, useId);
    const types: string[] = [];
    for (const id of row?.eventIds ?? []) types.push((await tx.audit.findEvent(TENANT, id))?.type ?? 'missing');
    return types;
  });
}

async function expectSound(world: World, result: UseResult): Promise<void> {
  const report = await validateUse(world, await sampleDocument(), result);
  expect(report.signatures[0]?.indication).to.equal('TOTAL-PASSED');
}

/** What must hold wherever the process died. Answers whether the use had come to the key. */
async function expectHonestAfter(outcome: CrashOutcome, database: string, marker: string): Promise<boolean> {
  const world = await restart(database);
  const types = await eventTypes(world, outcome.useId);
  const consumed = types.includes('use');
  if (existsSync(marker)) expect(consumed).to.be.true;
  if (outcome.result !== undefined) expect(types).to.include('use-completed');
  const ada = world.as('ada');
  const before = await useLog(ada);
  const [row] = before.uses;
  expect(before.chain.intact).to.be.true;
  expect(row?.result).to.equal(types.includes('use-completed') ? 'completed' : consumed ? 'interrupted' : 'awaiting-intent');
  const attributes = (await world.store.transaction((tx) => tx.uses.find(TENANT, outcome.useId)))?.signedAttributes ?? null;
  if (consumed) {
    const finished = expectStatus(await ada.get<UseResult>(`/uses/${outcome.useId}`), 200);
    await expectSound(world, finished);
    if (outcome.result !== undefined) expect(finished).to.deep.equal(outcome.result);
    const [signed] = world.keyStore.signed;
    if (attributes !== null && signed !== undefined) expect(signed).to.deep.equal(attributes);
    const after = await useLog(ada);
    expect([after.uses.length, after.uses[0]?.result, after.chain.intact]).to.deep.equal([1, 'completed', true]);
  }
  await world.adapter.close();
  return consumed;
}

let server: PostgresServer | undefined;
afterAll(() => server?.remove(), 60_000);

/** `step`: how many commits, or halves of one, lie between a kill and the next. */
const DATABASES: readonly {
  readonly name: string;
  readonly newDatabase: (name: string) => Promise<string>;
  readonly step: number;
  readonly describeStore: typeof describeOnPostgres;
}[] = [
  { name: 'SQLite', newDatabase: async (name) => join(folder, `${name}.db`), step: 0.5, describeStore: describe },
  {
    name: 'PostgreSQL',
    newDatabase: async () => (server ??= startPostgres()).url('application', await server.newMigratedDatabase()),
    step: 1.5,
    describeStore: describeOnPostgres,
  },
];

for (const { name, newDatabase, step, describeStore } of DATABASES) {
  describeStore(`a server that is killed while it signs (${name})`, () => {
    for (const keyStep of ['before-sign', 'after-sign'] as const) {
      it(`has the event, no signature has left, and the use can be finished (${keyStep})`, async () => {
        const database = await newDatabase(keyStep);
        const marker = join(folder, `${name}-${keyStep}.txt`);
        const outcome = runCrashChild(database, { keyStep, marker });
        expect([outcome.killed, outcome.result]).to.deep.equal([true, undefined]);
        expect(existsSync(marker)).to.equal(keyStep === 'after-sign');
        expect(await expectHonestAfter(outcome, database, marker)).to.be.true;
      });
    }

    it('is honest after a kill at commits of a confirmation, and inside of transactions', async () => {
      const consumed: boolean[] = [];
      for (let commits = 0.5; ; commits += step) {
        const database = await newDatabase(`commit-${commits}`);
        const marker = join(folder, `${name}-commit-${commits}.txt`);
        const outcome = runCrashChild(database, { commits, marker });
        consumed.push(await expectHonestAfter(outcome, database, marker));
        if (!outcome.killed) break;
        expect(commits).to.be.below(20);
      }
      // It died before the permit was consumed, after it, and at last not at all.
      expect(consumed[0]).to.be.false;
      expect(consumed.at(-1)).to.be.true;
      expect(consumed.length).to.be.above(4 / step);
    }, 120_000);
  });
}
