import type { GrantRecord, OrganisationRecord, PersonRecord } from '../records.ts';
import type { RegisterTable } from '../store.ts';
import type { SqlDatabase, SqlRow } from './sql-database.ts';
import { sqlSealTable } from './sql-seals.ts';
import { credentialText, jsonOf, jsonOrNull, jsonText, jsonTextOrNull, readCredential, textOf, textOrNull } from './sql-values.ts';

export function sqlRegisterTable(database: SqlDatabase): RegisterTable {
  return {
    ...organisationsAndPersons(database),
    ...sqlSealTable(database),
    ...grants(database),
  };
}

function organisationsAndPersons(
  database: SqlDatabase,
): Pick<RegisterTable, 'putOrganisation' | 'findOrganisation' | 'listOrganisations' | 'putPerson' | 'findPerson' | 'listPersons'> {
  return {
    async putOrganisation({ tenant, id, name, verifiedName }) {
      await database.run(
        `INSERT INTO organisations (tenant, id, name, verified_name) VALUES (?, ?, ?, ?)
         ON CONFLICT (tenant, id) DO UPDATE SET name = excluded.name, verified_name = excluded.verified_name`,
        [tenant, id, name, verifiedName],
      );
    },
    async findOrganisation(tenant, id) {
      const row = await database.get('SELECT * FROM organisations WHERE tenant = ? AND id = ?', [tenant, id]);
      return row && readOrganisation(row);
    },
    async listOrganisations(tenant) {
      return (await database.all('SELECT * FROM organisations WHERE tenant = ? ORDER BY id', [tenant])).map(readOrganisation);
    },
    async putPerson({ tenant, id, name, organisationId, roles, groups, credential, stopped }) {
      await database.run(
        `INSERT INTO persons (tenant, id, name, organisation_id, roles, groups, credential, stopped) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (tenant, id) DO UPDATE SET name = excluded.name, organisation_id = excluded.organisation_id,
           roles = excluded.roles, groups = excluded.groups, credential = excluded.credential, stopped = excluded.stopped`,
        [
          tenant,
          id,
          name,
          organisationId,
          jsonText(roles),
          jsonText(groups),
          credential === null ? null : credentialText(credential),
          jsonTextOrNull(stopped),
        ],
      );
    },
    async findPerson(tenant, id) {
      const row = await database.get('SELECT * FROM persons WHERE tenant = ? AND id = ?', [tenant, id]);
      return row && readPerson(row);
    },
    async listPersons(tenant) {
      return (await database.all('SELECT * FROM persons WHERE tenant = ? ORDER BY id', [tenant])).map(readPerson);
    },
  };
}

function grants(database: SqlDatabase): Pick<RegisterTable, 'putGrant' | 'findGrant' | 'listGrants'> {
  return {
    async putGrant(grant) {
      await database.run(
        `INSERT INTO grants (tenant, id, seal_number, holder_type, holder_id, terms, given, delegated_from, withdrawn) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (tenant, id) DO UPDATE SET terms = excluded.terms, withdrawn = excluded.withdrawn`,
        [
          grant.tenant,
          grant.id,
          grant.sealNumber,
          grant.holder.type,
          grant.holder.id,
          jsonText(grant.terms),
          jsonText(grant.given),
          grant.delegatedFrom,
          jsonTextOrNull(grant.withdrawn),
        ],
      );
    },
    async findGrant(tenant, id) {
      const row = await database.get('SELECT * FROM grants WHERE tenant = ? AND id = ?', [tenant, id]);
      return row && readGrant(row);
    },
    async listGrants(tenant, sealNumber) {
      return (await database.all('SELECT * FROM grants WHERE tenant = ? AND seal_number = ? ORDER BY id', [tenant, sealNumber])).map(
        readGrant,
      );
    },
  };
}

function readOrganisation(row: SqlRow): OrganisationRecord {
  return {
    tenant: textOf(row, 'tenant'),
    id: textOf(row, 'id'),
    name: textOf(row, 'name'),
    verifiedName: textOf(row, 'verified_name'),
  };
}

function readPerson(row: SqlRow): PersonRecord {
  return {
    tenant: textOf(row, 'tenant'),
    id: textOf(row, 'id'),
    name: textOf(row, 'name'),
    organisationId: textOf(row, 'organisation_id'),
    roles: jsonOf(row, 'roles') as readonly string[],
    groups: jsonOf(row, 'groups') as readonly string[],
    stopped: jsonOrNull(row, 'stopped') as PersonRecord['stopped'],
    credential: row['credential'] === null ? null : readCredential(row, 'credential'),
  };
}

function readGrant(row: SqlRow): GrantRecord {
  return {
    tenant: textOf(row, 'tenant'),
    id: textOf(row, 'id'),
    sealNumber: textOf(row, 'seal_number'),
    // Held to its union by a CHECK constraint.
    holder: { type: textOf(row, 'holder_type') as GrantRecord['holder']['type'], id: textOf(row, 'holder_id') },
    terms: jsonOf(row, 'terms') as GrantRecord['terms'],
    given: jsonOf(row, 'given') as GrantRecord['given'],
    delegatedFrom: textOrNull(row, 'delegated_from'),
    withdrawn: jsonOrNull(row, 'withdrawn') as GrantRecord['withdrawn'],
  };
}
