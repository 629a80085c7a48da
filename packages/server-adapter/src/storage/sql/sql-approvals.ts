import type { ApprovalRecord } from '../records.ts';
import type { ApprovalListQuery, ApprovalTable } from '../store.ts';
import type { SqlDatabase, SqlRow, SqlValue, SqlWords } from './sql-database.ts';
import { integerOf, jsonOf, jsonText, textOf } from './sql-values.ts';

export function sqlApprovalTable(database: SqlDatabase): ApprovalTable {
  return {
    async put(approval) {
      // A trigger refuses the update of a request that has ended.
      await database.run(
        `INSERT INTO approvals (tenant, id, permit_id, state, envelope_id, seal_number, seal_epoch, grant_id, requested_by, requested_at,
           expires_at, reason, request, request_digest, tier, needs_attestation, decisions, waiting_for)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (tenant, id) DO UPDATE SET state = excluded.state, decisions = excluded.decisions, waiting_for = excluded.waiting_for`,
        [
          approval.tenant,
          approval.id,
          approval.permitId,
          approval.state,
          approval.envelopeId,
          approval.sealNumber,
          approval.sealEpoch,
          approval.grantId,
          approval.requestedBy,
          approval.requestedAt,
          approval.expiresAt,
          approval.reason,
          jsonText(approval.request),
          approval.requestDigest,
          jsonText(approval.tier),
          approval.needsAttestation ? 1 : 0,
          jsonText(approval.decisions),
          jsonText(approval.waitingFor),
        ],
      );
    },
    async find(tenant, id) {
      const row = await database.get('SELECT * FROM approvals WHERE tenant = ? AND id = ?', [tenant, id]);
      return row && readApproval(row);
    },
    async findByPermit(tenant, permitId) {
      const row = await database.get('SELECT * FROM approvals WHERE tenant = ? AND permit_id = ?', [tenant, permitId]);
      return row && readApproval(row);
    },
    async list(query) {
      const { where, parameters } = filterOf(query, database.words);
      return (
        await database.all(`SELECT * FROM approvals WHERE ${where} ORDER BY position DESC LIMIT ?`, [...parameters, query.limit])
      ).map(readApproval);
    },
    async listOverdue(tenant, now, limit) {
      return (
        await database.all(
          "SELECT * FROM approvals WHERE tenant = ? AND state = 'pending' AND expires_at <= ? ORDER BY expires_at LIMIT ?",
          [tenant, now, limit],
        )
      ).map(readApproval);
    },
  };
}

function filterOf(query: ApprovalListQuery, words: SqlWords): { readonly where: string; readonly parameters: readonly SqlValue[] } {
  const conditions: (readonly [sql: string, ...values: readonly SqlValue[]])[] = [['tenant = ?', query.tenant]];
  const { sealNumber, requestedBy, waitingFor, state, ended, after } = query;
  if (sealNumber !== undefined) conditions.push(['seal_number = ?', sealNumber]);
  if (requestedBy !== undefined) conditions.push(['requested_by = ?', requestedBy]);
  if (after !== undefined) {
    conditions.push([
      'position < (SELECT older.position FROM approvals older WHERE older.tenant = ? AND older.id = ?)',
      query.tenant,
      after,
    ]);
  }
  if (state !== undefined) conditions.push(['state = ?', state]);
  if (ended !== undefined) conditions.push([ended ? "state <> 'pending'" : "state = 'pending'"]);
  if (waitingFor !== undefined) {
    conditions.push([`EXISTS (${words.elements('waiting_for')} INTERSECT ${words.elements('?')})`, jsonText(waitingFor)]);
  }
  return { where: conditions.map(([sql]) => sql).join(' AND '), parameters: conditions.flatMap(([, ...values]) => values) };
}

function readApproval(row: SqlRow): ApprovalRecord {
  return {
    tenant: textOf(row, 'tenant'),
    id: textOf(row, 'id'),
    permitId: textOf(row, 'permit_id'),
    // Held to its union by a CHECK constraint.
    state: textOf(row, 'state') as ApprovalRecord['state'],
    envelopeId: textOf(row, 'envelope_id'),
    sealNumber: textOf(row, 'seal_number'),
    sealEpoch: integerOf(row, 'seal_epoch'),
    grantId: textOf(row, 'grant_id'),
    requestedBy: textOf(row, 'requested_by'),
    requestedAt: textOf(row, 'requested_at'),
    expiresAt: textOf(row, 'expires_at'),
    reason: textOf(row, 'reason'),
    request: jsonOf(row, 'request') as ApprovalRecord['request'],
    requestDigest: textOf(row, 'request_digest'),
    tier: jsonOf(row, 'tier') as ApprovalRecord['tier'],
    needsAttestation: integerOf(row, 'needs_attestation') === 1,
    decisions: jsonOf(row, 'decisions') as ApprovalRecord['decisions'],
    waitingFor: jsonOf(row, 'waiting_for') as ApprovalRecord['waitingFor'],
  };
}
