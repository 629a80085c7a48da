import type { AuditEventRecord, UseLogRow } from '../records.ts';
import { storeConflict } from '../store-error.ts';
import type { AuditTable, ChainQuery, UseLogQuery, UseLogScope } from '../store.ts';
import { type MemoryState, rowKey } from './memory-state.ts';

export function memoryAuditTable(state: MemoryState): AuditTable {
  const { events, rows } = state;
  return {
    async append(event) {
      const key = rowKey(event.tenant, event.id);
      if (events.has(key)) throw storeConflict('unique-id');
      for (const other of events.values()) if (takesPosition(other, event)) throw storeConflict('event-position');
      events.set(key, event);
    },
    async findEvent(tenant, id) {
      return events.get(rowKey(tenant, id));
    },
    async findEvents(tenant, ids) {
      return ids.flatMap((id) => events.get(rowKey(tenant, id)) ?? []);
    },
    async listInOrder({ tenant, after, limit }) {
      return [...events.values()]
        .filter((event) => event.tenant === tenant)
        .map((event, at) => ({ place: at + 1, event }))
        .slice(after, after + limit);
    },
    async findHead(tenant, of) {
      const last = chainOf(events, tenant, of).at(-1);
      return last === undefined ? undefined : { sequence: positionIn(last, of), digest: last.digest };
    },
    async listEvents(query) {
      return chainOf(events, query.tenant, query.of)
        .filter((event) => positionIn(event, query.of) > (query.after ?? 0))
        .filter(({ type }) => query.withoutUses !== true || !(type.startsWith('use') || type === 'permit-issued'))
        .slice(0, query.limit);
    },
    async listChains(tenant) {
      return [...new Set([...events.values()].filter((event) => event.tenant === tenant).map((event) => event.chain))].sort();
    },
    async countEvents(tenant) {
      return [...events.values()].filter((event) => event.tenant === tenant).length;
    },
    async putRow(row) {
      const key = rowKey(row.tenant, row.id);
      rows.set(key, { ...row, position: rows.get(key)?.position ?? rows.size + 1 });
    },
    async findRow(tenant, id) {
      return rows.get(rowKey(tenant, id));
    },
    async findRows(tenant, ids) {
      return ids.flatMap((id) => rows.get(rowKey(tenant, id)) ?? []);
    },
    async listRows(query) {
      return [...rows.values()]
        .filter((row) => matches(row, query))
        .sort((a, b) => b.position - a.position)
        .slice(0, query.limit);
    },
    async countRows(query) {
      return [...rows.values()].filter((row) => matches(row, query)).length;
    },
  };
}

function takesPosition(other: AuditEventRecord, event: AuditEventRecord): boolean {
  if (other.tenant !== event.tenant) return false;
  if (other.chain === event.chain && other.sequence === event.sequence) return true;
  return event.sealNumber !== null && other.sealNumber === event.sealNumber && other.sealSequence === event.sealSequence;
}

function chainOf(events: ReadonlyMap<string, AuditEventRecord>, tenant: string, of: ChainQuery['of']): readonly AuditEventRecord[] {
  return [...events.values()]
    .filter((event) => event.tenant === tenant && ('chain' in of ? event.chain === of.chain : event.sealNumber === of.sealNumber))
    .sort((a, b) => positionIn(a, of) - positionIn(b, of));
}

function positionIn(event: AuditEventRecord, of: ChainQuery['of']): number {
  return 'chain' in of ? event.sequence : (event.sealSequence ?? 0);
}

function matches(row: UseLogRow, query: Omit<UseLogQuery, 'limit'>): boolean {
  if (row.tenant !== query.tenant) return false;
  if (query.sealNumber !== undefined && row.sealNumber !== query.sealNumber) return false;
  if (query.scope !== undefined && !isInScope(row, query.scope)) return false;
  if (query.personIds !== undefined && !query.personIds.includes(row.personId)) return false;
  if (query.from !== undefined && row.time < query.from) return false;
  if (query.to !== undefined && row.time >= query.to) return false;
  if (query.result !== undefined && row.result !== query.result) return false;
  if (query.sealVersion !== undefined && row.sealVersion !== query.sealVersion) return false;
  if (query.digest !== undefined && !row.digests.includes(query.digest)) return false;
  if (query.match !== undefined && !row.search.includes(query.match.text) && !query.match.persons.includes(row.personId)) return false;
  if (query.after !== undefined && row.position <= query.after) return false;
  return query.before === undefined || row.position < query.before;
}

function isInScope(row: UseLogRow, scope: UseLogScope): boolean {
  return row.sealNumber === null ? scope.personIds.includes(row.personId) : scope.sealNumbers.includes(row.sealNumber);
}
