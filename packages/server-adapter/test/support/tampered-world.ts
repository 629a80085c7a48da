import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteStore } from '../../src/storage/sqlite/index.ts';
import { findSqliteDriver } from '../../src/storage/sqlite/sqlite-driver.ts';
import { createWorld, type World } from './world.ts';

export interface TamperedWorld extends World {
  /** SQL behind the server's back, by somebody who may also drop the triggers; answers the first row. */
  sql(text: string, ...values: readonly (string | number | Uint8Array)[]): Readonly<Record<string, unknown>> | undefined;
}

/** A world on a database file of its own, removed after the tests of the file that asks. */
export async function tamperedWorld(config: Parameters<typeof createWorld>[0] = {}): Promise<TamperedWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'sealkit-tampering-'));
  folders.push(folder);
  const file = join(folder, 'seals.db');
  const world = await createWorld({ ...config, store: await createSqliteStore({ file }) });
  return {
    ...world,
    sql(text, ...values) {
      const database = findSqliteDriver().open(file);
      for (const trigger of TRIGGERS) database.exec(`DROP TRIGGER IF EXISTS ${trigger}`);
      const row = database.get(text, values);
      database.close();
      return row;
    },
  };
}

/** What keeps events and the transparency log from being changed and removed. */
const TRIGGERS = ['event', 'event_order', 'log_leaf', 'log_hash', 'log_checkpoint'].flatMap((table) => [
  `${table}_never_changed`,
  `${table}_never_deleted`,
]);

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
