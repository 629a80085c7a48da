import type { EnvelopeRecord, EnvelopeVersionRecord } from '../records.ts';
import { storeConflict } from '../store-error.ts';
import type { EnvelopeListQuery, EnvelopeTable } from '../store.ts';
import type { SqlDatabase, SqlRow, SqlValue, SqlWords } from './sql-database.ts';
import { integerOf, integerOrNull, jsonOf, jsonOrNull, jsonText, jsonTextOrNull, textOf, textOrNull } from './sql-values.ts';

const SELECT = `SELECT e.*, p.position, p.participants, p.state, p.state_since, p.ended, p.revision, p.waiting_for, p.claimed_by,
    p.claimed_until, p.reminded_at, p.document_stored_at, p.event_id
  FROM envelopes e JOIN envelope_progress p ON p.tenant = e.tenant AND p.envelope_id = e.id`;

/** Envelopes over four tables: what they are, their parties, how far they are, and their versions. */
export function sqlEnvelopeTable(database: SqlDatabase): EnvelopeTable {
  return {
    async add(envelope) {
      await addDefinition(database, envelope);
      await addVersions(database, envelope, 0);
      await database.run(
        `INSERT INTO envelope_progress (tenant, envelope_id, participants, state, state_since, ended, revision, waiting_for, claimed_by,
           claimed_until, reminded_at, document_stored_at, event_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [envelope.tenant, envelope.id, jsonText(envelope.participants), ...progressOf(envelope)],
      );
    },
    async find(tenant, id) {
      const row = await database.get(`${SELECT} WHERE e.tenant = ? AND e.id = ?`, [tenant, id]);
      return row && readEnvelope(database, row);
    },
    async update(envelope) {
      const { tenant, id, revision } = envelope;
      const stored = await database.get('SELECT count(*) AS count FROM envelope_versions WHERE tenant = ? AND envelope_id = ?', [
        tenant,
        id,
      ]);
      await addVersions(database, envelope, stored === undefined ? 0 : integerOf(stored, 'count'));
      const row = await database.get(
        `UPDATE envelope_progress SET state = ?, state_since = ?, ended = ?, revision = ?, waiting_for = ?, claimed_by = ?,
           claimed_until = ?, reminded_at = ?, document_stored_at = ?, event_id = ? WHERE tenant = ? AND envelope_id = ? AND revision = ? RETURNING envelope_id`,
        [...progressOf(envelope), tenant, id, revision - 1],
      );
      if (row === undefined) throw storeConflict('envelope-revision');
    },
    async list(query) {
      const { where, parameters } = filterOf(query, database.words);
      const rows = await database.all(`${SELECT} WHERE ${where} ORDER BY p.position DESC LIMIT ?`, [...parameters, query.limit]);
      const found: { readonly position: number; readonly envelope: EnvelopeRecord }[] = [];
      for (const row of rows) found.push({ position: integerOf(row, 'position'), envelope: await readEnvelope(database, row) });
      return found;
    },
    async listOverdue(tenant, now, limit) {
      const rows = await database.all(
        `${SELECT} WHERE e.tenant = ? AND p.state = 'in-progress' AND e.expires_at <= ? ORDER BY e.expires_at LIMIT ?`,
        [tenant, now, limit],
      );
      const found: EnvelopeRecord[] = [];
      for (const row of rows) found.push(await readEnvelope(database, row));
      return found;
    },
  };
}

async function addDefinition(database: SqlDatabase, envelope: EnvelopeRecord): Promise<void> {
  const { tenant, id, document } = envelope;
  await database.run(
    `INSERT INTO envelopes (tenant, id, name, digest, length, pages, document_class, amount, created_at, created_by, storage, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      tenant,
      id,
      envelope.name,
      document.digest,
      document.length,
      document.pages,
      envelope.documentClass,
      jsonTextOrNull(envelope.amount),
      envelope.createdAt,
      envelope.createdBy,
      envelope.storage,
      envelope.expiresAt,
    ],
  );
  for (const [index, party] of envelope.parties.entries()) {
    await database.run(
      `INSERT INTO envelope_parties (tenant, envelope_id, position, id, name, organisation_id, turn, person_ids, acts)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        tenant,
        id,
        index + 1,
        party.id,
        party.name,
        party.organisationId,
        party.order,
        jsonTextOrNull(party.personIds),
        jsonText(party.acts),
      ],
    );
  }
}

async function addVersions(database: SqlDatabase, { tenant, id, versions }: EnvelopeRecord, stored: number): Promise<void> {
  for (const { version, digest, length, previous, createdAt, partyId, act, useId } of versions.slice(stored)) {
    await database.run(
      `INSERT INTO envelope_versions (tenant, envelope_id, version, digest, length, previous, created_at, party_id, act, use_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [tenant, id, version, digest, length, previous, createdAt, partyId, act, useId],
    );
  }
}

/** What changes of an envelope, in the order of the columns. */
function progressOf(envelope: EnvelopeRecord): readonly SqlValue[] {
  return [
    envelope.state,
    envelope.stateSince,
    jsonTextOrNull(envelope.ended),
    envelope.revision,
    jsonText(envelope.waitingFor),
    envelope.claim?.useId ?? null,
    envelope.claim?.until ?? null,
    envelope.remindedAt,
    envelope.documentStoredAt,
    envelope.eventId,
  ];
}

function filterOf(query: EnvelopeListQuery, words: SqlWords): { readonly where: string; readonly parameters: readonly SqlValue[] } {
  const conditions: (readonly [sql: string, ...values: readonly SqlValue[]])[] = [['p.tenant = ?', query.tenant]];
  const { state, waitingFor, participants, before } = query;
  if (state !== undefined) conditions.push(['p.state = ?', state]);
  if (before !== undefined) conditions.push(['p.position < ?', before]);
  for (const [column, wanted] of [
    ['p.waiting_for', waitingFor],
    ['p.participants', participants],
  ] as const) {
    if (wanted !== undefined) conditions.push([`EXISTS (${words.elements(column)} INTERSECT ${words.elements('?')})`, jsonText(wanted)]);
  }
  return { where: conditions.map(([sql]) => sql).join(' AND '), parameters: conditions.flatMap(([, ...values]) => values) };
}

async function readEnvelope(database: SqlDatabase, row: SqlRow): Promise<EnvelopeRecord> {
  const [tenant, id] = [textOf(row, 'tenant'), textOf(row, 'id')];
  const parties = await database.all('SELECT * FROM envelope_parties WHERE tenant = ? AND envelope_id = ? ORDER BY position', [tenant, id]);
  const versions = await database.all('SELECT * FROM envelope_versions WHERE tenant = ? AND envelope_id = ? ORDER BY version', [
    tenant,
    id,
  ]);
  const claimedBy = textOrNull(row, 'claimed_by');
  return {
    tenant,
    id,
    name: textOf(row, 'name'),
    document: { digest: textOf(row, 'digest'), length: integerOf(row, 'length'), pages: integerOf(row, 'pages') },
    documentClass: textOrNull(row, 'document_class'),
    amount: jsonOrNull(row, 'amount') as EnvelopeRecord['amount'],
    createdAt: textOf(row, 'created_at'),
    createdBy: textOf(row, 'created_by'),
    // Held to their unions by CHECK constraints, here and below.
    storage: textOf(row, 'storage') as EnvelopeRecord['storage'],
    expiresAt: textOrNull(row, 'expires_at'),
    parties: parties.map(readParty),
    participants: jsonOf(row, 'participants') as readonly string[],
    state: textOf(row, 'state') as EnvelopeRecord['state'],
    stateSince: textOf(row, 'state_since'),
    ended: jsonOrNull(row, 'ended') as EnvelopeRecord['ended'],
    revision: integerOf(row, 'revision'),
    versions: versions.map(readVersion),
    waitingFor: jsonOf(row, 'waiting_for') as readonly string[],
    claim: claimedBy === null ? null : { useId: claimedBy, until: textOf(row, 'claimed_until') },
    remindedAt: textOrNull(row, 'reminded_at'),
    documentStoredAt: textOrNull(row, 'document_stored_at'),
    eventId: textOrNull(row, 'event_id'),
  };
}

function readParty(row: SqlRow): EnvelopeRecord['parties'][number] {
  return {
    id: textOf(row, 'id'),
    name: textOf(row, 'name'),
    organisationId: textOrNull(row, 'organisation_id'),
    order: integerOf(row, 'turn'),
    personIds: jsonOrNull(row, 'person_ids') as readonly string[] | null,
    acts: jsonOf(row, 'acts') as EnvelopeRecord['parties'][number]['acts'],
  };
}

function readVersion(row: SqlRow): EnvelopeVersionRecord {
  return {
    version: integerOf(row, 'version'),
    digest: textOf(row, 'digest'),
    length: integerOf(row, 'length'),
    previous: textOrNull(row, 'previous'),
    createdAt: textOf(row, 'created_at'),
    partyId: textOrNull(row, 'party_id'),
    act: integerOrNull(row, 'act'),
    useId: textOrNull(row, 'use_id'),
  };
}
