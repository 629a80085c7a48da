import { newId } from '../new-id.ts';
import type { AuditEventRecord, UseRecord } from '../storage/records.ts';
import type { AuditTable, Store, StoreTransaction } from '../storage/store.ts';
import type { Webhook } from './webhook-config.ts';
import { webhookPayload } from './webhook-message.ts';

/**
 * A store in which every event that is appended leaves its messages for the webhooks in the same transaction: both become durable
 * together or not at all.
 *
 * @param onMessages runs after a transaction that left messages.
 */
export function storeWithOutbox(store: Store, webhooks: readonly Webhook[], onMessages: () => void): Store {
  return {
    close: () => store.close(),
    transaction: async (work, options) => {
      let count = 0;
      const result = await store.transaction((tx) => {
        count = 0;
        const append: AuditTable['append'] = async (event) => {
          await tx.audit.append(event);
          count += await addMessages(tx, event, webhooks);
        };
        return work(withMembers(tx, { audit: withMembers(tx.audit, { append }) }));
      }, options);
      if (count > 0) onMessages();
      return result;
    },
  };
}

async function addMessages(tx: StoreTransaction, event: AuditEventRecord, webhooks: readonly Webhook[]): Promise<number> {
  const payload = webhookPayload(event, await findUse(tx, event));
  if (payload === undefined) return 0;
  const receivers = webhooks.filter(({ tenant, topics }) => tenant === event.tenant && (topics?.includes(payload.type) ?? true));
  for (const { url } of receivers) {
    await tx.outbox.add({
      tenant: event.tenant,
      id: `msg_${newId()}`,
      endpoint: url,
      topic: payload.type,
      payload: { type: payload.type, timestamp: payload.timestamp, data: payload.data },
      createdAt: event.time,
      attempts: 0,
      nextAttemptAt: event.time,
      deliveredAt: null,
      givenUpAt: null,
    });
  }
  return receivers.length;
}

async function findUse(tx: StoreTransaction, { tenant, body }: AuditEventRecord): Promise<UseRecord | undefined> {
  const useId = body['useId'];
  return typeof useId === 'string' ? tx.uses.find(tenant, useId) : undefined;
}

/** The object with some members of ours; the others stay its own, also where it is of a class with private fields. */
function withMembers<T extends object>(target: T, members: Partial<T>): T {
  return new Proxy(target, {
    get: (_, name) => {
      if (Object.hasOwn(members, name)) return Reflect.get(members, name) as unknown;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
