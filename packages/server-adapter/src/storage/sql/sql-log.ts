import type { Bytes } from '@sealkit/core/bytes';
import type { LogCheckpointRecord, LogLeafRecord } from '../records.ts';
import type { LogTable } from '../store.ts';
import type { SqlDatabase, SqlRow } from './sql-database.ts';
import { bytesOf, bytesOrNull, integerOf, textOf } from './sql-values.ts';

export function sqlLogTable(database: SqlDatabase): LogTable {
  return { ...unlogged(database), ...leaves(database), ...hashes(database), ...checkpoints(database) };
}

/** Places behind that of the last leaf's event: leaves are taken in the order of the events. */
const BEHIND_LEAVES = `o.tenant = ? AND o.position > coalesce((
    SELECT last.position FROM log_leaves l JOIN event_order last ON last.tenant = l.tenant AND last.event_id = l.event_id
    WHERE l.tenant = ? ORDER BY l.position DESC LIMIT 1), 0)`;

function unlogged(database: SqlDatabase): Pick<LogTable, 'listUnlogged' | 'countUnlogged' | 'listUnloggedTenants'> {
  return {
    async listUnlogged(tenant, limit) {
      return (
        await database.all(
          `SELECT e.id, e.digest FROM event_order o JOIN events e ON e.tenant = o.tenant AND e.id = o.event_id
           WHERE ${BEHIND_LEAVES} ORDER BY o.position LIMIT ?`,
          [tenant, tenant, limit],
        )
      ).map((row) => ({ id: textOf(row, 'id'), digest: textOf(row, 'digest') }));
    },
    async countUnlogged(tenant) {
      const row = await database.get(`SELECT count(*) AS count FROM event_order o WHERE ${BEHIND_LEAVES}`, [tenant, tenant]);
      return row === undefined ? 0 : integerOf(row, 'count');
    },
    async listUnloggedTenants() {
      return (await database.all(database.words.unloggedTenants)).map((row) => textOf(row, 'tenant'));
    },
  };
}

function leaves(database: SqlDatabase): Pick<LogTable, 'addLeaf' | 'findLeaf' | 'listLeaves' | 'countLeaves'> {
  return {
    async addLeaf({ tenant, index, eventId }) {
      await database.run('INSERT INTO log_leaves (tenant, position, event_id) VALUES (?, ?, ?)', [tenant, index, eventId]);
    },
    async findLeaf(tenant, eventId) {
      const row = await database.get('SELECT * FROM log_leaves WHERE tenant = ? AND event_id = ?', [tenant, eventId]);
      return row && readLeaf(row);
    },
    async listLeaves(tenant, from, limit) {
      return (
        await database.all('SELECT * FROM log_leaves WHERE tenant = ? AND position >= ? ORDER BY position LIMIT ?', [tenant, from, limit])
      ).map(readLeaf);
    },
    async countLeaves(tenant) {
      const row = await database.get('SELECT coalesce(max(position) + 1, 0) AS count FROM log_leaves WHERE tenant = ?', [tenant]);
      return row === undefined ? 0 : integerOf(row, 'count');
    },
  };
}

function hashes(database: SqlDatabase): Pick<LogTable, 'addHash' | 'listHashes'> {
  return {
    async addHash({ tenant, level, index, hash }) {
      await database.run('INSERT INTO log_hashes (tenant, level, position, hash) VALUES (?, ?, ?, ?)', [tenant, level, index, hash]);
    },
    async listHashes({ tenant, level, from, limit }) {
      const rows = await database.all(
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

function checkpoints(database: SqlDatabase): Pick<LogTable, 'addCheckpoint' | 'findLatestCheckpoint' | 'listCheckpoints'> {
  return {
    async addCheckpoint({ tenant, size, note, timestampToken, createdAt }) {
      await database.run('INSERT INTO log_checkpoints (tenant, size, note, timestamp_token, created_at) VALUES (?, ?, ?, ?, ?)', [
        tenant,
        size,
        note,
        timestampToken,
        createdAt,
      ]);
    },
    async findLatestCheckpoint(tenant) {
      const row = await database.get('SELECT * FROM log_checkpoints WHERE tenant = ? ORDER BY size DESC LIMIT 1', [tenant]);
      return row && readCheckpoint(row);
    },
    async listCheckpoints(tenant, from, limit) {
      return (
        await database.all('SELECT * FROM log_checkpoints WHERE tenant = ? AND size >= ? ORDER BY size LIMIT ?', [tenant, from, limit])
      ).map(readCheckpoint);
    },
  };
}

function readLeaf(row: SqlRow): LogLeafRecord {
  return { tenant: textOf(row, 'tenant'), index: integerOf(row, 'position'), eventId: textOf(row, 'event_id') };
}

function readCheckpoint(row: SqlRow): LogCheckpointRecord {
  return {
    tenant: textOf(row, 'tenant'),
    size: integerOf(row, 'size'),
    note: textOf(row, 'note'),
    timestampToken: bytesOrNull(row, 'timestamp_token'),
    createdAt: textOf(row, 'created_at'),
  };
}
