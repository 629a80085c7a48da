import type { Clock } from '@sealkit/core/ports';
import type { LogEntry, UsePolicy } from '../adapter-config.ts';
import type { EnvelopeRecord } from '../storage/records.ts';
import { StoreError } from '../storage/store-error.ts';
import type { Store, StoreTransaction } from '../storage/store.ts';
import { changeEnvelope } from './change-envelope.ts';
import { isAlteredEnvelope } from './envelope-alteration.ts';
import type { EnvelopeDeadlinesConfig } from './envelope-deadlines-config.ts';
import { lastVersion } from './envelope-facts.ts';
import { expireOverdueEnvelopes } from './expire-envelopes.ts';

/** Envelopes in one transaction: others wait no longer than that takes. */
const PAGE = 50;

export interface EnvelopeDeadlinesContext {
  /** Leaves a message in the outbox with each event. */
  readonly store: Store;
  readonly clock: Clock;
  readonly policy: Pick<UsePolicy, 'reminderIntervalMs'>;
  readonly log: (level: LogEntry['level'], event: string, fields: LogEntry['fields']) => void;
}

const EVERY_MS = 60_000;

/**
 * Ends envelopes whose time is over, and reminds whoever the others wait for. Several processes may look at the same time: each end and each
 * reminder is judged and written in one transaction of its tenant, so that it happens once.
 */
export class EnvelopeDeadlines {
  readonly #context: EnvelopeDeadlinesContext;
  readonly #config: EnvelopeDeadlinesConfig;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(context: EnvelopeDeadlinesContext, config: EnvelopeDeadlinesConfig) {
    this.#context = context;
    this.#config = config;
  }

  start(): void {
    if (this.#config.tenants.length === 0 || this.#isClosed) return;
    this.#running = this.#look();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #look(): Promise<void> {
    for (const tenant of this.#config.tenants) {
      try {
        await this.#expire(tenant);
        await this.#remind(tenant);
      } catch (error) {
        // What could not be looked at now is looked at the next time; the operator hears of it.
        this.#context.log('error', 'envelope-deadlines-failed', { tenant, code: error instanceof StoreError ? error.code : null });
      }
    }
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => this.start(), this.#config.everyMs ?? EVERY_MS);
    this.#timer.unref();
  }

  async #expire(tenant: string): Promise<void> {
    const { store, clock } = this.#context;
    let left = 1;
    while (left > 0 && !this.#isClosed) {
      const now = clock.now();
      left = await store.transaction(async (tx) => {
        await expireOverdueEnvelopes(tx, tenant, now);
        return (await tx.envelopes.listOverdue(tenant, now.toISOString(), 1)).length;
      });
    }
  }

  async #remind(tenant: string): Promise<void> {
    const { remindAfterMs = null } = this.#config;
    if (remindAfterMs === null) return;
    const { store, clock, policy } = this.#context;
    const afterMs = Math.max(remindAfterMs, policy.reminderIntervalMs);
    for (let before: number | undefined; !this.#isClosed;) {
      const now = clock.now();
      const query = { tenant, state: 'in-progress' as const, limit: PAGE, ...(before === undefined ? {} : { before }) };
      const page = await store.transaction(async (tx) => {
        const listed = await tx.envelopes.list(query);
        for (const { envelope } of listed) if (isDue(envelope, now, afterMs)) await this.#remindOf(tx, envelope, now);
        return listed;
      });
      before = page.at(-1)?.position;
      if (page.length < PAGE) return;
    }
  }

  async #remindOf(tx: StoreTransaction, envelope: EnvelopeRecord, now: Date): Promise<void> {
    if (await isAlteredEnvelope(tx, envelope)) {
      this.#context.log('error', 'envelope-altered', { tenant: envelope.tenant, envelope: envelope.id });
      return;
    }
    const { version } = lastVersion(envelope);
    const says = { type: 'envelope-reminded', actor: 'server', body: { waitingFor: envelope.waitingFor, version } } as const;
    await changeEnvelope(tx, envelope, { remindedAt: now.toISOString() }, [says], now);
  }
}

/** Nobody is reminded of what has come to its turn, or was spoken of, only just. */
function isDue({ waitingFor, remindedAt, versions, createdAt }: EnvelopeRecord, now: Date, afterMs: number): boolean {
  const latest = [createdAt, versions.at(-1)?.createdAt ?? createdAt, remindedAt ?? createdAt].toSorted().at(-1) ?? createdAt;
  return waitingFor.length > 0 && now.getTime() - Date.parse(latest) >= afterMs;
}
