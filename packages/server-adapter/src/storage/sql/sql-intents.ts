import type { JsonValue } from '@sealkit/core/bytes';
import type {
  AuthenticatorActRecord,
  AuthenticatorRecord,
  IntentBatchRecord,
  IntentCountRecord,
  IntentPolicyRecord,
  IntentRecord,
} from '../records.ts';
import { storeConflict } from '../store-error.ts';
import type { IntentTable } from '../store.ts';
import type { SqlDatabase, SqlRow } from './sql-database.ts';
import { integerOf, jsonOf, jsonOrNull, jsonText, textOf, textOrNull } from './sql-values.ts';

export function sqlIntentTable(database: SqlDatabase): IntentTable {
  return {
    async putAuthenticator(authenticator) {
      const { tenant, id, personId, method, name, state, revision, createdAt, confirmedAt, lastUsedAt, removedAt } = authenticator;
      if (revision === 1) {
        await database.run(
          `INSERT INTO authenticators (tenant, id, person_id, method, name, state, revision, created_at, confirmed_at, last_used_at, removed_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          [tenant, id, personId, method, name, JSON.stringify(state), revision, createdAt, confirmedAt, lastUsedAt, removedAt],
        );
        return;
      }
      const row = await database.get(
        `UPDATE authenticators SET state = ?, revision = ?, confirmed_at = ?, last_used_at = ?, removed_at = ?
         WHERE tenant = ? AND id = ? AND revision = ? RETURNING id`,
        [JSON.stringify(state), revision, confirmedAt, lastUsedAt, removedAt, tenant, id, revision - 1],
      );
      if (row === undefined) throw storeConflict('never-changed');
    },
    async findAuthenticator(tenant, id) {
      const row = await database.get('SELECT * FROM authenticators WHERE tenant = ? AND id = ?', [tenant, id]);
      return row && readAuthenticator(row);
    },
    async listAuthenticators(tenant, personId) {
      const rows = await database.all(
        'SELECT * FROM authenticators WHERE tenant = ? AND person_id = ? AND removed_at IS NULL ORDER BY created_at, id',
        [tenant, personId],
      );
      return rows.map(readAuthenticator);
    },
    async addAct({ tenant, id, personId, act, challenge, createdAt, expiresAt, confirmedAt, intent }) {
      await database.run(
        `INSERT INTO authenticator_acts (tenant, id, person_id, act, challenge, created_at, expires_at, confirmed_at, intent)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [tenant, id, personId, jsonText(act), challenge, createdAt, expiresAt, confirmedAt, JSON.stringify(intent)],
      );
    },
    async findAct(tenant, id) {
      const row = await database.get('SELECT * FROM authenticator_acts WHERE tenant = ? AND id = ?', [tenant, id]);
      return row && readAct(row);
    },
    async confirmAct({ tenant, id, confirmedAt, intent }) {
      const row = await database.get(
        `UPDATE authenticator_acts SET confirmed_at = ?, intent = ?
         WHERE tenant = ? AND id = ? AND confirmed_at IS NULL RETURNING id`,
        [confirmedAt, JSON.stringify(intent), tenant, id],
      );
      if (row === undefined) throw storeConflict('never-changed');
    },
    async begin(intent) {
      await database.run("UPDATE intents SET ended_at = ?, outcome = 'superseded' WHERE tenant = ? AND use_id = ? AND ended_at IS NULL", [
        intent.startedAt,
        intent.tenant,
        intent.useId,
      ]);
      await database.run(
        `INSERT INTO intents (tenant, id, use_id, person_id, method, challenge, state, tries, started_at, expires_at, ended_at, outcome)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          intent.tenant,
          intent.id,
          intent.useId,
          intent.personId,
          intent.method,
          intent.challenge,
          JSON.stringify(intent.state),
          intent.tries,
          intent.startedAt,
          intent.expiresAt,
          intent.ended?.at ?? null,
          intent.ended?.outcome ?? null,
        ],
      );
    },
    async find(tenant, id) {
      const row = await database.get('SELECT * FROM intents WHERE tenant = ? AND id = ?', [tenant, id]);
      return row && readIntent(row);
    },
    async update({ tenant, id, tries, ended }) {
      // A trigger refuses the update of one that has ended.
      await database.run('UPDATE intents SET tries = ?, ended_at = ?, outcome = ? WHERE tenant = ? AND id = ?', [
        tries,
        ended?.at ?? null,
        ended?.outcome ?? null,
        tenant,
        id,
      ]);
    },
    async addBatch({ tenant, id, personId, act, challenge, uses, createdAt, expiresAt }) {
      await database.run(
        `INSERT INTO intent_batches (tenant, id, person_id, act, challenge, uses, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        [tenant, id, personId, jsonText(act), challenge, jsonText(uses), createdAt, expiresAt],
      );
    },
    async findBatch(tenant, id) {
      const row = await database.get('SELECT * FROM intent_batches WHERE tenant = ? AND id = ?', [tenant, id]);
      return row && readBatch(row);
    },
    async confirmBatch({ tenant, id }, { proven, event }) {
      // A trigger refuses the update of one that was confirmed.
      await database.run('UPDATE intent_batches SET proven = ?, event_id = ?, event_digest = ? WHERE tenant = ? AND id = ?', [
        jsonText(proven),
        event.id,
        event.digest,
        tenant,
        id,
      ]);
    },
    async findCount(tenant, subject) {
      const row = await database.get('SELECT * FROM intent_counts WHERE tenant = ? AND subject = ?', [tenant, subject]);
      return row && readCount(row);
    },
    async putCount({ tenant, subject, total, times }) {
      await database.run(
        `INSERT INTO intent_counts (tenant, subject, total, times) VALUES (?, ?, ?, ?)
         ON CONFLICT (tenant, subject) DO UPDATE SET total = excluded.total, times = excluded.times`,
        [tenant, subject, total, jsonText(times)],
      );
    },
    async findPolicy(tenant, subject) {
      const row = await database.get('SELECT * FROM intent_policies WHERE tenant = ? AND subject = ?', [tenant, subject]);
      return row && readPolicy(row);
    },
    async putPolicy({ tenant, subject, policy, setAt, setBy }) {
      await database.run(
        `INSERT INTO intent_policies (tenant, subject, policy, set_at, set_by) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (tenant, subject) DO UPDATE SET policy = excluded.policy, set_at = excluded.set_at, set_by = excluded.set_by`,
        [tenant, subject, jsonText(policy), setAt, setBy],
      );
    },
  };
}

function readAuthenticator(row: SqlRow): AuthenticatorRecord {
  return {
    tenant: textOf(row, 'tenant'),
    id: textOf(row, 'id'),
    personId: textOf(row, 'person_id'),
    method: textOf(row, 'method'),
    name: textOf(row, 'name'),
    state: jsonOf(row, 'state') as JsonValue,
    revision: integerOf(row, 'revision'),
    createdAt: textOf(row, 'created_at'),
    confirmedAt: textOrNull(row, 'confirmed_at'),
    lastUsedAt: textOrNull(row, 'last_used_at'),
    removedAt: textOrNull(row, 'removed_at'),
  };
}

function readAct(row: SqlRow): AuthenticatorActRecord {
  return {
    tenant: textOf(row, 'tenant'),
    id: textOf(row, 'id'),
    personId: textOf(row, 'person_id'),
    act: jsonOf(row, 'act') as AuthenticatorActRecord['act'],
    challenge: textOf(row, 'challenge'),
    createdAt: textOf(row, 'created_at'),
    expiresAt: textOf(row, 'expires_at'),
    confirmedAt: textOrNull(row, 'confirmed_at'),
    intent: jsonOf(row, 'intent') as JsonValue,
  };
}

function readIntent(row: SqlRow): IntentRecord {
  const at = textOrNull(row, 'ended_at');
  return {
    tenant: textOf(row, 'tenant'),
    id: textOf(row, 'id'),
    useId: textOf(row, 'use_id'),
    personId: textOf(row, 'person_id'),
    method: textOf(row, 'method'),
    challenge: textOf(row, 'challenge'),
    state: jsonOf(row, 'state') as JsonValue,
    tries: integerOf(row, 'tries'),
    startedAt: textOf(row, 'started_at'),
    expiresAt: textOf(row, 'expires_at'),
    // Held to its union by a CHECK constraint.
    ended: at === null ? null : { at, outcome: textOf(row, 'outcome') as NonNullable<IntentRecord['ended']>['outcome'] },
  };
}

function readBatch(row: SqlRow): IntentBatchRecord {
  const proven = jsonOrNull(row, 'proven') as NonNullable<IntentBatchRecord['confirmed']>['proven'] | null;
  return {
    tenant: textOf(row, 'tenant'),
    id: textOf(row, 'id'),
    personId: textOf(row, 'person_id'),
    act: jsonOf(row, 'act') as IntentBatchRecord['act'],
    challenge: textOf(row, 'challenge'),
    uses: jsonOf(row, 'uses') as IntentBatchRecord['uses'],
    createdAt: textOf(row, 'created_at'),
    expiresAt: textOf(row, 'expires_at'),
    confirmed: proven && { proven, event: { id: textOf(row, 'event_id'), digest: textOf(row, 'event_digest') } },
  };
}

function readCount(row: SqlRow): IntentCountRecord {
  return {
    tenant: textOf(row, 'tenant'),
    subject: textOf(row, 'subject'),
    total: integerOf(row, 'total'),
    times: jsonOf(row, 'times') as readonly string[],
  };
}

function readPolicy(row: SqlRow): IntentPolicyRecord {
  return {
    tenant: textOf(row, 'tenant'),
    subject: textOf(row, 'subject'),
    policy: jsonOf(row, 'policy') as IntentPolicyRecord['policy'],
    setAt: textOf(row, 'set_at'),
    setBy: textOf(row, 'set_by'),
  };
}
