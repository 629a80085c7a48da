import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { seededRandom } from '@sealkit/testkit/node';
import { createSqliteStore, type SqliteDriver } from '../src/storage/sqlite/index.ts';
import { findSqliteDriver } from '../src/storage/sqlite/sqlite-driver.ts';
import { bundleChild } from './support/bundle-child.ts';
import { crashStates } from './support/crash/crash-states.ts';
import { lossesOf } from './support/crash/losses.ts';
import { type FileOperation, findStrace, record } from './support/crash/recording.ts';

const DRIVERS = ['node:sqlite', 'better-sqlite3', 'libsql'] as const satisfies readonly SqliteDriver['name'][];
const STATES = 1000;
/** So many that the journal comes into the main file in the middle of it. */
const DOCUMENTS = 7;

const root = mkdtempSync(join(tmpdir(), 'sealkit-replay-'));
/** States are opened in memory where that can be had: they are about a disk that was, and need none. */
const states = existsSync('/dev/shm') ? mkdtempSync('/dev/shm/sealkit-replay-') : root;
afterAll(() => {
  for (const folder of [root, states]) rmSync(folder, { recursive: true, force: true });
});

let child = '';
beforeAll(async () => {
  if (findStrace() === undefined) return;
  child = await bundleChild(join(dirname(fileURLToPath(import.meta.url)), 'support/crash/signing-child.ts'));
});

function hasDriver(name: SqliteDriver['name']): boolean {
  try {
    findSqliteDriver(name);
    return true;
  } catch {
    return false;
  }
}

function recordDriver(driver: SqliteDriver['name'], script = child, documents = DOCUMENTS): readonly FileOperation[] {
  const folder = join(mkdtempSync(join(root, 'run-')), 'files');
  mkdirSync(folder);
  return record(folder, script, [join(folder, 'seals.db'), String(documents), 'new', driver]);
}

/** How many states lose what, each opened by the store as a server would after its start. */
async function replay(
  operations: readonly FileOperation[],
  driver: SqliteDriver['name'],
  count: number,
): Promise<ReadonlyMap<string, number>> {
  const folder = mkdtempSync(join(states, 'state-'));
  const losses = new Map<string, number>();
  for (const { files, said } of crashStates(operations, count, seededRandom(20_261_128))) {
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    for (const [name, octets] of files) writeFileSync(join(folder, name), octets);
    const store = await createSqliteStore({ file: join(folder, 'seals.db'), driver });
    for (const loss of new Set(await lossesOf(store, said))) losses.set(loss, (losses.get(loss) ?? 0) + 1);
    await store.close();
  }
  return losses;
}

for (const driver of DRIVERS) {
  const missing = findStrace() === undefined ? 'strace is not installed' : hasDriver(driver) ? '' : `this runtime has no ${driver}`;
  const title = `a power cut while ${driver} writes`;
  (missing === '' ? describe : describe.skip)(missing === '' ? title : `${title} (skipped: ${missing})`, () => {
    it(`loses nothing that was acknowledged, in ${STATES} states of the disk`, async () => {
      const operations = recordDriver(driver);
      const kinds = new Set(operations.map(({ does }) => does));
      expect([...kinds].toSorted()).to.deep.equal(['create', 'say', 'sync', 'sync-folder', 'truncate', 'unlink', 'write']);
      expect(operations.filter(({ does }) => does === 'say').length).to.equal(1 + 4 * DOCUMENTS);
      const synced = operations.filter((operation) => operation.does === 'sync' && operation.file === 'seals.db');
      expect(synced.length, 'the journal came into the main file meanwhile').to.be.above(2);
      expect(Object.fromEntries(await replay(operations, driver, STATES))).to.deep.equal({});
    }, 120_000);

    it('loses acknowledged events with synchronous = NORMAL: the replay can tell', async () => {
      const weak = join(dirname(child), 'signing-child-normal.mjs');
      const source = readFileSync(child, 'utf8');
      expect(source).to.include('PRAGMA synchronous = FULL');
      writeFileSync(weak, source.replaceAll('PRAGMA synchronous = FULL', 'PRAGMA synchronous = NORMAL'));
      const losses = await replay(recordDriver(driver, weak, 3), driver, 100);
      expect(losses.get('acknowledged signature')).to.be.above(20);
      expect(losses.get('signature without event')).to.be.above(20);
    }, 60_000);
  });
}
