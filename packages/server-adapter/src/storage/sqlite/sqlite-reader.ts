import { oneTenant } from '../one-tenant.ts';
import { SerialQueue } from '../serial-queue.ts';
import { sqlTransaction } from '../sql/sql-transaction.ts';
import type { StoreTransaction } from '../store.ts';
import { beginPatiently } from './sqlite-begin.ts';
import type { SqliteDatabase } from './sqlite-driver.ts';
import { toStoreError } from './sqlite-errors.ts';
import { sqlOfSqlite } from './sqlite-words.ts';

const CACHE_KIB = 16 * 1024;

/**
 * A connection that only looks. With a write-ahead log it sees the last commit while another connection writes, and a commit can be
 * seen only after it is on the disk. One work after another, each with its own view of the database.
 */
export class SqliteReader {
  readonly #database: SqliteDatabase;
  readonly #patienceMs: number;
  readonly #queue = new SerialQueue();
  readonly #tables: StoreTransaction;

  /** Takes over the connection, and closes it. */
  constructor(database: SqliteDatabase, patienceMs: number) {
    this.#database = database;
    this.#patienceMs = patienceMs;
    this.#tables = sqlTransaction(sqlOfSqlite(database));
    database.exec('PRAGMA query_only = ON');
    database.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
    database.exec('PRAGMA busy_timeout = 0');
  }

  /** @throws what the work threw; `StoreError` */
  run<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T> {
    return this.#queue.run(async () => {
      await beginPatiently(this.#database, 'BEGIN', this.#patienceMs);
      try {
        return await work(oneTenant(this.#tables, { readOnly: true }));
      } catch (cause) {
        throw toStoreError(cause);
      } finally {
        // Nothing was written: there is nothing to keep or to lose.
        this.#database.exec('ROLLBACK');
      }
    });
  }

  /** Resolves when everything that was asked for so far has ended. */
  async idle(): Promise<void> {
    await this.#queue.idle();
  }

  async close(): Promise<void> {
    await this.#queue.idle();
    this.#database.close();
  }
}
