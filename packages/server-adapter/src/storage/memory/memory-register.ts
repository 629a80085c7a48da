import { storeConflict } from '../store-error.ts';
import type { RegisterTable } from '../store.ts';
import { memorySealTable } from './memory-seals.ts';
import { compareText, type MemoryState, rowKey } from './memory-state.ts';

export function memoryRegisterTable(state: MemoryState): RegisterTable {
  const { organisations, persons, grants } = state;
  return {
    ...memorySealTable(state),
    async putOrganisation(organisation) {
      organisations.set(rowKey(organisation.tenant, organisation.id), organisation);
    },
    async findOrganisation(tenant, id) {
      return organisations.get(rowKey(tenant, id));
    },
    async listOrganisations(tenant) {
      return [...organisations.values()].filter((row) => row.tenant === tenant).sort((a, b) => compareText(a.id, b.id));
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
    async putGrant(grant) {
      const key = rowKey(grant.tenant, grant.id);
      if ((grants.get(key)?.withdrawn ?? null) !== null) throw storeConflict('never-changed');
      grants.set(key, grant);
    },
    async findGrant(tenant, id) {
      return grants.get(rowKey(tenant, id));
    },
    async listGrants(tenant, sealNumber) {
      return [...grants.values()]
        .filter((grant) => grant.tenant === tenant && grant.sealNumber === sealNumber)
        .sort((a, b) => compareText(a.id, b.id));
    },
  };
}
