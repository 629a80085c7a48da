import type { IdentityVerificationRecord } from '../records.ts';
import { storeConflict } from '../store-error.ts';
import type { IdentityTable } from '../store.ts';
import { compareText, type MemoryState, rowKey } from './memory-state.ts';

export function memoryIdentityTable({ identities }: MemoryState): IdentityTable {
  const isAbout = ({ subject }: IdentityVerificationRecord, other: IdentityVerificationRecord['subject']): boolean =>
    subject.kind === other.kind && subject.id === other.id;
  return {
    async put(verification) {
      const key = rowKey(verification.tenant, verification.id);
      const old = identities.get(key);
      if (old !== undefined && (old.state !== 'pending' || !isAbout(old, verification.subject))) throw storeConflict('never-changed');
      identities.set(key, verification);
    },
    async find(tenant, id) {
      return identities.get(rowKey(tenant, id));
    },
    async findLatestPassed(tenant, subject) {
      return [...identities.values()]
        .filter((each) => each.tenant === tenant && each.state === 'passed' && isAbout(each, subject))
        .toSorted((left, right) => compareText(right.finishedAt ?? '', left.finishedAt ?? '') || compareText(right.id, left.id))[0];
    },
    async list({ tenant, subject, state, limit }) {
      return [...identities.values()]
        .filter((each) => each.tenant === tenant && (subject === undefined || isAbout(each, subject)))
        .filter((each) => state === undefined || each.state === state)
        .toSorted((left, right) => compareText(right.startedAt, left.startedAt) || compareText(right.id, left.id))
        .slice(0, limit);
    },
  };
}
