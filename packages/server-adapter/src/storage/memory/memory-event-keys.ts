import type { EventKeyRecord } from '../records.ts';
import { storeConflict } from '../store-error.ts';
import type { EventKeyTable } from '../store.ts';
import { compareText, type MemoryState, rowKey } from './memory-state.ts';

export function memoryEventKeyTable({ eventKeys }: MemoryState): EventKeyTable {
  const ofPermit = (tenant: string, permitId: string): EventKeyRecord | undefined =>
    [...eventKeys.values()].find((each) => each.tenant === tenant && each.permitId === permitId);
  return {
    async add(key) {
      const place = rowKey(key.tenant, key.id);
      if (eventKeys.has(place) || ofPermit(key.tenant, key.permitId) !== undefined) throw storeConflict('unique-id');
      eventKeys.set(place, key);
    },
    async update({ tenant, id, until, credential, ended }) {
      const place = rowKey(tenant, id);
      const old = eventKeys.get(place);
      if (old === undefined) return;
      if (old.ended !== null || (old.credential !== null && old.credential !== credential)) throw storeConflict('never-changed');
      eventKeys.set(place, { ...old, until, credential, ended });
    },
    async find(tenant, id) {
      return eventKeys.get(rowKey(tenant, id));
    },
    async findByPermit(tenant, permitId) {
      return ofPermit(tenant, permitId);
    },
    async listOverdue(tenant, now, limit) {
      return [...eventKeys.values()]
        .filter((each) => each.tenant === tenant && each.ended === null && each.until <= now)
        .toSorted((left, right) => compareText(left.until, right.until) || compareText(left.id, right.id))
        .slice(0, limit);
    },
  };
}
