import type { EvidenceOrganisation, EvidencePerson } from '@sealkit/core/evidence';
import type { EnvelopeRecord, UseRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';

/** Whoever opened an envelope, acts in it or signed, and their organisations, as the register names them now. */
export async function readParticipants(
  tx: StoreTransaction,
  { tenant, createdBy, parties }: EnvelopeRecord,
  uses: readonly UseRecord[],
): Promise<{ readonly persons: readonly EvidencePerson[]; readonly organisations: readonly EvidenceOrganisation[] }> {
  const personIds = new Set([createdBy, ...uses.map(({ personId }) => personId), ...parties.flatMap((party) => party.personIds ?? [])]);
  const persons: EvidencePerson[] = [];
  for (const personId of personIds) {
    const person = await tx.register.findPerson(tenant, personId);
    if (person !== undefined) persons.push({ id: person.id, name: person.name, organisationId: person.organisationId });
  }
  const organisationIds = new Set([...persons.map((person) => person.organisationId), ...parties.map((party) => party.organisationId)]);
  const organisations: EvidenceOrganisation[] = [];
  for (const organisationId of organisationIds) {
    const found = organisationId === null ? undefined : await tx.register.findOrganisation(tenant, organisationId);
    if (found !== undefined) organisations.push({ id: found.id, name: found.name, verifiedName: found.verifiedName });
  }
  return { persons, organisations };
}
