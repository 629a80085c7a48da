import type { SealKind, SealState, SealVersionState } from '@sealkit/core/seal';
import type { SealActRecord, SealRecord, SealVersionRecord } from '../records.ts';
import type { RegisterTable, SealListQuery } from '../store.ts';
import type { SqlDatabase, SqlRow, SqlValue, SqlWords } from './sql-database.ts';
import {
  bytesOf,
  bytesOrNull,
  credentialText,
  integerOf,
  jsonOf,
  jsonOrNull,
  jsonText,
  jsonTextOrNull,
  readCredential,
  textOf,
  textOrNull,
} from './sql-values.ts';

type SealMethods = 'putSeal' | 'findSeal' | 'listSeals' | 'countSeals' | 'addSealAct' | 'listSealActs';
type VersionMethods = 'putVersion' | 'findVersion' | 'findCurrentVersion' | 'listVersions' | 'listLikenesses';

export function sqlSealTable(database: SqlDatabase): Pick<RegisterTable, SealMethods | VersionMethods> {
  return { ...seals(database), ...versions(database) };
}

function seals(database: SqlDatabase): Pick<RegisterTable, SealMethods> {
  return {
    async putSeal(seal) {
      await database.run(
        `INSERT INTO seals (tenant, number, organisation_id, kind, ordinal, ordinal_reason, name, state, state_since, state_reason, epoch, test_material,
           keeper_id, design, requested, revisions, pending_transition)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (tenant, number) DO UPDATE SET name = excluded.name, state = excluded.state, state_since = excluded.state_since,
           state_reason = excluded.state_reason, epoch = excluded.epoch, keeper_id = excluded.keeper_id, design = excluded.design,
           requested = excluded.requested, revisions = excluded.revisions, pending_transition = excluded.pending_transition`,
        [
          seal.tenant,
          seal.number,
          seal.organisationId,
          seal.kind,
          seal.ordinal,
          seal.ordinalReason,
          seal.name,
          seal.state,
          seal.stateSince,
          seal.stateReason,
          seal.epoch,
          seal.testMaterial ? 1 : 0,
          seal.keeperId,
          jsonTextOrNull(seal.design),
          jsonTextOrNull(seal.requested),
          jsonText(seal.revisions),
          jsonTextOrNull(seal.pendingTransition),
        ],
      );
    },
    async findSeal(tenant, number) {
      const row = await database.get('SELECT * FROM seals WHERE tenant = ? AND number = ?', [tenant, number]);
      return row && readSeal(row);
    },
    async listSeals(query) {
      const { where, parameters } = sealFilter(query, database.words);
      return (
        await database.all(`SELECT seals.* FROM seals WHERE ${where} ORDER BY seals.standing, seals.name, seals.number LIMIT ?`, [
          ...parameters,
          query.limit,
        ])
      ).map(readSeal);
    },
    async countSeals(tenant) {
      return (
        await database.all('SELECT organisation_id, state, count(*) AS count FROM seals WHERE tenant = ? GROUP BY organisation_id, state', [
          tenant,
        ])
      ).map((row) => ({
        organisationId: textOf(row, 'organisation_id'),
        state: textOf(row, 'state') as SealState,
        count: integerOf(row, 'count'),
      }));
    },
    async addSealAct(act) {
      await database.run(
        'INSERT INTO seal_acts (tenant, id, seal_number, act, reference, note, at, recorded_at, recorded_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        [act.tenant, act.id, act.sealNumber, act.act, act.reference, act.note, act.at, act.recordedAt, act.recordedBy],
      );
    },
    async listSealActs(tenant, sealNumber) {
      return (
        await database.all('SELECT * FROM seal_acts WHERE tenant = ? AND seal_number = ? ORDER BY position', [tenant, sealNumber])
      ).map(readSealAct);
    },
  };
}

function versions(database: SqlDatabase): Pick<RegisterTable, VersionMethods> {
  return {
    async putVersion(version) {
      await database.run(
        `INSERT INTO seal_versions (tenant, seal_number, version, state, face_type, face, width_um, height_um, statement, statement_digest, credential, valid_from, valid_to,
           likeness, like_faces, likeness_accepted, made)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (tenant, seal_number, version) DO UPDATE SET state = excluded.state, likeness_accepted = excluded.likeness_accepted`,
        [
          version.tenant,
          version.sealNumber,
          version.version,
          version.state,
          version.face.type,
          version.face.bytes,
          version.widthUm,
          version.heightUm,
          version.statement,
          version.statementDigest,
          credentialText(version.credential),
          version.validFrom,
          version.validTo,
          version.likeness,
          jsonText(version.like),
          jsonTextOrNull(version.likenessAccepted),
          jsonTextOrNull(version.made),
        ],
      );
    },
    async findVersion(tenant, sealNumber, version) {
      const row = await database.get('SELECT * FROM seal_versions WHERE tenant = ? AND seal_number = ? AND version = ?', [
        tenant,
        sealNumber,
        version,
      ]);
      return row && readVersion(row);
    },
    async findCurrentVersion(tenant, sealNumber) {
      const row = await database.get("SELECT * FROM seal_versions WHERE tenant = ? AND seal_number = ? AND state = 'current'", [
        tenant,
        sealNumber,
      ]);
      return row && readVersion(row);
    },
    async listVersions(tenant, sealNumber) {
      return (
        await database.all('SELECT * FROM seal_versions WHERE tenant = ? AND seal_number = ? ORDER BY version', [tenant, sealNumber])
      ).map(readVersion);
    },
    async listLikenesses(tenant) {
      return (
        await database.all('SELECT seal_number, version, likeness FROM seal_versions WHERE tenant = ? AND likeness IS NOT NULL', [tenant])
      ).map((row) => ({ sealNumber: textOf(row, 'seal_number'), version: integerOf(row, 'version'), likeness: bytesOf(row, 'likeness') }));
    },
  };
}

function sealFilter(query: SealListQuery, words: SqlWords): { readonly where: string; readonly parameters: readonly SqlValue[] } {
  const conditions: (readonly [sql: string, ...values: readonly SqlValue[]])[] = [['seals.tenant = ?', query.tenant]];
  const { organisationIds, kind, state, keeperId, text, after } = query;
  if (organisationIds !== undefined) {
    conditions.push([`seals.organisation_id IN (${words.elements('?')})`, jsonText(organisationIds)]);
  }
  if (kind !== undefined) conditions.push(['seals.kind = ?', kind]);
  if (state !== undefined) conditions.push(['seals.state = ?', state]);
  if (keeperId !== undefined) conditions.push(['seals.keeper_id = ?', keeperId]);
  if (after !== undefined) {
    conditions.push(['(seals.standing, seals.name, seals.number) > (?, ?, ?)', after.standing, after.name, after.number]);
  }
  if (text !== undefined) {
    const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
    conditions.push([
      `(${words.like('seals.number')} OR ${words.like('seals.name')}
        OR EXISTS (SELECT 1 FROM organisations o WHERE o.tenant = seals.tenant AND o.id = seals.organisation_id AND ${words.like('o.name')})
        OR EXISTS (SELECT 1 FROM persons p WHERE p.tenant = seals.tenant AND p.id = seals.keeper_id AND ${words.like('p.name')}))`,
      pattern,
      pattern,
      pattern,
      pattern,
    ]);
  }
  return {
    where: conditions.map(([sql]) => sql).join(' AND '),
    parameters: conditions.flatMap(([, ...values]) => values),
  };
}

function readSeal(row: SqlRow): SealRecord {
  return {
    tenant: textOf(row, 'tenant'),
    number: textOf(row, 'number'),
    organisationId: textOf(row, 'organisation_id'),
    // The database's own CHECK constraints hold these three columns to their unions.
    kind: textOf(row, 'kind') as SealKind,
    state: textOf(row, 'state') as SealState,
    testMaterial: integerOf(row, 'test_material') === 1,
    ordinal: integerOf(row, 'ordinal'),
    ordinalReason: textOrNull(row, 'ordinal_reason'),
    name: textOf(row, 'name'),
    stateSince: textOf(row, 'state_since'),
    stateReason: textOrNull(row, 'state_reason'),
    epoch: integerOf(row, 'epoch'),
    keeperId: textOrNull(row, 'keeper_id'),
    design: jsonOrNull(row, 'design') as SealRecord['design'],
    requested: jsonOrNull(row, 'requested') as SealRecord['requested'],
    revisions: jsonOf(row, 'revisions') as SealRecord['revisions'],
    pendingTransition: jsonOrNull(row, 'pending_transition') as SealRecord['pendingTransition'],
  };
}

function readVersion(row: SqlRow): SealVersionRecord {
  return {
    tenant: textOf(row, 'tenant'),
    sealNumber: textOf(row, 'seal_number'),
    version: integerOf(row, 'version'),
    // Held to their unions by CHECK constraints.
    state: textOf(row, 'state') as SealVersionState,
    face: { type: textOf(row, 'face_type') as 'SVG' | 'PNG', bytes: bytesOf(row, 'face') },
    widthUm: integerOf(row, 'width_um'),
    heightUm: integerOf(row, 'height_um'),
    statement: bytesOf(row, 'statement'),
    statementDigest: textOf(row, 'statement_digest'),
    credential: readCredential(row, 'credential'),
    validFrom: textOf(row, 'valid_from'),
    validTo: textOf(row, 'valid_to'),
    likeness: bytesOrNull(row, 'likeness'),
    like: jsonOf(row, 'like_faces') as SealVersionRecord['like'],
    likenessAccepted: jsonOrNull(row, 'likeness_accepted') as SealVersionRecord['likenessAccepted'],
    made: jsonOrNull(row, 'made') as SealVersionRecord['made'],
  };
}

function readSealAct(row: SqlRow): SealActRecord {
  return {
    tenant: textOf(row, 'tenant'),
    id: textOf(row, 'id'),
    sealNumber: textOf(row, 'seal_number'),
    // Held to its union by a CHECK constraint.
    act: textOf(row, 'act') as SealActRecord['act'],
    reference: textOf(row, 'reference'),
    note: textOf(row, 'note'),
    at: textOf(row, 'at'),
    recordedAt: textOf(row, 'recorded_at'),
    recordedBy: textOf(row, 'recorded_by'),
  };
}
