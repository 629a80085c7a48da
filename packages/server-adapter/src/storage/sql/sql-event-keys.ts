import type { EventKeyRecord } from '../records.ts';
import type { EventKeyTable } from '../store.ts';
import type { SqlDatabase, SqlRow } from './sql-database.ts';
import { credentialText, readCredential, textOf, textOrNull } from './sql-values.ts';

export function sqlEventKeyTable(database: SqlDatabase): EventKeyTable {
  return {
    async add({ tenant, id, permitId, personId, envelopeId, reference, madeAt, until }) {
      await database.run(
        `INSERT INTO event_keys (tenant, id, permit_id, person_id, envelope_id, reference, made_at, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        [tenant, id, permitId, personId, envelopeId, reference, madeAt, until],
      );
    },
    async update({ tenant, id, until, credential, ended }) {
      await database.run('UPDATE event_keys SET until = ?, credential = ?, ended_at = ?, ended_reason = ? WHERE tenant = ? AND id = ?', [
        until,
        credential && credentialText(credential),
        ended?.at ?? null,
        ended?.reason ?? null,
        tenant,
        id,
      ]);
    },
    async find(tenant, id) {
      const row = await database.get('SELECT * FROM event_keys WHERE tenant = ? AND id = ?', [tenant, id]);
      return row && readEventKey(row);
    },
    async findByPermit(tenant, permitId) {
      const row = await database.get('SELECT * FROM event_keys WHERE tenant = ? AND permit_id = ?', [tenant, permitId]);
      return row && readEventKey(row);
    },
    async listOverdue(tenant, now, limit) {
      const rows = await database.all(
        'SELECT * FROM event_keys WHERE tenant = ? AND ended_at IS NULL AND until <= ? ORDER BY until, id LIMIT ?',
        [tenant, now, limit],
      );
      return rows.map(readEventKey);
    },
  };
}

function readEventKey(row: SqlRow): EventKeyRecord {
  const [endedAt, endedReason] = [textOrNull(row, 'ended_at'), textOrNull(row, 'ended_reason')];
  return {
    tenant: textOf(row, 'tenant'),
    id: textOf(row, 'id'),
    permitId: textOf(row, 'permit_id'),
    personId: textOf(row, 'person_id'),
    envelopeId: textOf(row, 'envelope_id'),
    reference: textOrNull(row, 'reference'),
    madeAt: textOf(row, 'made_at'),
    until: textOf(row, 'until'),
    credential: textOrNull(row, 'credential') === null ? null : readCredential(row, 'credential'),
    ended: endedAt === null || endedReason === null ? null : { at: endedAt, reason: endedReason },
  };
}
