import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { UseResult } from '@sealkit/core/protocol';
import { seededRandom } from '@sealkit/testkit/node';
import { verifyTenantLog } from '../src/audit/verify-use-log.ts';
import { bundleChild } from './support/bundle-child.ts';
import type { Acknowledgement } from './support/crash/acknowledgement.ts';
import { lossesOf } from './support/crash/losses.ts';
import { openStore } from './support/open-store.ts';
import { describeOnPostgres, type PostgresServer, startPostgres } from './support/postgres-server.ts';
import { createWorld, expectStatus, TENANT, type World } from './support/world.ts';

/** How many processes are killed on each database. */
const KILLS = Number(process.env['SEALKIT_KILLS'] ?? 20);
/** So many sign on one database at the same time, and are killed one after the other. */
const AT_ONCE = 2;

const folder = mkdtempSync(join(tmpdir(), 'sealkit-kill-'));
let server: PostgresServer | undefined;
afterAll(() => {
  server?.remove();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

let child = '';
beforeAll(async () => {
  child = await bundleChild(join(dirname(fileURLToPath(import.meta.url)), 'support/crash/signing-child.ts'));
});

/** Lets a process sign until it has said so many things, and a moment longer; answers what it said before it died. */
async function killAfter(database: string, lines: number, milliseconds: number): Promise<readonly Acknowledgement[]> {
  const running = spawn(process.execPath, [child, database, '100000', 'seeded'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  running.stdout.on('data', (octets: Buffer) => {
    printed += octets.toString();
    if (printed.split('\n').length > lines) setTimeout(() => running.kill('SIGKILL'), milliseconds);
  });
  await once(running, 'close');
  if (running.signalCode !== 'SIGKILL') throw new Error(`expected a process that was killed, got status ${running.exitCode}`);
  return printed
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Acknowledgement);
}

const DATABASES = [
  ['SQLite', async () => join(folder, 'seals.db'), describe],
  ['PostgreSQL', async () => (server ??= startPostgres()).url('application', await server.newMigratedDatabase()), describeOnPostgres],
] as const;

for (const [name, newDatabase, describeStore] of DATABASES) {
  describeStore(`processes that are killed while they sign (${name})`, () => {
    it(
      `have lost nothing that they acknowledged after ${KILLS} kills, and what was interrupted can be finished`,
      async () => {
        const database = await newDatabase();
        const seeded = await createWorld({ store: await openStore(database) });
        await seeded.adapter.close();
        const random = seededRandom(KILLS);
        const said: Acknowledgement[] = [];
        for (let kills = 0; kills < KILLS; kills += AT_ONCE) {
          const rounds = Array.from({ length: AT_ONCE }, () => killAfter(database, Math.ceil(random() * 9), random() * 20));
          said.push(...(await Promise.all(rounds)).flat());
          const store = await openStore(database);
          expect(await lossesOf(store, said), `after ${kills + AT_ONCE} kills`).to.deep.equal([]);
          await store.close();
        }
        const world = await createWorld({ store: await openStore(database), seeded: true });
        const finished = await finishInterrupted(world);
        const completed = said.flatMap((one) => ('completed' in one ? [one.completed] : []));
        expect(completed.length).to.be.above(KILLS / 4);
        expect(completed.filter((id) => finished.includes(id))).to.deep.equal([]);
        expect(await verifyTenantLog(world.store, TENANT)).to.include({ intact: true });
        await world.adapter.close();
      },
      30_000 + KILLS * 10_000,
    );
  });
}

/** Asks for every use that was on its way, as its person would; answers which there were. */
async function finishInterrupted({ store, ...world }: World): Promise<readonly string[]> {
  const interrupted = await store.transaction((tx) => tx.audit.listRows({ tenant: TENANT, result: 'interrupted', limit: 1000 }));
  for (const { useId } of interrupted) {
    expect(expectStatus(await world.as('ada').get<UseResult>(`/uses/${useId}`), 200).receipt).to.be.a('string');
    const [use, row] = await store.transaction(async (tx) => [
      await tx.uses.find(TENANT, useId ?? ''),
      await tx.audit.findRow(TENANT, useId ?? ''),
    ]);
    expect([use?.status, row?.result]).to.deep.equal(['completed', 'completed']);
  }
  return interrupted.map(({ useId }) => useId ?? '');
}
