import type { SealKind, SealState, SealVersionState } from '@sealkit/core/seal';
import type { GrantRecord, PersonRecord, SealRecord, SealVersionRecord } from '../records.ts';
import type { RegisterTable } from '../store.ts';
import type { SqliteDatabase, SqliteRow } from './sqlite-driver.ts';
import { bytesOf, credentialText, integerOf, jsonOf, jsonText, readCredential, textOf, textOrNull } from './sqlite-values.ts';

export function sqliteRegisterTable(database: SqliteDatabase): RegisterTable {
  return {
    ...organisationsAndPersons(database),
    ...seals(database),
    ...versions(database),
    ...grants(database),
  };
}

function organisationsAndPersons(
  database: SqliteDatabase,
): Pick<RegisterTable, 'putOrganisation' | 'findOrganisation' | 'putPerson' | 'findPerson' | 'listPersons'> {
  return {
    async putOrganisation({ tenant, id, name }) {
      database.run(
        'INSERT INTO organisations (tenant, id, name) VALUES (?, ?, ?) ON CONFLICT (tenant, id) DO UPDATE SET name = excluded.name',
        [tenant, id, name],
      );
    },
    async findOrganisation(tenant, id) {
      const row = database.get('SELECT * FROM organisations WHERE tenant = ? AND id = ?', [tenant, id]);
      return row && { tenant, id, name: textOf(row, 'name') };
    },
    async putPerson({ tenant, id, name, organisationId, roles, credential }) {
      database.run(
        `INSERT INTO persons (tenant, id, name, organisation_id, roles, credential) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (tenant, id) DO UPDATE SET name = excluded.name, organisation_id = excluded.organisation_id,
           roles = excluded.roles, credential = excluded.credential`,
        [tenant, id, name, organisationId, jsonText(roles), credential === null ? null : credentialText(credential)],
      );
    },
    async findPerson(tenant, id) {
      const row = database.get('SELECT * FROM persons WHERE tenant = ? AND id = ?', [tenant, id]);
      return row && readPerson(row);
    },
    async listPersons(tenant) {
      return database.all('SELECT * FROM persons WHERE tenant = ? ORDER BY id', [tenant]).map(readPerson);
    },
  };
}

function seals(database: SqliteDatabase): Pick<RegisterTable, 'putSeal' | 'findSeal' | 'listSeals'> {
  return {
    async putSeal(seal) {
      database.run(
        `INSERT INTO seals (tenant, number, organisation_id, kind, ordinal, ordinal_reason, name, state, state_since, state_reason, epoch, test_material)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (tenant, number) DO UPDATE SET name = excluded.name, state = excluded.state, state_since = excluded.state_since,
           state_reason = excluded.state_reason, epoch = excluded.epoch`,
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
        ],
      );
    },
    async findSeal(tenant, number) {
      const row = database.get('SELECT * FROM seals WHERE tenant = ? AND number = ?', [tenant, number]);
      return row && readSeal(row);
    },
    async listSeals(tenant) {
      return database.all('SELECT * FROM seals WHERE tenant = ? ORDER BY number', [tenant]).map(readSeal);
    },
  };
}

function versions(database: SqliteDatabase): Pick<RegisterTable, 'putVersion' | 'findVersion' | 'findCurrentVersion' | 'listVersions'> {
  return {
    async putVersion(version) {
      database.run(
        `INSERT INTO seal_versions (tenant, seal_number, version, state, face_type, face, width_um, height_um, statement, statement_digest, credential, valid_from, valid_to)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (tenant, seal_number, version) DO UPDATE SET state = excluded.state`,
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
        ],
      );
    },
    async findVersion(tenant, sealNumber, version) {
      const row = database.get('SELECT * FROM seal_versions WHERE tenant = ? AND seal_number = ? AND version = ?', [
        tenant,
        sealNumber,
        version,
      ]);
      return row && readVersion(row);
    },
    async findCurrentVersion(tenant, sealNumber) {
      const row = database.get("SELECT * FROM seal_versions WHERE tenant = ? AND seal_number = ? AND state = 'current'", [
        tenant,
        sealNumber,
      ]);
      return row && readVersion(row);
    },
    async listVersions(tenant, sealNumber) {
      return database
        .all('SELECT * FROM seal_versions WHERE tenant = ? AND seal_number = ? ORDER BY version', [tenant, sealNumber])
        .map(readVersion);
    },
  };
}

function grants(database: SqliteDatabase): Pick<RegisterTable, 'putGrant' | 'listGrants'> {
  return {
    async putGrant(grant) {
      database.run(
        `INSERT INTO grants (tenant, id, seal_number, person_id, valid_from, valid_to, needs_approval, revoked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (tenant, id) DO UPDATE SET revoked_at = excluded.revoked_at`,
        [
          grant.tenant,
          grant.id,
          grant.sealNumber,
          grant.personId,
          grant.validFrom,
          grant.validTo,
          grant.needsApproval ? 1 : 0,
          grant.revokedAt,
        ],
      );
    },
    async listGrants(tenant, sealNumber, personId) {
      return database
        .all('SELECT * FROM grants WHERE tenant = ? AND seal_number = ? AND person_id = ? ORDER BY id', [tenant, sealNumber, personId])
        .map(readGrant);
    },
  };
}

function readPerson(row: SqliteRow): PersonRecord {
  return {
    tenant: textOf(row, 'tenant'),
    id: textOf(row, 'id'),
    name: textOf(row, 'name'),
    organisationId: textOf(row, 'organisation_id'),
    roles: jsonOf(row, 'roles') as readonly string[],
    credential: row['credential'] === null ? null : readCredential(row, 'credential'),
  };
}

function readSeal(row: SqliteRow): SealRecord {
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
  };
}

function readVersion(row: SqliteRow): SealVersionRecord {
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
  };
}

function readGrant(row: SqliteRow): GrantRecord {
  return {
    tenant: textOf(row, 'tenant'),
    id: textOf(row, 'id'),
    sealNumber: textOf(row, 'seal_number'),
    personId: textOf(row, 'person_id'),
    validFrom: textOf(row, 'valid_from'),
    validTo: textOrNull(row, 'valid_to'),
    needsApproval: integerOf(row, 'needs_approval') === 1,
    revokedAt: textOrNull(row, 'revoked_at'),
  };
}
