import { storeConflict } from '../store-error.ts';
import type { ApprovalListQuery, ApprovalTable } from '../store.ts';
import type { ApprovalRecord } from '../records.ts';
import { type MemoryState, rowKey } from './memory-state.ts';

export function memoryApprovalTable({ approvals }: MemoryState): ApprovalTable {
  return {
    async put(approval) {
      const key = rowKey(approval.tenant, approval.id);
      const known = approvals.get(key);
      if (known !== undefined && known.state !== 'pending') throw storeConflict('approval-ended');
      approvals.set(key, approval);
    },
    async find(tenant, id) {
      return approvals.get(rowKey(tenant, id));
    },
    async findByPermit(tenant, permitId) {
      return [...approvals.values()].find((approval) => approval.tenant === tenant && approval.permitId === permitId);
    },
    async list(query) {
      const rows = [...approvals.values()];
      const end =
        query.after === undefined ? rows.length : rows.findIndex(({ tenant, id }) => tenant === query.tenant && id === query.after);
      return rows
        .slice(0, Math.max(0, end))
        .filter((approval) => matches(approval, query))
        .reverse()
        .slice(0, query.limit);
    },
    async listOverdue(tenant, now, limit) {
      return [...approvals.values()]
        .filter((approval) => approval.tenant === tenant && approval.state === 'pending' && approval.expiresAt <= now)
        .slice(0, limit);
    },
  };
}

function matches(approval: ApprovalRecord, query: ApprovalListQuery): boolean {
  if (approval.tenant !== query.tenant) return false;
  if (query.sealNumber !== undefined && approval.sealNumber !== query.sealNumber) return false;
  if (query.requestedBy !== undefined && approval.requestedBy !== query.requestedBy) return false;
  if (query.state !== undefined && approval.state !== query.state) return false;
  if (query.ended !== undefined && (approval.state !== 'pending') !== query.ended) return false;
  return query.waitingFor === undefined || approval.waitingFor.some((who) => query.waitingFor?.includes(who));
}
