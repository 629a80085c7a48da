import type { Bytes } from '@sealkit/core/bytes';
import type { AuditEventRecord, LogCheckpointRecord } from '../records.ts';
import { storeConflict } from '../store-error.ts';
import type { LogTable } from '../store.ts';
import { type MemoryState, rowKey } from './memory-state.ts';

export function memoryLogTable({ events, leaves, hashes, checkpoints }: MemoryState): LogTable {
  const eventsOf = (tenant: string): readonly AuditEventRecord[] => [...events.values()].filter((event) => event.tenant === tenant);
  const leavesOf = (tenant: string) => [...leaves.values()].filter((leaf) => leaf.tenant === tenant);
  // Leaves are taken in the order of the events, so that the rest is what comes behind them.
  const unloggedOf = (tenant: string): readonly AuditEventRecord[] => eventsOf(tenant).slice(leavesOf(tenant).length);
  const checkpointsOf = (tenant: string): readonly LogCheckpointRecord[] =>
    [...checkpoints.values()].filter((checkpoint) => checkpoint.tenant === tenant).sort((a, b) => a.size - b.size);
  return {
    async listUnlogged(tenant, limit) {
      return unloggedOf(tenant)
        .slice(0, limit)
        .map(({ id, digest }) => ({ id, digest }));
    },
    async countUnlogged(tenant) {
      return unloggedOf(tenant).length;
    },
    async listUnloggedTenants() {
      const tenants = new Set([...events.values()].map(({ tenant }) => tenant));
      return [...tenants].filter((tenant) => unloggedOf(tenant).length > 0).sort();
    },
    async addLeaf(leaf) {
      const known = leavesOf(leaf.tenant);
      if (leaf.index !== known.length || known.some(({ eventId }) => eventId === leaf.eventId)) throw storeConflict('log-position');
      leaves.set(rowKey(leaf.tenant, leaf.index), leaf);
    },
    async findLeaf(tenant, eventId) {
      return leavesOf(tenant).find((leaf) => leaf.eventId === eventId);
    },
    async listLeaves(tenant, from, limit) {
      return leavesOf(tenant)
        .filter(({ index }) => index >= from)
        .slice(0, limit);
    },
    async countLeaves(tenant) {
      return leavesOf(tenant).length;
    },
    async addHash(hash) {
      const key = rowKey(hash.tenant, hash.level, hash.index);
      if (hashes.has(key)) throw storeConflict('log-position');
      hashes.set(key, hash);
    },
    async listHashes({ tenant, level, from, limit }) {
      const found: Bytes[] = [];
      while (found.length < limit) {
        const record = hashes.get(rowKey(tenant, level, from + found.length));
        if (record === undefined) break;
        found.push(record.hash);
      }
      return found;
    },
    async addCheckpoint(checkpoint) {
      const key = rowKey(checkpoint.tenant, checkpoint.size);
      if (checkpoints.has(key)) throw storeConflict('log-position');
      checkpoints.set(key, checkpoint);
    },
    async findLatestCheckpoint(tenant) {
      return checkpointsOf(tenant).at(-1);
    },
    async listCheckpoints(tenant, from, limit) {
      return checkpointsOf(tenant)
        .filter(({ size }) => size >= from)
        .slice(0, limit);
    },
  };
}
