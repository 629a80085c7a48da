import type { PersonalValueTable } from '../store.ts';
import { addNew, compareText, type MemoryState, rowKey } from './memory-state.ts';

export function memoryPersonalValueTable({ personalValues }: MemoryState): PersonalValueTable {
  return {
    async add(value) {
      addNew(personalValues, rowKey(value.tenant, value.digest), value);
    },
    async find(tenant, digests) {
      return [...new Set(digests)].flatMap((digest) => personalValues.get(rowKey(tenant, digest)) ?? []);
    },
    async listKept({ tenant, personId, limit }) {
      return [...personalValues.values()]
        .filter((value) => value.tenant === tenant && value.personId === personId && value.erased === null)
        .sort((left, right) => compareText(left.digest, right.digest))
        .slice(0, limit);
    },
    async erase(tenant, digests, erased) {
      for (const digest of digests) {
        const value = personalValues.get(rowKey(tenant, digest));
        if (value?.erased === null) personalValues.set(rowKey(tenant, digest), { ...value, salt: null, text: null, erased });
      }
    },
  };
}
