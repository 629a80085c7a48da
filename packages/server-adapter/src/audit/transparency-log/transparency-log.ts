import type { VerifierKey } from '@sealkit/core/evidence';
import { SerialQueue } from '../../storage/serial-queue.ts';
import { integrateEvents } from './integrate-events.ts';
import { logVerifierKey } from './log-config.ts';
import { issueCheckpoint, type LogContext, logFailure } from './issue-checkpoint.ts';

const DEFAULT_CHECKPOINT_EVERY_MS = 10_000;
/** Events that become leaves in one transaction: others are not kept waiting longer than that takes. */
const BATCH = 250;

/** What is under way for one tenant. */
interface TenantWork {
  readonly queue: SerialQueue;
  timer: NodeJS.Timeout | undefined;
  /** When the last run began, in milliseconds of the process. */
  begun: number;
}

/**
 * Keeps the tenants' logs up to date in the background: what a request wrote becomes leaves soon after, many events together,
 * with one checkpoint for all of them. One run at a time for each tenant; several processes agree through the store.
 */
export class TransparencyLog {
  readonly #context: LogContext;
  readonly #tenants = new Map<string, TenantWork>();
  #starting: Promise<void> | undefined;
  #closed = false;

  constructor(context: LogContext) {
    this.#context = context;
  }

  /** The key that verifies the checkpoints of a tenant's log. */
  verifierKey(tenant: string): Promise<VerifierKey> {
    return logVerifierKey(this.#context.config, tenant);
  }

  /** Takes up what an earlier process left behind. */
  start(): void {
    this.#starting = this.#wakeUnlogged();
  }

  /** Says that a tenant may have new events. The first run comes at once, the next ones when the time between checkpoints is over. */
  wake(tenant: string): void {
    const work = this.#workOf(tenant);
    if (this.#closed || work.timer !== undefined) return;
    const every = this.#context.config.checkpointEveryMs ?? DEFAULT_CHECKPOINT_EVERY_MS;
    const pause = Math.max(0, work.begun + every - performance.now());
    work.timer = setTimeout(() => {
      work.timer = undefined;
      void this.#runQuietly(tenant).then((done) => (done ? undefined : this.wake(tenant)));
    }, pause);
    // A log that is behind keeps no process alive: the next one takes it up.
    work.timer.unref();
  }

  /**
   * Brings a tenant's log up to date: afterwards every event that was committed before the call has a leaf and a checkpoint.
   *
   * @throws `StoreError`, `EvidenceError`, `AdapterError`; what failed is tried again with the next run.
   */
  async update(tenant: string): Promise<void> {
    const work = this.#workOf(tenant);
    await work.queue.run(async () => {
      work.begun = performance.now();
      let integrated: number;
      do integrated = await integrateEvents(this.#context.store, tenant, BATCH);
      while (integrated === BATCH);
      await issueCheckpoint(this.#context, tenant);
    });
  }

  /** Runs what was put off, and waits for what is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#starting;
    await Promise.all(
      [...this.#tenants].map(async ([tenant, work]) => {
        if (work.timer !== undefined) {
          clearTimeout(work.timer);
          work.timer = undefined;
          await this.#runQuietly(tenant);
        }
        await work.queue.idle();
      }),
    );
  }

  async #wakeUnlogged(): Promise<void> {
    try {
      const tenants = await this.#context.store.transaction((tx) => tx.log.listUnloggedTenants(), { readOnly: true });
      for (const tenant of tenants) this.wake(tenant);
    } catch (error) {
      logFailure(this.#context, 'transparency-log-failed', null, error);
    }
  }

  /** Whether the run went well; what went wrong is told to the operator. */
  async #runQuietly(tenant: string): Promise<boolean> {
    try {
      await this.update(tenant);
      return true;
    } catch (error) {
      logFailure(this.#context, 'transparency-log-failed', tenant, error);
      return false;
    }
  }

  #workOf(tenant: string): TenantWork {
    const known = this.#tenants.get(tenant);
    if (known !== undefined) return known;
    const work = { queue: new SerialQueue(), timer: undefined, begun: Number.NEGATIVE_INFINITY };
    this.#tenants.set(tenant, work);
    return work;
  }
}
