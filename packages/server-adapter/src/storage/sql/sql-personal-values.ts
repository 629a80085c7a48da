import type { PersonalValueRecord } from '../records.ts';
import type { PersonalValueTable } from '../store.ts';
import type { SqlDatabase, SqlRow } from './sql-database.ts';
import { bytesOrNull, jsonText, textOf, textOrNull } from './sql-values.ts';

export function sqlPersonalValueTable(database: SqlDatabase): PersonalValueTable {
  return {
    async add({ tenant, digest, personId, keptAt, salt, text, erased }) {
      await database.run(
        'INSERT INTO personal_values (tenant, digest, person_id, kept_at, salt, text, erased_at, erased_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        [tenant, digest, personId, keptAt, salt, text, erased?.at ?? null, erased?.eventId ?? null],
      );
    },
    async find(tenant, digests) {
      if (digests.length === 0) return [];
      const elements = database.words.elements('?');
      const rows = await database.all(`SELECT * FROM personal_values WHERE tenant = ? AND digest IN (${elements})`, [
        tenant,
        jsonText(digests),
      ]);
      return rows.map(readValue);
    },
    async listKept({ tenant, personId, limit }) {
      const rows = await database.all(
        'SELECT * FROM personal_values WHERE tenant = ? AND person_id = ? AND erased_at IS NULL ORDER BY digest LIMIT ?',
        [tenant, personId, limit],
      );
      return rows.map(readValue);
    },
    async erase(tenant, digests, { at, eventId }) {
      const elements = database.words.elements('?');
      await database.run(
        `UPDATE personal_values SET salt = NULL, text = NULL, erased_at = ?, erased_by = ?
         WHERE tenant = ? AND erased_at IS NULL AND digest IN (${elements})`,
        [at, eventId, tenant, jsonText(digests)],
      );
    },
  };
}

function readValue(row: SqlRow): PersonalValueRecord {
  const at = textOrNull(row, 'erased_at');
  return {
    tenant: textOf(row, 'tenant'),
    digest: textOf(row, 'digest'),
    personId: textOf(row, 'person_id'),
    keptAt: textOf(row, 'kept_at'),
    salt: bytesOrNull(row, 'salt'),
    text: textOrNull(row, 'text'),
    erased: at === null ? null : { at, eventId: textOf(row, 'erased_by') },
  };
}
