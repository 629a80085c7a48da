import { nextSealStates, SEAL_VERSION_TRANSITIONS } from '@sealkit/core/seal';
import type { OrganisationRecord, PersonRecord, SealRecord, SealVersionRecord } from '../records.ts';
import { storeConflict } from '../store-error.ts';
import type { RegisterTable, SealCount, SealListQuery } from '../store.ts';
import { comparePlaces, sealPlace } from '../seal-order.ts';
import { type MemoryState, rowKey } from './memory-state.ts';

type SealMethods =
  | 'putSeal'
  | 'findSeal'
  | 'listSeals'
  | 'countSeals'
  | 'addSealAct'
  | 'listSealActs'
  | 'putVersion'
  | 'findVersion'
  | 'findCurrentVersion'
  | 'listVersions'
  | 'listLikenesses';

export function memorySealTable(state: MemoryState): Pick<RegisterTable, SealMethods> {
  const { organisations, persons, seals, versions, sealActs } = state;
  return {
    async putSeal(seal) {
      const key = rowKey(seal.tenant, seal.number);
      assertKnownStep(seals.get(key), seal);
      assertOneSealInUse(seals, seal);
      seals.set(key, seal);
    },
    async findSeal(tenant, number) {
      return seals.get(rowKey(tenant, number));
    },
    async listSeals(query) {
      return [...seals.values()]
        .filter((seal) => matches(seal, query, organisations, persons))
        .sort((a, b) => comparePlaces(sealPlace(a), sealPlace(b)))
        .slice(0, query.limit);
    },
    async countSeals(tenant) {
      return countByState([...seals.values()].filter((seal) => seal.tenant === tenant));
    },
    async addSealAct(act) {
      const key = rowKey(act.tenant, act.id);
      if (sealActs.has(key)) throw storeConflict('unique-id');
      sealActs.set(key, act);
    },
    async listSealActs(tenant, sealNumber) {
      return [...sealActs.values()].filter((act) => act.tenant === tenant && act.sealNumber === sealNumber);
    },
    async putVersion(version) {
      const key = rowKey(version.tenant, version.sealNumber, version.version);
      assertKnownVersionStep(versions.get(key), version);
      assertOneCurrentVersion(versions, version);
      versions.set(key, version);
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
    async listLikenesses(tenant) {
      return [...versions.values()]
        .filter((version) => version.tenant === tenant && version.likeness !== null)
        .map(({ sealNumber, version, likeness }) => ({ sealNumber, version, likeness }));
    },
  };
}

function assertKnownStep(before: SealRecord | undefined, after: SealRecord): void {
  if (before === undefined) return;
  assertKept(before, after);
  if (before.state === after.state) return;
  if (after.epoch <= before.epoch || !nextSealStates(before.state).includes(after.state)) throw storeConflict('known-transition');
}

/** Who asked stays; what was asked for changes in a draft alone. */
function assertKept(before: SealRecord, after: SealRecord): void {
  const text = (value: unknown): string => JSON.stringify(value);
  const isDraft = before.state === 'draft' && after.state === 'draft';
  const draftChanged = text([before.design, before.revisions]) !== text([after.design, after.revisions]);
  if (text(before.requested) !== text(after.requested) || (draftChanged && !isDraft)) throw storeConflict('never-changed');
}

function assertKnownVersionStep(before: SealVersionRecord | undefined, after: SealVersionRecord): void {
  if (before === undefined || before.state === after.state) return;
  if (!SEAL_VERSION_TRANSITIONS.some(({ from, to }) => from === before.state && to === after.state)) {
    throw storeConflict('known-transition');
  }
  if (after.state === 'current' && after.like.length > 0 && after.likenessAccepted === null) throw storeConflict('likeness-decided');
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

function matches(
  seal: SealRecord,
  query: SealListQuery,
  organisations: ReadonlyMap<string, OrganisationRecord>,
  persons: ReadonlyMap<string, PersonRecord>,
): boolean {
  const { organisationIds, kind, state, keeperId, text, after } = query;
  if (seal.tenant !== query.tenant || (after !== undefined && comparePlaces(sealPlace(seal), after) <= 0)) return false;
  if (organisationIds !== undefined && !organisationIds.includes(seal.organisationId)) return false;
  if (kind !== undefined && seal.kind !== kind) return false;
  if (state !== undefined && seal.state !== state) return false;
  if (keeperId !== undefined && seal.keeperId !== keeperId) return false;
  if (text === undefined) return true;
  const keeper = seal.keeperId === null ? undefined : persons.get(rowKey(seal.tenant, seal.keeperId));
  const names = [seal.number, seal.name, organisations.get(rowKey(seal.tenant, seal.organisationId))?.name, keeper?.name];
  return names.some((name) => name?.toLowerCase().includes(text.toLowerCase()));
}

function countByState(seals: readonly SealRecord[]): readonly SealCount[] {
  const counts = new Map<string, SealCount>();
  for (const { organisationId, state } of seals) {
    const key = rowKey(organisationId, state);
    counts.set(key, { organisationId, state, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}
