import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UseResult } from '@sealkit/core/protocol';
import { createSqliteStore } from '../src/storage/sqlite/index.ts';
import { bundleCrashChild, type CrashOutcome, runCrashChild } from './support/run-crash-child.ts';
import { createWorld, expectStatus, sampleDocument, TENANT, useLog, type World } from './support/world.ts';
import { validateUse } from './support/validated-use.ts';

const folder = mkdtempSync(join(tmpdir(), 'sealkit-crash-'));
beforeAll(bundleCrashChild);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The server again, after its process died. */
async function restart(file: string): Promise<World> {
  return createWorld({ store: await createSqliteStore({ file }), seeded: true });
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
async function expectHonestAfter(outcome: CrashOutcome, file: string, marker: string): Promise<boolean> {
  const world = await restart(file);
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

describe('a server that is killed while it signs', () => {
  for (const keyStep of ['before-sign', 'after-sign'] as const) {
    it(`has the event, no signature has left, and the use can be finished (${keyStep})`, async () => {
      const file = join(folder, `${keyStep}.db`);
      const marker = join(folder, `${keyStep}.txt`);
      const outcome = runCrashChild(file, { keyStep, marker });
      expect([outcome.killed, outcome.result]).to.deep.equal([true, undefined]);
      expect(existsSync(marker)).to.equal(keyStep === 'after-sign');
      expect(await expectHonestAfter(outcome, file, marker)).to.be.true;
    });
  }

  it('is honest after a kill at every commit of a confirmation, and inside every transaction', async () => {
    const consumed: boolean[] = [];
    for (let commits = 0.5; ; commits += 0.5) {
      const file = join(folder, `commit-${commits}.db`);
      const marker = join(folder, `commit-${commits}.txt`);
      const outcome = runCrashChild(file, { commits, marker });
      consumed.push(await expectHonestAfter(outcome, file, marker));
      if (!outcome.killed) break;
      expect(commits).to.be.below(20);
    }
    // It died before the permit was consumed, after it, and at last not at all.
    expect(consumed[0]).to.be.false;
    expect(consumed.at(-1)).to.be.true;
    expect(consumed.length).to.be.above(8);
  }, 120_000);
});
