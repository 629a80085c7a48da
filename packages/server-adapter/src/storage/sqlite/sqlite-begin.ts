import { setTimeout } from 'node:timers/promises';
import { StoreError } from '../store-error.ts';
import type { SqliteDatabase } from './sqlite-driver.ts';
import { toStoreError } from './sqlite-errors.ts';

const LONGEST_PAUSE_MS = 50;

/**
 * Begins a transaction, as often as it takes: SQLite's own wait would stop the whole process.
 *
 * @throws {@link StoreError} `STORE_BUSY` where another process stood in the way for `patienceMs`
 */
export async function beginPatiently(database: SqliteDatabase, sql: string, patienceMs: number): Promise<void> {
  for (let waited = 0, pause = 1; ; waited += pause, pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      database.exec(sql);
      return;
    } catch (cause) {
      const error = toStoreError(cause);
      if (!(error instanceof StoreError) || error.code !== 'STORE_BUSY' || waited >= patienceMs) throw error;
    }
    await setTimeout(pause);
  }
}
