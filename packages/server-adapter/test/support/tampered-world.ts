import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSqliteStore } from '../../src/storage/sqlite/index.ts';
import { findSqliteDriver } from '../../src/storage/sqlite/sqlite-driver.ts';
import { createWorld, type World } from './world.ts';

export interface TamperedWorld extends World {
  /** SQL behind the server's back, by somebody who may also drop the triggers; answers the first row. */
  sql(text: string, ...values: readonly (string | Uint8Array)[]): Readonly<Record<string, unknown>> | undefined;
}

/** A world on a database file of its own, removed after the tests of the file that asks. */
export async function tamperedWorld(): Promise<TamperedWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'sealkit-tampering-'));
  folders.push(folder);
  const file = join(folder, 'seals.db');
  const world = await createWorld({ store: await createSqliteStore({ file }) });
  return {
    ...world,
    sql(text, ...values) {
      const database = findSqliteDriver().open(file);
      for (const { name } of database.all("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('events', 'use_log')")) {
        database.exec(`DROP TRIGGER ${String(name)}`);
      }
      const row = database.get(text, values);
      database.close();
      return row;
    },
  };
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
