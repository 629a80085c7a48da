import type { Clock } from '@sealkit/core/ports';
import type { LogEntry } from '../adapter-config.ts';
import { appendEvent } from '../audit/audit-event.ts';
import type { GrantRecord, SealRecord } from '../storage/records.ts';
import { sealPlace } from '../storage/seal-order.ts';
import { StoreError } from '../storage/store-error.ts';
import type { SealPlace, Store, StoreTransaction } from '../storage/store.ts';
import type { MonitoringPolicy } from './monitoring-policy.ts';
import { isLapsing } from './rules/grant-lapsing.ts';

/** Seals in one transaction, and events of a seal that are read at a time. */
const PAGE = 50;
const EVENTS = 200;

export interface LapsingGrantsContext {
  /** Leaves a message in the outbox with each event. */
  readonly store: Store;
  readonly clock: Clock;
  readonly monitoring: MonitoringPolicy;
  readonly log: (level: LogEntry['level'], event: string, fields: LogEntry['fields']) => void;
}

/**
 * Says, before it happens, that a grant is about to end: an event in the chain of its seal, once for the terms that it has, and with
 * it a message to the webhooks. A grant that was extended is spoken of again when its new end comes near.
 */
export class LapsingGrants {
  readonly #context: LapsingGrantsContext;
  readonly #tenants: readonly string[];
  /** What this process knows to be announced; the chains know the rest. */
  readonly #announced = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(context: LapsingGrantsContext, tenants: readonly string[]) {
    this.#context = context;
    this.#tenants = [...new Set(tenants)];
  }

  start(): void {
    if (this.#tenants.length === 0 || this.#isClosed) return;
    this.#running = this.#look();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #look(): Promise<void> {
    for (const tenant of this.#tenants) {
      try {
        await this.#announce(tenant);
      } catch (error) {
        // What could not be looked at now is looked at the next time; the operator hears of it.
        this.#context.log('error', 'lapsing-grants-failed', { tenant, code: error instanceof StoreError ? error.code : null });
      }
    }
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => this.start(), this.#context.monitoring.announceEveryMs);
    this.#timer.unref();
  }

  async #announce(tenant: string): Promise<void> {
    let after: SealPlace | undefined;
    while (!this.#isClosed) {
      const place = after;
      const seals = await this.#context.store.transaction(async (tx) => {
        const page = await tx.register.listSeals({
          tenant,
          state: 'active',
          limit: PAGE,
          ...(place === undefined ? {} : { after: place }),
        });
        for (const seal of page) await this.#announceOf(tx, seal);
        return page;
      });
      const last = seals.at(-1);
      if (seals.length < PAGE || last === undefined) return;
      after = sealPlace(last);
    }
  }

  async #announceOf(tx: StoreTransaction, seal: SealRecord): Promise<void> {
    const { clock, monitoring } = this.#context;
    const now = clock.now();
    for (const grant of await tx.register.listGrants(seal.tenant, seal.number)) {
      const { terms } = grant;
      if ((terms.validTo === null && terms.maxUses === null) || this.#announced.has(nameOf(grant))) continue;
      const usesSoFar = terms.maxUses === null ? 0 : await tx.permits.countOfGrant(seal.tenant, grant.id, now.toISOString());
      if (!isLapsing(grantTerms(grant, usesSoFar), now, monitoring)) continue;
      if (!(await isAnnounced(tx, grant))) {
        await appendEvent(tx, {
          tenant: seal.tenant,
          envelopeId: null,
          sealNumber: seal.number,
          type: 'grant-lapsing',
          time: now,
          actor: 'server',
          body: { grantId: grant.id, validTo: terms.validTo, usesSoFar, maxUses: terms.maxUses },
        });
      }
      this.#announced.add(nameOf(grant));
    }
  }
}

function grantTerms({ terms, withdrawn }: GrantRecord, usesSoFar: number): Parameters<typeof isLapsing>[0] {
  return {
    validFrom: new Date(terms.validFrom),
    validTo: terms.validTo === null ? null : new Date(terms.validTo),
    maxUses: terms.maxUses,
    usesSoFar,
    isWithdrawn: withdrawn !== null,
  };
}

/** A grant under the terms that it has now. */
function nameOf({ tenant, id, terms }: GrantRecord): string {
  return JSON.stringify([tenant, id, terms.validTo, terms.maxUses]);
}

/** Whether any process has said it before, of the terms that the grant has now. */
async function isAnnounced(tx: StoreTransaction, { tenant, id, sealNumber, terms }: GrantRecord): Promise<boolean> {
  for (let after = 0; ;) {
    const events = await tx.audit.listEvents({ tenant, of: { sealNumber }, withoutUses: true, after, limit: EVENTS });
    const found = events.some(
      ({ type, body }) =>
        type === 'grant-lapsing' && body['grantId'] === id && body['validTo'] === terms.validTo && body['maxUses'] === terms.maxUses,
    );
    const last = events.at(-1)?.sealSequence;
    if (found || events.length < EVENTS || last === undefined || last === null) return found;
    after = last;
  }
}
