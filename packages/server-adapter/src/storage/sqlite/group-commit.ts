import { setImmediate } from 'node:timers/promises';
import { toStoreError } from './sqlite-errors.ts';
import type { SqliteDatabase } from './sqlite-driver.ts';

/** Works that may share one commit, and how long the first of them waits for the others, in milliseconds. */
const MOST_WORKS = 128;
const LONGEST_MS = 20;

export interface GroupCommitOptions {
  readonly database: SqliteDatabase;
  /** Takes the write lock: `BEGIN IMMEDIATE`, as often as it takes. */
  readonly begin: () => Promise<void>;
}

interface Waiting {
  /** Does the work; `within` undoes it alone where it rejects. */
  readonly run: (within: Undoing) => Promise<void>;
  /** Tells the caller how it ended; with an error where the commit failed. */
  readonly settle: (failure: unknown) => void;
}

type Undoing = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Runs works one after another, and commits together those that were waiting: what costs is the disk, and it takes many as fast
 * as one. Nobody hears of success before the commit is durable; a work that rejects is undone alone.
 */
export class GroupCommit {
  readonly #options: GroupCommitOptions;
  readonly #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(options: GroupCommitOptions) {
    this.#options = options;
  }

  /** @throws what the work threw, or `StoreError` where its commit failed. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let settle: (failure: unknown) => void = reject;
      this.#waiting.push({
        run: async (within) => {
          try {
            const result = await within(work);
            settle = (failure) => (failure === undefined ? resolve(result) : reject(failure));
          } catch (cause) {
            // A refusal may rest on what was done before it in the same group: it is told after that is durable.
            const error = toStoreError(cause instanceof UndoneTogether ? cause.cause : cause);
            settle = (failure) => reject(failure ?? error);
            if (cause instanceof UndoneTogether) throw cause;
          }
        },
        settle: (failure) => settle(failure),
      });
      this.#running ??= this.#drain();
    });
  }

  /** Resolves when everything that was asked for so far has ended. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #drain(): Promise<void> {
    // A turn for those who ask at the same time.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#commitGroup();
    // In the same turn as the last look: whoever comes now begins anew.
    this.#running = undefined;
  }

  async #commitGroup(): Promise<void> {
    const { database, begin } = this.#options;
    const group: Waiting[] = [];
    let failure: unknown;
    try {
      await begin();
      const until = performance.now() + LONGEST_MS;
      for (;;) {
        // The disk takes longer than a turn of the loop, in which others may come.
        if (this.#waiting.length === 0) await setImmediate();
        const next = this.#waiting.shift();
        if (next === undefined) break;
        group.push(next);
        // The first one is undone with the whole transaction: in a savepoint, SQLite's work grows with all that was done in it.
        await next.run(group.length === 1 ? alone : (work) => this.#inSavepoint(work));
        if (group.length >= MOST_WORKS || performance.now() >= until) break;
      }
      database.exec('COMMIT');
    } catch (cause) {
      failure = undo(database) ?? toStoreError(cause instanceof UndoneTogether ? cause.cause : cause);
      // Whoever could not even begin is told so, and the next one tries again.
      if (group.length === 0) group.push(...this.#waiting.splice(0, 1));
    }
    for (const { settle } of group) settle(failure);
  }

  async #inSavepoint<T>(work: () => Promise<T>): Promise<T> {
    const { database } = this.#options;
    database.exec('SAVEPOINT work');
    try {
      const result = await work();
      database.exec('RELEASE work');
      return result;
    } catch (cause) {
      try {
        database.exec('ROLLBACK TO work');
        database.exec('RELEASE work');
      } catch {
        // After some failures (a full disk) SQLite undoes the whole transaction by itself, and the savepoint is gone with it.
        throw new UndoneTogether('expected the savepoint of the work', { cause });
      }
      throw cause;
    }
  }
}

async function alone<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new UndoneTogether('the first work of a group', { cause });
  }
}

/** The failure of a work undid the whole transaction. */
class UndoneTogether extends Error {}

/** Undoes the transaction, which SQLite does itself after some failures; answers why it could not. */
function undo(database: SqliteDatabase): unknown {
  try {
    database.exec('ROLLBACK');
  } catch (cause) {
    if (!(cause instanceof Error) || !/no transaction is active/.test(cause.message)) return toStoreError(cause);
  }
  return undefined;
}
