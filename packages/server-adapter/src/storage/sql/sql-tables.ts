import type { AnswerRecord, OutboxRecord, PermitRecord } from '../records.ts';
import { StoreError } from '../store-error.ts';
import type { AnswerTable, OutboxTable, PermitTable } from '../store.ts';
import type { SqlDatabase, SqlRow } from './sql-database.ts';
import { integerOf, integerOrNull, jsonOf, jsonOrNull, jsonText, textOf, textOrNull } from './sql-values.ts';

export function sqlPermitTable(database: SqlDatabase): PermitTable {
  return {
    async add(permit) {
      await database.run(
        `INSERT INTO permits (tenant, id, envelope_id, seal_number, seal_epoch, grant_id, person_id, payload, compact, digest, issued_at, expires_at, used_by, used_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          permit.tenant,
          permit.id,
          permit.envelopeId,
          permit.sealNumber,
          permit.sealEpoch,
          permit.grantId,
          permit.personId,
          jsonText(permit.payload),
          permit.compact,
          permit.digest,
          permit.issuedAt,
          permit.expiresAt,
          permit.usedBy,
          permit.usedAt,
        ],
      );
    },
    async find(tenant, id) {
      const row = await database.get('SELECT * FROM permits WHERE tenant = ? AND id = ?', [tenant, id]);
      return row && readPermit(row);
    },
    async consume(tenant, id, useId, usedAt) {
      // A trigger refuses the update of a permit that is used already.
      const row = await database.get('UPDATE permits SET used_by = ?, used_at = ? WHERE tenant = ? AND id = ? RETURNING id', [
        useId,
        usedAt,
        tenant,
        id,
      ]);
      if (row === undefined) throw new StoreError('STORE_FAILED', 'expected an existing permit to consume');
    },
    async countOfGrant(tenant, grantId, now) {
      const row = await database.get(
        'SELECT count(*) AS count FROM permits WHERE tenant = ? AND grant_id = ? AND (used_by IS NOT NULL OR expires_at > ?)',
        [tenant, grantId, now],
      );
      return row === undefined ? 0 : integerOf(row, 'count');
    },
  };
}

export function sqlAnswerTable(database: SqlDatabase): AnswerTable {
  return {
    async find({ tenant, personId, route, key }) {
      const row = await database.get('SELECT * FROM answers WHERE tenant = ? AND person_id = ? AND route = ? AND key = ?', [
        tenant,
        personId,
        route,
        key,
      ]);
      return row && readAnswer(row);
    },
    async put(answer) {
      await database.run(
        `INSERT INTO answers (tenant, person_id, route, key, fingerprint, owner, lease_until, expires_at, answer) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (tenant, person_id, route, key) DO UPDATE SET owner = excluded.owner, lease_until = excluded.lease_until,
           expires_at = excluded.expires_at, answer = excluded.answer`,
        [
          answer.tenant,
          answer.personId,
          answer.route,
          answer.key,
          answer.fingerprint,
          answer.owner,
          answer.leaseUntil,
          answer.expiresAt,
          answer.answer === null ? null : jsonText(answer.answer),
        ],
      );
    },
    async remove({ tenant, personId, route, key }) {
      await database.run('DELETE FROM answers WHERE tenant = ? AND person_id = ? AND route = ? AND key = ?', [
        tenant,
        personId,
        route,
        key,
      ]);
    },
    async removeExpired(tenant, now) {
      await database.run('DELETE FROM answers WHERE tenant = ? AND expires_at <= ?', [tenant, now]);
    },
  };
}

export function sqlOutboxTable(database: SqlDatabase): OutboxTable {
  return {
    async add({ tenant, id, endpoint, topic, payload, createdAt, attempts, nextAttemptAt, deliveredAt, givenUpAt }) {
      await database.run(
        `INSERT INTO outbox (tenant, id, endpoint, topic, payload, created_at, attempts, next_attempt_at, delivered_at, given_up_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [tenant, id, endpoint, topic, JSON.stringify(payload), createdAt, attempts, nextAttemptAt, deliveredAt, givenUpAt],
      );
    },
    async listUndelivered(tenant, endpoint, limit) {
      const rows = await database.all(
        `SELECT * FROM outbox WHERE tenant = ? AND endpoint = ? AND delivered_at IS NULL AND given_up_at IS NULL
         ORDER BY sequence LIMIT ?`,
        [tenant, endpoint, limit],
      );
      return rows.map(readMessage);
    },
    async update({ tenant, id, attempts, nextAttemptAt, deliveredAt, givenUpAt }) {
      await database.run(
        'UPDATE outbox SET attempts = ?, next_attempt_at = ?, delivered_at = ?, given_up_at = ? WHERE tenant = ? AND id = ?',
        [attempts, nextAttemptAt, deliveredAt, givenUpAt, tenant, id],
      );
    },
    async removeSettled(tenant, before) {
      await database.run('DELETE FROM outbox WHERE tenant = ? AND coalesce(delivered_at, given_up_at) < ?', [tenant, before]);
    },
  };
}

function readPermit(row: SqlRow): PermitRecord {
  return {
    tenant: textOf(row, 'tenant'),
    id: textOf(row, 'id'),
    envelopeId: textOf(row, 'envelope_id'),
    sealNumber: textOrNull(row, 'seal_number'),
    sealEpoch: integerOrNull(row, 'seal_epoch'),
    grantId: textOrNull(row, 'grant_id'),
    personId: textOf(row, 'person_id'),
    payload: jsonOf(row, 'payload') as PermitRecord['payload'],
    compact: textOf(row, 'compact'),
    digest: textOf(row, 'digest'),
    issuedAt: textOf(row, 'issued_at'),
    expiresAt: textOf(row, 'expires_at'),
    usedBy: textOrNull(row, 'used_by'),
    usedAt: textOrNull(row, 'used_at'),
  };
}

function readAnswer(row: SqlRow): AnswerRecord {
  return {
    tenant: textOf(row, 'tenant'),
    personId: textOf(row, 'person_id'),
    route: textOf(row, 'route'),
    key: textOf(row, 'key'),
    fingerprint: textOf(row, 'fingerprint'),
    owner: textOf(row, 'owner'),
    leaseUntil: textOf(row, 'lease_until'),
    expiresAt: textOf(row, 'expires_at'),
    answer: jsonOrNull(row, 'answer') as AnswerRecord['answer'],
  };
}

function readMessage(row: SqlRow): OutboxRecord {
  return {
    tenant: textOf(row, 'tenant'),
    id: textOf(row, 'id'),
    endpoint: textOf(row, 'endpoint'),
    topic: textOf(row, 'topic'),
    payload: jsonOf(row, 'payload') as OutboxRecord['payload'],
    createdAt: textOf(row, 'created_at'),
    attempts: integerOf(row, 'attempts'),
    nextAttemptAt: textOf(row, 'next_attempt_at'),
    deliveredAt: textOrNull(row, 'delivered_at'),
    givenUpAt: textOrNull(row, 'given_up_at'),
  };
}
