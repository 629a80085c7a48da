import type { AuditEventRecord, UseLogRow } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { isEventOfRow, isFoundBy, rowIdOf } from './row-contradiction.ts';

/** What the rows of the use log say of some events. */
export interface RowsVerdict {
  /** Events that have no row, or not the one that they ought to have. */
  readonly contradicted: readonly AuditEventRecord[];
  /** Events that are the first of their row: as many rows begin with them. */
  readonly begun: readonly AuditEventRecord[];
}

/**
 * Holds the rows of the use log against some events of a tenant: each event of a use has its row, at one place there, and the
 * place behind it is that of a later event, and it is found by what they say. So a row that was deleted, moved, cut or changed is
 * noticed by its events; one that was added has no first event, and is one too many.
 */
export async function judgeRows(tx: StoreTransaction, tenant: string, events: readonly AuditEventRecord[]): Promise<RowsVerdict> {
  const ofUses = events.flatMap((event) => {
    const rowId = rowIdOf(event);
    return rowId === undefined ? [] : [{ event, rowId }];
  });
  if (ofUses.length === 0) return { contradicted: [], begun: [] };
  const rows = byId(await tx.audit.findRows(tenant, [...new Set(ofUses.map(({ rowId }) => rowId))]));
  const placed = ofUses.map(({ event, rowId }) => {
    const row = rows.get(rowId);
    const at = row?.eventIds.indexOf(event.id) ?? -1;
    return { event, row, at, nextId: row?.eventIds[at + 1] };
  });
  const known = byId(events);
  const others = placed.flatMap(({ nextId }) => (nextId === undefined || known.has(nextId) ? [] : [nextId]));
  for (const event of others.length === 0 ? [] : await tx.audit.findEvents(tenant, others)) known.set(event.id, event);
  const names = await readNames(tx, tenant, [...rows.values()]);
  return {
    contradicted: placed.flatMap(({ event, row, at, nextId }) => {
      if (row === undefined || at < 0 || row.eventIds.lastIndexOf(event.id) !== at || !isEventOfRow(row, event, at)) return [event];
      if (nextId !== undefined && !comesBefore(event, known.get(nextId))) return [event];
      const envelopeName = row.envelopeId === null ? undefined : names.get(row.envelopeId);
      return isFoundBy(row, event, { isLast: nextId === undefined, envelopeName }) ? [] : [event];
    }),
    begun: placed.flatMap(({ event, at }) => (at === 0 ? [event] : [])),
  };
}

async function readNames(tx: StoreTransaction, tenant: string, rows: readonly UseLogRow[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(rows.flatMap(({ envelopeId }) => envelopeId ?? []));
  const names = new Map<string, string>();
  for (const id of ids) names.set(id, (await tx.envelopes.find(tenant, id))?.name ?? '');
  return names;
}

function comesBefore(event: AuditEventRecord, next: AuditEventRecord | undefined): boolean {
  return next !== undefined && next.chain === event.chain && next.sequence > event.sequence;
}

function byId<T extends { readonly id: string }>(records: readonly T[]): Map<string, T> {
  return new Map(records.map((record) => [record.id, record]));
}
