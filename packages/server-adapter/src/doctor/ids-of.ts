import type { Snapshot } from './snapshot.ts';

const PAGE = 500;

type TableWithIds =
  | 'envelopes'
  | 'permits'
  | 'uses'
  | 'intents'
  | 'intent_batches'
  | 'authenticators'
  | 'authenticator_acts'
  | 'event_keys'
  | 'identity_verifications';

/** Ids of all rows of a table that belong to a tenant, in order. */
export async function* idsOf(snapshot: Snapshot, tenant: string, table: TableWithIds): AsyncGenerator<string, void> {
  const sql = snapshot.sqlOf(tenant);
  for (let after = ''; ;) {
    const rows = await sql.all(`SELECT id FROM ${table} WHERE tenant = ? AND id > ? ORDER BY id LIMIT ${PAGE}`, [tenant, after]);
    for (const row of rows) yield String(row['id']);
    if (rows.length < PAGE) return;
    after = String(rows.at(-1)?.['id']);
  }
}
