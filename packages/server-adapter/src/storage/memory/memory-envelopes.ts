import { nextEnvelopeStates } from '@sealkit/core/seal';
import type { EnvelopeRecord } from '../records.ts';
import { storeConflict } from '../store-error.ts';
import type { EnvelopeListQuery, EnvelopeTable } from '../store.ts';
import { addNew, type MemoryState, rowKey } from './memory-state.ts';

export function memoryEnvelopeTable({ envelopes }: MemoryState): EnvelopeTable {
  return {
    async add(envelope) {
      addNew(envelopes, rowKey(envelope.tenant, envelope.id), envelope);
    },
    async find(tenant, id) {
      return envelopes.get(rowKey(tenant, id));
    },
    async update(envelope) {
      const key = rowKey(envelope.tenant, envelope.id);
      const before = envelopes.get(key);
      if (before?.revision !== envelope.revision - 1) throw storeConflict('envelope-revision');
      if (before.state !== 'in-progress') throw storeConflict('envelope-ended');
      if (envelope.state !== before.state && !nextEnvelopeStates(before.state).includes(envelope.state)) {
        throw storeConflict('known-transition');
      }
      assertVersionsFollow(before, envelope);
      envelopes.set(key, envelope);
    },
    async list(query) {
      return [...envelopes.values()]
        .map((envelope, index) => ({ position: index + 1, envelope }))
        .filter(({ position, envelope }) => position < (query.before ?? Infinity) && matches(envelope, query))
        .reverse()
        .slice(0, query.limit);
    },
    async listOverdue(tenant, now, limit) {
      return [...envelopes.values()]
        .filter((envelope) => envelope.tenant === tenant && envelope.state === 'in-progress')
        .filter(({ expiresAt }) => expiresAt !== null && expiresAt <= now)
        .slice(0, limit);
    },
  };
}

function assertVersionsFollow(before: EnvelopeRecord, after: EnvelopeRecord): void {
  for (const next of after.versions.slice(before.versions.length)) {
    const last = after.versions[next.version - 2];
    const taken = after.versions.some(({ version, partyId, act }) => {
      return version < next.version && partyId === next.partyId && act === next.act;
    });
    if (after.versions[next.version - 1] !== next || last?.digest !== next.previous || taken) throw storeConflict('version-position');
  }
}

function matches(envelope: EnvelopeRecord, query: EnvelopeListQuery): boolean {
  if (envelope.tenant !== query.tenant) return false;
  if (query.state !== undefined && envelope.state !== query.state) return false;
  if (query.waitingFor !== undefined && !envelope.waitingFor.some((who) => query.waitingFor?.includes(who))) return false;
  return query.participants === undefined || envelope.participants.some((who) => query.participants?.includes(who));
}
