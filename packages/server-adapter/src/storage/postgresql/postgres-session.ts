import type { NamedQueue } from '../named-queue.ts';
import { SerialQueue } from '../serial-queue.ts';
import { StoreError } from '../store-error.ts';
import type { PostgresClient, PostgresPool, PostgresQuery, PostgresResult } from './postgres-driver.ts';
import { isConnectionLost, toStoreError } from './postgres-errors.ts';

export interface SessionOptions {
  readonly pool: PostgresPool;
  readonly schema: string;
  /** How long to wait for another process, in milliseconds. */
  readonly busyTimeoutMs: number;
  /** How long a transaction may stand still before the server ends it, in milliseconds. */
  readonly idleTimeoutMs: number;
  /** Whose turn it is in this process: a transaction that waits for its tenant takes no connection. */
  readonly tenants: NamedQueue;
  /** The same for those who only look. */
  readonly readers: NamedQueue;
  /** Looks at a connection that was not used before. @throws {@link StoreError} */
  readonly inspect: (client: PostgresClient) => Promise<void>;
}

/**
 * One transaction, opened when it is first needed. From its first call for a tenant until its end it holds the lock of that tenant,
 * in this process and in all others: transactions of a tenant run one after another, those of different tenants side by side. One that
 * only looks takes no lock: it sees what was committed before its first statement, and nothing that is committed after that.
 */
export class PostgresSession {
  readonly #options: SessionOptions;
  readonly #readOnly: boolean;
  /** `pg` takes one statement of a connection at a time. */
  readonly #statements = new SerialQueue();
  #client: PostgresClient | undefined;
  #opening: Promise<void> | undefined;
  #entering: Promise<void> | undefined;
  #leave: () => void = () => undefined;
  #failure: StoreError | undefined;
  #ended = false;

  constructor(options: SessionOptions, readOnly: boolean) {
    this.#options = options;
    this.#readOnly = readOnly;
  }

  /** Makes ready for a call that is about this tenant, or about all of them. @throws {@link StoreError} */
  async enter(tenant: string | undefined): Promise<void> {
    if (this.#ended) throw new StoreError('STORE_FAILED', 'expected a transaction that has not ended');
    if (tenant === undefined) return (this.#opening ??= this.#open());
    return (this.#entering ??= this.#enterTenant(tenant));
  }

  /** The connection, for one statement. @throws {@link StoreError} after an earlier failure: PostgreSQL takes back the whole then. */
  async query(statement: PostgresQuery): Promise<PostgresResult> {
    return this.#statements.run(async () => {
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#client === undefined) throw new StoreError('STORE_FAILED', 'expected a transaction that has not ended');
      try {
        return await this.#client.query(statement);
      } catch (cause) {
        throw this.#fail(cause);
      }
    });
  }

  /**
   * Makes durable what was done.
   *
   * @throws {@link StoreError} the first failure of the transaction, even where its caller went on; `STORE_COMMIT_UNCERTAIN`
   */
  async commit(): Promise<void> {
    await this.#idle();
    try {
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#client !== undefined) await this.#commit(this.#client);
    } catch (cause) {
      await this.rollback();
      throw cause;
    }
    this.#end(false);
  }

  /** Takes back what was done. A connection that cannot even do that is ended, and the server takes it back. */
  async rollback(): Promise<void> {
    if (this.#ended) return;
    await this.#idle();
    let sound = true;
    try {
      await this.#client?.query('ROLLBACK');
    } catch (cause) {
      this.#fail(cause);
      sound = false;
    }
    this.#end(!sound);
  }

  /** Work may have ended while calls of it are still on their way. */
  async #idle(): Promise<void> {
    await Promise.allSettled([this.#entering, this.#opening]);
    await this.#statements.idle();
  }

  async #enterTenant(tenant: string): Promise<void> {
    const { tenants, readers } = this.#options;
    this.#leave = await (this.#readOnly ? readers : tenants).enter(tenant);
    await (this.#opening ??= this.#open());
    if (this.#readOnly) {
      await this.query({ text: "SELECT set_config('sealkit.tenant', $1, true)", values: [tenant] });
      return;
    }
    await this.query({
      text: "SELECT set_config('sealkit.tenant', $1, true), pg_advisory_xact_lock(hashtextextended($2, 0))",
      values: [tenant, `${this.#options.schema}/${tenant}`],
    });
  }

  async #open(): Promise<void> {
    const { pool, schema, busyTimeoutMs, idleTimeoutMs, inspect } = this.#options;
    try {
      this.#client = await pool.connect();
      this.#client.on('error', this.#onError);
      await inspect(this.#client);
      // Each statement of one that writes sees what was committed before it: behind the lock of the tenant that is everything, and nothing moves.
      await this.#client.query(
        `BEGIN ISOLATION LEVEL ${this.#readOnly ? 'REPEATABLE READ READ ONLY' : 'READ COMMITTED READ WRITE'}; SET LOCAL search_path TO ${schema}, pg_temp; ` +
          `SET LOCAL lock_timeout TO ${busyTimeoutMs}; SET LOCAL idle_in_transaction_session_timeout TO ${idleTimeoutMs}`,
      );
    } catch (cause) {
      throw this.#fail(cause);
    }
  }

  async #commit(client: PostgresClient): Promise<void> {
    let command: string;
    try {
      ({ command } = await client.query('COMMIT'));
    } catch (cause) {
      throw isConnectionLost(cause)
        ? new StoreError('STORE_COMMIT_UNCERTAIN', 'expected an answer to COMMIT, the connection ended: it may be kept or not', { cause })
        : this.#fail(cause);
    }
    if (command !== 'COMMIT') throw new StoreError('STORE_FAILED', `expected the transaction to be kept, the database answered ${command}`);
  }

  readonly #onError = (cause: unknown): void => void this.#fail(cause);

  #fail(cause: unknown): StoreError {
    const error = toStoreError(cause);
    this.#failure ??= error;
    return error;
  }

  #end(destroy: boolean): void {
    this.#ended = true;
    this.#client?.removeListener('error', this.#onError);
    this.#client?.release(destroy);
    this.#client = undefined;
    this.#leave();
  }
}
