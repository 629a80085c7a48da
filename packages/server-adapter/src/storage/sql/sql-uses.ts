import type { CompletedRevision, PreparedRevision, UseRecord, UseStatus } from '../records.ts';
import type { UseTable } from '../store.ts';
import type { SqlDatabase, SqlRow } from './sql-database.ts';
import { bytesOf, bytesOrNull, integerOrNull, jsonOf, jsonOrNull, jsonText, textOf, textOrNull } from './sql-values.ts';

const COLUMNS = [
  'tenant',
  'id',
  'permit_id',
  'envelope_id',
  'seal_number',
  'seal_version',
  'seal_epoch',
  'person_id',
  'status',
  'refusal',
  'created_at',
  'expires_at',
  'signing_time',
  'act',
  'challenge',
  'prepared',
  'revision',
  'intent',
  'use_event_id',
  'use_event_digest',
  'signed_attributes',
  'pending',
  'completed',
  'completed_revision',
] as const;

/** What changes while a use goes on; everything else stays as it was prepared. */
const CHANGING = [
  'status',
  'refusal',
  'intent',
  'use_event_id',
  'use_event_digest',
  'signed_attributes',
  'pending',
  'completed',
  'completed_revision',
];

const PUT = `INSERT INTO uses (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map(() => '?').join(', ')})
  ON CONFLICT (tenant, id) DO UPDATE SET ${CHANGING.map((column) => `${column} = excluded.${column}`).join(', ')}`;

export function sqlUseTable(database: SqlDatabase): UseTable {
  return {
    async put(use) {
      const { bytes: revision, ...prepared } = use.prepared;
      const completed = use.completed === null ? null : { ...use.completed, bytes: undefined };
      await database.run(PUT, [
        use.tenant,
        use.id,
        use.permitId,
        use.envelopeId,
        use.sealNumber,
        use.sealVersion,
        use.sealEpoch,
        use.personId,
        use.status,
        use.refusal,
        use.createdAt,
        use.expiresAt,
        use.signingTime,
        jsonText(use.act),
        use.challenge,
        jsonText(prepared),
        revision,
        use.intent === null ? null : JSON.stringify(use.intent),
        use.useEvent?.id ?? null,
        use.useEvent?.digest ?? null,
        use.signedAttributes,
        use.pending === null ? null : jsonText(use.pending),
        completed === null ? null : jsonText(completed),
        use.completed?.bytes ?? null,
      ]);
    },
    async find(tenant, id) {
      const row = await database.get('SELECT * FROM uses WHERE tenant = ? AND id = ?', [tenant, id]);
      return row && readUse(row);
    },
    async listOverdue(tenant, now, limit) {
      return (
        await database.all(
          "SELECT * FROM uses WHERE tenant = ? AND status = 'awaiting-intent' AND expires_at <= ? ORDER BY expires_at LIMIT ?",
          [tenant, now, limit],
        )
      ).map(readUse);
    },
  };
}

function readUse(row: SqlRow): UseRecord {
  const useEventId = textOrNull(row, 'use_event_id');
  const completedBytes = bytesOrNull(row, 'completed_revision');
  return {
    tenant: textOf(row, 'tenant'),
    id: textOf(row, 'id'),
    permitId: textOf(row, 'permit_id'),
    envelopeId: textOf(row, 'envelope_id'),
    sealNumber: textOrNull(row, 'seal_number'),
    sealVersion: integerOrNull(row, 'seal_version'),
    sealEpoch: integerOrNull(row, 'seal_epoch'),
    personId: textOf(row, 'person_id'),
    // Held to its union by a CHECK constraint.
    status: textOf(row, 'status') as UseStatus,
    refusal: textOrNull(row, 'refusal'),
    createdAt: textOf(row, 'created_at'),
    expiresAt: textOf(row, 'expires_at'),
    signingTime: textOf(row, 'signing_time'),
    act: jsonOf(row, 'act') as UseRecord['act'],
    challenge: textOf(row, 'challenge'),
    prepared: { ...(jsonOf(row, 'prepared') as Omit<PreparedRevision, 'bytes'>), bytes: bytesOf(row, 'revision') },
    intent: jsonOrNull(row, 'intent') as UseRecord['intent'],
    useEvent: useEventId === null ? null : { id: useEventId, digest: textOf(row, 'use_event_digest') },
    signedAttributes: bytesOrNull(row, 'signed_attributes'),
    pending: jsonOrNull(row, 'pending') as UseRecord['pending'],
    completed:
      completedBytes === null ? null : { ...(jsonOf(row, 'completed') as Omit<CompletedRevision, 'bytes'>), bytes: completedBytes },
  };
}
