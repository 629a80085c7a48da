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
      for (const { name } of database.all(KEEPERS)) database.exec(`DROP TRIGGER ${String(name)}`);
      const row = database.get(text, values);
      database.close();
      return row;
    },
  };
}

/** What keeps rows from being changed and removed. */
const KEEPERS = "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND (name GLOB '*_never_changed' OR name GLOB '*_never_deleted')";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
