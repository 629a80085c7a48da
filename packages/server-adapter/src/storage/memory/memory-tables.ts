import type { OutboxRecord, PermitRecord, UseRecord } from '../records.ts';
import { StoreError, storeConflict } from '../store-error.ts';
import type { AnswerTable, OutboxTable, PermitTable, UseTable } from '../store.ts';
import { addNew, type MemoryState, rowKey } from './memory-state.ts';

export function memoryPermitTable({ permits }: MemoryState): PermitTable {
  return {
    async add(permit) {
      addNew(permits, rowKey(permit.tenant, permit.id), permit);
    },
    async find(tenant, id) {
      return permits.get(rowKey(tenant, id));
    },
    async consume(tenant, id, useId, usedAt) {
      const permit = permits.get(rowKey(tenant, id));
      if (permit === undefined) throw new StoreError('STORE_FAILED', 'expected an existing permit to consume');
      if (permit.usedBy !== null) throw storeConflict('permit-used-once');
      permits.set(rowKey(tenant, id), { ...permit, usedBy: useId, usedAt });
    },
    async countOfGrant(tenant, grantId, now) {
      const counts = (permit: PermitRecord): boolean => permit.usedBy !== null || permit.expiresAt > now;
      return [...permits.values()].filter((permit) => permit.tenant === tenant && permit.grantId === grantId && counts(permit)).length;
    },
  };
}

export function memoryUseTable({ uses }: MemoryState): UseTable {
  return {
    async put(use) {
      if (consumesPermit(use)) {
        for (const other of uses.values()) {
          const samePermit = other.tenant === use.tenant && other.permitId === use.permitId && other.id !== use.id;
          if (samePermit && consumesPermit(other)) throw storeConflict('one-use-per-permit');
        }
      }
      uses.set(rowKey(use.tenant, use.id), use);
    },
    async find(tenant, id) {
      return uses.get(rowKey(tenant, id));
    },
    async listOverdue(tenant, now, limit) {
      return [...uses.values()]
        .filter((use) => use.tenant === tenant && use.status === 'awaiting-intent' && use.expiresAt <= now)
        .slice(0, limit);
    },
  };
}

function consumesPermit(use: UseRecord): boolean {
  return use.status === 'signing' || use.status === 'completed' || use.status === 'discarded';
}

export function memoryAnswerTable({ answers }: MemoryState): AnswerTable {
  return {
    async find(of) {
      return answers.get(rowKey(of.tenant, of.personId, of.route, of.key));
    },
    async put(answer) {
      answers.set(rowKey(answer.tenant, answer.personId, answer.route, answer.key), answer);
    },
    async remove(of) {
      answers.delete(rowKey(of.tenant, of.personId, of.route, of.key));
    },
    async removeExpired(tenant, now) {
      for (const [key, answer] of answers) if (answer.tenant === tenant && answer.expiresAt <= now) answers.delete(key);
    },
  };
}

export function memoryOutboxTable({ outbox }: MemoryState): OutboxTable {
  return {
    async add(message) {
      addNew(outbox, rowKey(message.tenant, message.id), message);
    },
    async listUndelivered(tenant, endpoint, limit) {
      return [...outbox.values()]
        .filter((message) => message.tenant === tenant && message.endpoint === endpoint && settledAt(message) === null)
        .slice(0, limit);
    },
    async update({ tenant, id, attempts, nextAttemptAt, deliveredAt, givenUpAt }) {
      const message = outbox.get(rowKey(tenant, id));
      if (message !== undefined) outbox.set(rowKey(tenant, id), { ...message, attempts, nextAttemptAt, deliveredAt, givenUpAt });
    },
    async removeSettled(tenant, before) {
      for (const [key, message] of outbox) {
        const at = settledAt(message);
        if (message.tenant === tenant && at !== null && at < before) outbox.delete(key);
      }
    },
  };
}

function settledAt({ deliveredAt, givenUpAt }: OutboxRecord): string | null {
  return deliveredAt ?? givenUpAt;
}
