import type { AuditEventRecord, UseLogRow } from '../records.ts';
import type { AuditTable, ChainQuery, UseLogQuery } from '../store.ts';
import type { SqlDatabase, SqlRow, SqlValue, SqlWords } from './sql-database.ts';
import { integerOf, integerOrNull, jsonText, textOf, textOrNull } from './sql-values.ts';

export function sqlAuditTable(database: SqlDatabase): AuditTable {
  return { ...events(database), ...useLog(database) };
}

function events(
  database: SqlDatabase,
): Pick<AuditTable, 'append' | 'findEvent' | 'findEvents' | 'listInOrder' | 'findHead' | 'listEvents' | 'listChains' | 'countEvents'> {
  return {
    async append(event) {
      await database.run(
        `INSERT INTO events (tenant, id, v, chain, sequence, prev, seal_number, seal_sequence, seal_prev, type, time, actor, body, digest)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          event.tenant,
          event.id,
          event.v,
          event.chain,
          event.sequence,
          event.prev,
          event.sealNumber,
          event.sealSequence,
          event.sealPrev,
          event.type,
          event.time,
          event.actor,
          jsonText(event.body),
          event.digest,
        ],
      );
    },
    async findEvent(tenant, id) {
      const row = await database.get('SELECT * FROM events WHERE tenant = ? AND id = ?', [tenant, id]);
      return row && readEvent(row);
    },
    async findEvents(tenant, ids) {
      if (ids.length === 0) return [];
      const elements = database.words.elements('?');
      return (await database.all(`SELECT * FROM events WHERE tenant = ? AND id IN (${elements})`, [tenant, jsonText(ids)])).map(readEvent);
    },
    async listInOrder({ tenant, after, limit }) {
      const rows = await database.all(
        `SELECT o.position AS place, e.* FROM event_order o LEFT JOIN events e ON e.tenant = o.tenant AND e.id = o.event_id
         WHERE o.tenant = ? AND o.position > ? ORDER BY o.position LIMIT ?`,
        [tenant, after, limit],
      );
      return rows.map((row) => ({ place: integerOf(row, 'place'), event: row['id'] === null ? null : readEvent(row) }));
    },
    async findHead(tenant, of) {
      const { where, position, value } = chainColumns(of);
      const row = await database.get(
        `SELECT ${position} AS position, digest FROM events WHERE tenant = ? AND ${where} = ? ORDER BY ${position} DESC LIMIT 1`,
        [tenant, value],
      );
      return row && { sequence: integerOf(row, 'position'), digest: textOf(row, 'digest') };
    },
    async listEvents({ tenant, of, after, withoutUses, limit }) {
      const { where, position, value } = chainColumns(of);
      // As the partial index `events_of_seal_life` has it.
      const kinds =
        withoutUses === true
          ? ` AND seal_number IS NOT NULL AND ${database.words.startsOtherwise('type', 'use')} AND type <> 'permit-issued'`
          : '';
      return (
        await database.all(
          `SELECT * FROM events WHERE tenant = ? AND ${where} = ? AND ${position} > ?${kinds} ORDER BY ${position} LIMIT ?`,
          [tenant, value, after ?? 0, limit],
        )
      ).map(readEvent);
    },
    async listChains(tenant) {
      return (await database.all('SELECT DISTINCT chain FROM events WHERE tenant = ? ORDER BY chain', [tenant])).map((row) =>
        textOf(row, 'chain'),
      );
    },
    async countEvents(tenant) {
      return await count(database, 'SELECT count(*) AS count FROM events WHERE tenant = ?', [tenant]);
    },
  };
}

function useLog(database: SqlDatabase): Pick<AuditTable, 'putRow' | 'findRow' | 'findRows' | 'listRows' | 'countRows'> {
  return {
    async putRow(row) {
      await database.run(
        `INSERT INTO use_log (tenant, id, seal_number, envelope_id, person_id, time, result, use_id, seal_version, digests, event_ids, search)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (tenant, id) DO UPDATE SET seal_number = excluded.seal_number, envelope_id = excluded.envelope_id,
           person_id = excluded.person_id, time = excluded.time, result = excluded.result, use_id = excluded.use_id,
           seal_version = excluded.seal_version, digests = excluded.digests, event_ids = excluded.event_ids, search = excluded.search`,
        [
          row.tenant,
          row.id,
          row.sealNumber,
          row.envelopeId,
          row.personId,
          row.time,
          row.result,
          row.useId,
          row.sealVersion,
          jsonText(row.digests),
          jsonText(row.eventIds),
          row.search,
        ],
      );
      for (const digest of row.digests) {
        await database.run('INSERT INTO use_log_digests (tenant, digest, row_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
          row.tenant,
          digest,
          row.id,
        ]);
      }
    },
    async findRow(tenant, id) {
      const row = await database.get('SELECT * FROM use_log WHERE tenant = ? AND id = ?', [tenant, id]);
      return row && readRow(row);
    },
    async findRows(tenant, ids) {
      if (ids.length === 0) return [];
      const elements = database.words.elements('?');
      return (await database.all(`SELECT * FROM use_log WHERE tenant = ? AND id IN (${elements})`, [tenant, jsonText(ids)])).map(readRow);
    },
    async listRows(query) {
      const { where, values } = rowConditions(query, database.words);
      return (await database.all(`SELECT * FROM use_log WHERE ${where} ORDER BY position DESC LIMIT ?`, [...values, query.limit])).map(
        readRow,
      );
    },
    async countRows(query) {
      const { where, values } = rowConditions(query, database.words);
      return await count(database, `SELECT count(*) AS count FROM use_log WHERE ${where}`, values);
    },
  };
}

function chainColumns(of: ChainQuery['of']): { where: string; position: string; value: string } {
  return 'chain' in of
    ? { where: 'chain', position: 'sequence', value: of.chain }
    : { where: 'seal_number', position: 'seal_sequence', value: of.sealNumber };
}

function rowConditions(query: Omit<UseLogQuery, 'limit'>, words: SqlWords): { where: string; values: readonly SqlValue[] } {
  const conditions = ['tenant = ?'];
  const values: SqlValue[] = [query.tenant];
  const add = (condition: string, ...more: readonly SqlValue[]): void => {
    conditions.push(condition);
    values.push(...more);
  };
  if (query.sealNumber !== undefined) add('seal_number = ?', query.sealNumber);
  if (query.scope !== undefined) {
    add(
      `CASE WHEN seal_number IS NULL THEN person_id IN (${words.elements('?')}) ELSE seal_number IN (${words.elements('?')}) END`,
      jsonText(query.scope.personIds),
      jsonText(query.scope.sealNumbers),
    );
  }
  if (query.personIds !== undefined) add(`person_id IN (${words.elements('?')})`, jsonText(query.personIds));
  if (query.from !== undefined) add('time >= ?', query.from);
  if (query.to !== undefined) add('time < ?', query.to);
  if (query.result !== undefined) add('result = ?', query.result);
  if (query.sealVersion !== undefined) add('seal_version = ?', query.sealVersion);
  if (query.digest !== undefined) {
    add('id IN (SELECT row_id FROM use_log_digests WHERE tenant = ? AND digest = ?)', query.tenant, query.digest);
  }
  if (query.match !== undefined)
    add(`(${words.contains('search')} OR person_id IN (${words.elements('?')}))`, query.match.text, jsonText(query.match.persons));
  if (query.before !== undefined) add('position < ?', query.before);
  if (query.after !== undefined) add('position > ?', query.after);
  return { where: conditions.join(' AND '), values };
}

async function count(database: SqlDatabase, sql: string, values: readonly SqlValue[]): Promise<number> {
  const row = await database.get(sql, values);
  return row === undefined ? 0 : integerOf(row, 'count');
}

/**
 * In place of a body that is no JSON object: somebody else wrote it, and its event must still be listed, so that the chain
 * is seen to be broken there. No digest fits it.
 */
const UNREADABLE_BODY = { unreadable: true } as const;

function readEvent(row: SqlRow): AuditEventRecord {
  return {
    // What else stands there goes into the digest as it is.
    v: integerOf(row, 'v') as 1,
    id: textOf(row, 'id'),
    tenant: textOf(row, 'tenant'),
    chain: textOf(row, 'chain'),
    sequence: integerOf(row, 'sequence'),
    prev: textOrNull(row, 'prev'),
    sealNumber: textOrNull(row, 'seal_number'),
    sealSequence: integerOrNull(row, 'seal_sequence'),
    sealPrev: textOrNull(row, 'seal_prev'),
    type: textOf(row, 'type'),
    time: textOf(row, 'time'),
    actor: textOf(row, 'actor'),
    body: readObject(textOf(row, 'body')) ?? UNREADABLE_BODY,
    digest: textOf(row, 'digest'),
  };
}

function readRow(row: SqlRow): UseLogRow {
  return {
    tenant: textOf(row, 'tenant'),
    id: textOf(row, 'id'),
    position: integerOf(row, 'position'),
    sealNumber: textOrNull(row, 'seal_number'),
    envelopeId: textOrNull(row, 'envelope_id'),
    personId: textOf(row, 'person_id'),
    time: textOf(row, 'time'),
    // Held to its union by a CHECK constraint.
    result: textOf(row, 'result') as UseLogRow['result'],
    useId: textOrNull(row, 'use_id'),
    sealVersion: integerOrNull(row, 'seal_version'),
    digests: readIds(textOf(row, 'digests')),
    eventIds: readIds(textOf(row, 'event_ids')),
    search: textOf(row, 'search'),
  };
}

function readObject(text: string): AuditEventRecord['body'] | undefined {
  const value = readJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return value as AuditEventRecord['body'];
}

/** None where something else stands there than was written: the row is then seen to stand for no events. */
function readIds(text: string): readonly string[] {
  const value = readJson(text);
  return Array.isArray(value) && value.every((id) => typeof id === 'string') ? value : [];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
