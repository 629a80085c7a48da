import type { IdentityVerificationRecord } from '../records.ts';
import type { IdentityTable } from '../store.ts';
import type { SqlDatabase, SqlRow } from './sql-database.ts';
import { jsonOf, jsonText, textOf, textOrNull } from './sql-values.ts';

type Columns = 'tenant' | 'id' | 'subject' | 'state' | 'startedAt' | 'finishedAt';
type Body = Omit<IdentityVerificationRecord, Columns>;

export function sqlIdentityTable(database: SqlDatabase): IdentityTable {
  return {
    async put({ tenant, id, subject, state, startedAt, finishedAt, ...body }) {
      await database.run(
        `INSERT INTO identity_verifications (tenant, id, subject_kind, subject_id, state, started_at, finished_at, body)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (tenant, id) DO UPDATE SET state = excluded.state, finished_at = excluded.finished_at, body = excluded.body,
           subject_kind = excluded.subject_kind, subject_id = excluded.subject_id`,
        [tenant, id, subject.kind, subject.id, state, startedAt, finishedAt, jsonText(body)],
      );
    },
    async find(tenant, id) {
      const row = await database.get('SELECT * FROM identity_verifications WHERE tenant = ? AND id = ?', [tenant, id]);
      return row && readVerification(row);
    },
    async findLatestPassed(tenant, { kind, id }) {
      const row = await database.get(
        `SELECT * FROM identity_verifications WHERE tenant = ? AND subject_kind = ? AND subject_id = ? AND state = 'passed'
         ORDER BY finished_at DESC, id DESC LIMIT 1`,
        [tenant, kind, id],
      );
      return row && readVerification(row);
    },
    async list({ tenant, subject, state, limit }) {
      const where = [
        'tenant = ?',
        ...(subject === undefined ? [] : ['subject_kind = ? AND subject_id = ?']),
        ...(state === undefined ? [] : ['state = ?']),
      ];
      const values = [tenant, ...(subject === undefined ? [] : [subject.kind, subject.id]), ...(state === undefined ? [] : [state])];
      const rows = await database.all(
        `SELECT * FROM identity_verifications WHERE ${where.join(' AND ')} ORDER BY started_at DESC, id DESC LIMIT ?`,
        [...values, limit],
      );
      return rows.map(readVerification);
    },
  };
}

function readVerification(row: SqlRow): IdentityVerificationRecord {
  return {
    tenant: textOf(row, 'tenant'),
    id: textOf(row, 'id'),
    subject: { kind: textOf(row, 'subject_kind') === 'person' ? 'person' : 'organisation', id: textOf(row, 'subject_id') },
    state: stateOf(textOf(row, 'state')),
    startedAt: textOf(row, 'started_at'),
    finishedAt: textOrNull(row, 'finished_at'),
    ...(jsonOf(row, 'body') as Body),
  };
}

/** The table's own rule lets no other text in. */
function stateOf(text: string): IdentityVerificationRecord['state'] {
  return text === 'passed' || text === 'failed' ? text : 'pending';
}
