import type { Clock, KeyStore } from '@sealkit/core/ports';
import type { LogEntry, UsePolicy } from '../../adapter-config.ts';
import type { CredentialRecord, EventKeyRecord } from '../../storage/records.ts';
import { StoreError } from '../../storage/store-error.ts';
import type { Store } from '../../storage/store.ts';
import type { EventCertificates } from '../identity-config.ts';
import { createOneTimeKeyStore, type OneTimeOrder } from './one-time-key-store.ts';
import { EVENT_KEYS_EVERY_MS, LEFT_AFTER_MS } from './left-after.ts';
import { recordEventKeys } from './record-event-key.ts';

const BATCH = 100;

export interface EventKeysContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly policy: Pick<UsePolicy, 'permitLifetimeMs' | 'claimLifetimeMs'>;
  readonly log: (level: LogEntry['level'], event: string, fields: LogEntry['fields']) => void;
}

/** The keys that sign once, of one running adapter. */
export interface EventKeys {
  readonly keyStore: KeyStore;
  readonly when: NonNullable<EventCertificates['when']>;
  /**
   * Makes a key and has its certificate issued. The idempotency key of the context is the permit that will name it. Null where the issuer
   * does not issue at once: the key is destroyed, as it is where the issuer refuses or cannot be asked.
   */
  prepare(order: OneTimeOrder): Promise<CredentialRecord | null>;
  /** Whether this process has the key, or what it signed. */
  holds(credentialId: string): boolean;
  /** Destroys the key that waits here for a permit; does nothing where none does. */
  abandon(permitId: string, reason: string): Promise<void>;
  /** Destroys the keys of a tenant whose time is over, those too that a process left behind. */
  settle(tenant: string): Promise<void>;
  /** Destroys all keys that wait. */
  close(): Promise<void>;
}

/**
 * Keys for one act each: made when its permit is asked for, in this process or on a token, and never taken up by another process. What
 * waits too long is destroyed by the process that made it; what a process left behind, by whoever looks after it next.
 */
export function createEventKeys(context: EventKeysContext, config: EventCertificates): EventKeys {
  const { store, clock, policy, log } = context;
  const { issuer, keys, when = 'always' } = config;
  const record = recordEventKeys({ store, clock });
  /** What waits here, by credential. */
  const waiting = new Map<string, { readonly tenant: string; readonly permitId: string }>();
  // The row says when a permit that nobody used has ended; a use that was confirmed before that may take its time.
  const lifetimeMs = policy.permitLifetimeMs + policy.claimLifetimeMs;
  const oneTime = createOneTimeKeyStore({
    clock,
    issuer,
    lifetimeMs,
    ...(keys === undefined ? {} : { makeKey: keys.make }),
    record: async (step) => {
      const id = step.facts['credentialId'] ?? '';
      if (step.type === 'one-time-key-destroyed') waiting.delete(id);
      else waiting.set(id, { tenant: step.context.tenant, permitId: step.context.idempotencyKey });
      await record(withPermitsEnd(step, clock, policy));
    },
  });

  const settleLeft = async ({ id, tenant, personId, envelopeId, permitId, reference }: EventKeyRecord): Promise<void> => {
    if (reference !== null) await keys?.destroyLeft(reference);
    const of = { tenant, actor: personId, envelopeId, idempotencyKey: permitId };
    await record({ type: 'one-time-key-destroyed', context: of, facts: { credentialId: id, reason: 'left-over' } });
  };
  const settle = async (tenant: string): Promise<void> => {
    try {
      const now = clock.now();
      const overdue = await store.transaction((tx) => tx.eventKeys.listOverdue(tenant, now.toISOString(), BATCH), { readOnly: true });
      for (const row of overdue) {
        if (waiting.has(row.id)) await oneTime.abandon(row.id, 'expired');
        else if (Date.parse(row.until) + LEFT_AFTER_MS <= now.getTime()) await settleLeft(row);
      }
    } catch (error) {
      // What could not be done now is done the next time; the operator hears of it.
      log('error', 'event-keys-failed', { tenant, code: error instanceof StoreError ? error.code : null });
    }
  };
  const abandon = async (permitId: string, reason: string): Promise<void> => {
    const [id] = [...waiting].find(([, each]) => each.permitId === permitId) ?? [];
    if (id !== undefined) await oneTime.abandon(id, reason);
  };
  const timer = setInterval(() => {
    for (const tenant of new Set([...waiting.values()].map((each) => each.tenant))) void settle(tenant);
  }, EVENT_KEYS_EVERY_MS);
  timer.unref();
  return {
    keyStore: oneTime,
    when,
    async prepare(order) {
      const step = await oneTime.prepare(order);
      if (step.status === 'done') return step.value;
      await abandon(order.context.idempotencyKey, 'not-issued');
      return null;
    },
    holds: (credentialId) => oneTime.holds(credentialId),
    abandon,
    settle,
    async close() {
      clearInterval(timer);
      for (const id of waiting.keys()) await oneTime.abandon(id, 'server-closed');
    },
  };
}

/** In the log and in its row a key waits as long as its permit. */
function withPermitsEnd(
  step: Parameters<ReturnType<typeof recordEventKeys>>[0],
  clock: Clock,
  { permitLifetimeMs }: EventKeysContext['policy'],
) {
  return step.key === undefined ? step : { ...step, key: { ...step.key, until: new Date(clock.now().getTime() + permitLifetimeMs) } };
}
