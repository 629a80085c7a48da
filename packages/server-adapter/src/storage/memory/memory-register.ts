import type { SealRecord, SealVersionRecord } from '../records.ts';
import { storeConflict } from '../store-error.ts';
import type { RegisterTable } from '../store.ts';
import { type MemoryState, rowKey } from './memory-state.ts';

export function memoryRegisterTable(state: MemoryState): RegisterTable {
  const { organisations, persons, seals, versions, grants } = state;
  return {
    async putOrganisation(organisation) {
      organisations.set(rowKey(organisation.tenant, organisation.id), organisation);
    },
    async findOrganisation(tenant, id) {
      return organisations.get(rowKey(tenant, id));
    },
    async putPerson(person) {
      persons.set(rowKey(person.tenant, person.id), person);
    },
    async findPerson(tenant, id) {
      return persons.get(rowKey(tenant, id));
    },
    async listPersons(tenant) {
      return [...persons.values()].filter((person) => person.tenant === tenant).sort((a, b) => compareText(a.id, b.id));
    },
    async putSeal(seal) {
      assertOneSealInUse(seals, seal);
      seals.set(rowKey(seal.tenant, seal.number), seal);
    },
    async findSeal(tenant, number) {
      return seals.get(rowKey(tenant, number));
    },
    async listSeals(tenant) {
      return [...seals.values()].filter((seal) => seal.tenant === tenant).sort((a, b) => compareText(a.number, b.number));
    },
    async putVersion(version) {
      assertOneCurrentVersion(versions, version);
      versions.set(rowKey(version.tenant, version.sealNumber, version.version), version);
    },
    async findVersion(tenant, sealNumber, version) {
      return versions.get(rowKey(tenant, sealNumber, version));
    },
    async findCurrentVersion(tenant, sealNumber) {
      return versionsOf(versions, tenant, sealNumber).find((version) => version.state === 'current');
    },
    async listVersions(tenant, sealNumber) {
      return versionsOf(versions, tenant, sealNumber);
    },
    async putGrant(grant) {
      grants.set(rowKey(grant.tenant, grant.id), grant);
    },
    async listGrants(tenant, sealNumber, personId) {
      return [...grants.values()].filter(
        (grant) => grant.tenant === tenant && grant.sealNumber === sealNumber && grant.personId === personId,
      );
    },
  };
}

function assertOneSealInUse(seals: ReadonlyMap<string, SealRecord>, seal: SealRecord): void {
  if (!isInUse(seal)) return;
  for (const other of seals.values()) {
    const same =
      other.tenant === seal.tenant &&
      other.organisationId === seal.organisationId &&
      other.kind === seal.kind &&
      other.ordinal === seal.ordinal;
    if (same && other.number !== seal.number && isInUse(other)) throw storeConflict('one-seal-in-use');
  }
}

function isInUse(seal: SealRecord): boolean {
  return seal.state === 'active' || seal.state === 'suspended';
}

function assertOneCurrentVersion(versions: ReadonlyMap<string, SealVersionRecord>, version: SealVersionRecord): void {
  if (version.state !== 'current') return;
  for (const other of versionsOf(versions, version.tenant, version.sealNumber)) {
    if (other.version !== version.version && other.state === 'current') throw storeConflict('one-current-version');
  }
}

function versionsOf(versions: ReadonlyMap<string, SealVersionRecord>, tenant: string, sealNumber: string): readonly SealVersionRecord[] {
  return [...versions.values()]
    .filter((version) => version.tenant === tenant && version.sealNumber === sealNumber)
    .sort((a, b) => a.version - b.version);
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
