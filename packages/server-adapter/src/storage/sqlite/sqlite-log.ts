import type { Bytes } from '@sealkit/core/bytes';
import type { LogCheckpointRecord, LogLeafRecord } from '../records.ts';
import type { LogTable } from '../store.ts';
import type { SqliteDatabase, SqliteRow } from './sqlite-driver.ts';
import { bytesOf, bytesOrNull, integerOf, textOf } from './sqlite-values.ts';

export function sqliteLogTable(database: SqliteDatabase): LogTable {
  return { ...unlogged(database), ...leaves(database), ...hashes(database), ...checkpoints(database) };
}

/** Places behind that of the last leaf's event: leaves are taken in the order of the events. */
const BEHIND_LEAVES = `o.tenant = ? AND o.position > coalesce((
    SELECT last.position FROM log_leaves l JOIN event_order last ON last.tenant = l.tenant AND last.event_id = l.event_id
    WHERE l.tenant = ? ORDER BY l.position DESC LIMIT 1), 0)`;

function unlogged(database: SqliteDatabase): Pick<LogTable, 'listUnlogged' | 'countUnlogged' | 'listUnloggedTenants'> {
  const count = (tenant: string): number => {
    const row = database.get(`SELECT count(*) AS count FROM event_order o WHERE ${BEHIND_LEAVES}`, [tenant, tenant]);
    return row === undefined ? 0 : integerOf(row, 'count');
  };
  return {
    async listUnlogged(tenant, limit) {
      return database
        .all(
          `SELECT e.id, e.digest FROM event_order o JOIN events e ON e.tenant = o.tenant AND e.id = o.event_id
           WHERE ${BEHIND_LEAVES} ORDER BY o.position LIMIT ?`,
          [tenant, tenant, limit],
        )
        .map((row) => ({ id: textOf(row, 'id'), digest: textOf(row, 'digest') }));
    },
    async countUnlogged(tenant) {
      return count(tenant);
    },
    async listUnloggedTenants() {
      const tenants = database.all('SELECT DISTINCT tenant FROM event_order ORDER BY tenant').map((row) => textOf(row, 'tenant'));
      return tenants.filter((tenant) => count(tenant) > 0);
    },
  };
}

function leaves(database: SqliteDatabase): Pick<LogTable, 'addLeaf' | 'findLeaf' | 'listLeaves' | 'countLeaves'> {
  return {
    async addLeaf({ tenant, index, eventId }) {
      database.run('INSERT INTO log_leaves (tenant, position, event_id) VALUES (?, ?, ?)', [tenant, index, eventId]);
    },
    async findLeaf(tenant, eventId) {
      const row = database.get('SELECT * FROM log_leaves WHERE tenant = ? AND event_id = ?', [tenant, eventId]);
      return row && readLeaf(row);
    },
    async listLeaves(tenant, from, limit) {
      return database
        .all('SELECT * FROM log_leaves WHERE tenant = ? AND position >= ? ORDER BY position LIMIT ?', [tenant, from, limit])
        .map(readLeaf);
    },
    async countLeaves(tenant) {
      const row = database.get('SELECT coalesce(max(position) + 1, 0) AS count FROM log_leaves WHERE tenant = ?', [tenant]);
      return row === undefined ? 0 : integerOf(row, 'count');
    },
  };
}

function hashes(database: SqliteDatabase): Pick<LogTable, 'addHash' | 'listHashes'> {
  return {
    async addHash({ tenant, level, index, hash }) {
      database.run('INSERT INTO log_hashes (tenant, level, position, hash) VALUES (?, ?, ?, ?)', [tenant, level, index, hash]);
    },
    async listHashes({ tenant, level, from, limit }) {
      const rows = database.all(
        'SELECT position, hash FROM log_hashes WHERE tenant = ? AND level = ? AND position >= ? AND position < ? ORDER BY position',
        [tenant, level, from, from + limit],
      );
      const found: Bytes[] = [];
      for (const row of rows) {
        if (integerOf(row, 'position') !== from + found.length) break;
        found.push(bytesOf(row, 'hash'));
      }
      return found;
    },
  };
}

function checkpoints(database: SqliteDatabase): Pick<LogTable, 'addCheckpoint' | 'findLatestCheckpoint' | 'listCheckpoints'> {
  return {
    async addCheckpoint({ tenant, size, note, timestampToken, createdAt }) {
      database.run('INSERT INTO log_checkpoints (tenant, size, note, timestamp_token, created_at) VALUES (?, ?, ?, ?, ?)', [
        tenant,
        size,
        note,
        timestampToken,
        createdAt,
      ]);
    },
    async findLatestCheckpoint(tenant) {
      const row = database.get('SELECT * FROM log_checkpoints WHERE tenant = ? ORDER BY size DESC LIMIT 1', [tenant]);
      return row && readCheckpoint(row);
    },
    async listCheckpoints(tenant, from, limit) {
      return database
        .all('SELECT * FROM log_checkpoints WHERE tenant = ? AND size >= ? ORDER BY size LIMIT ?', [tenant, from, limit])
        .map(readCheckpoint);
    },
  };
}

function readLeaf(row: SqliteRow): LogLeafRecord {
  return { tenant: textOf(row, 'tenant'), index: integerOf(row, 'position'), eventId: textOf(row, 'event_id') };
}

function readCheckpoint(row: SqliteRow): LogCheckpointRecord {
  return {
    tenant: textOf(row, 'tenant'),
    size: integerOf(row, 'size'),
    note: textOf(row, 'note'),
    timestampToken: bytesOrNull(row, 'timestamp_token'),
    createdAt: textOf(row, 'created_at'),
  };
}
