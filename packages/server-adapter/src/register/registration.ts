import type { JsonValue } from '@sealkit/core/bytes';
import type { Clock } from '@sealkit/core/ports';
import { type GrantTerms, likenessOfFace } from '@sealkit/core/seal';
import { type AuditEventType, appendEvent } from '../audit/audit-event.ts';
import { keepPersonalValue } from '../audit/personal-values/personal-value.ts';
import { termsFacts } from '../grants/grant-facts.ts';
import { findTermsFault } from '../grants/grant-terms-fault.ts';
import { newId } from '../new-id.ts';
import type { GrantRecord, OrganisationRecord, PersonRecord, SealRecord } from '../storage/records.ts';
import type { Store, StoreTransaction } from '../storage/store.ts';
import { systemClock } from '../system-clock.ts';
import type { NewSeal, NewSealVersion } from './new-seal.ts';
import { assertStatementFits } from './statement-fits.ts';
import { leafDigest, versionFacts, versionRecord } from './version-record.ts';

/** Where something is registered, when, and who answers for it. */
export interface Registration {
  readonly store: Store;
  readonly clock?: Clock;
  /** Pseudonymous id of the person, or the name of the program that registers. */
  readonly actor: string;
}

/** Adds or renames an organisation. Around its seals stands `verifiedName`, which is the name where nothing else is said. */
export function registerOrganisation(
  registration: Registration,
  organisation: Omit<OrganisationRecord, 'verifiedName'> & { readonly verifiedName?: string },
): Promise<void> {
  return register(registration, async (tx, note) => {
    await tx.register.putOrganisation({ verifiedName: organisation.name, ...organisation });
    await note('organisation-registered', organisation.tenant, null, { organisationId: organisation.id });
  });
}

/** Adds a person or brings name, roles, groups and own certificate up to date. Names stay out of the log; a stop stays. */
export function registerPerson(
  registration: Registration,
  person: Omit<PersonRecord, 'groups' | 'stopped'> & { readonly groups?: readonly string[] },
): Promise<void> {
  return register(registration, async (tx, note) => {
    const known = await tx.register.findPerson(person.tenant, person.id);
    await tx.register.putPerson({ groups: known?.groups ?? [], ...person, stopped: known?.stopped ?? null });
    await note('person-registered', person.tenant, null, {
      personId: person.id,
      organisationId: person.organisationId,
      certificate: await leafDigest(person.credential),
    });
  });
}

/**
 * Adds a seal that a seal maker has made, with its first version, and puts it in use.
 *
 * @throws {@link StoreError} `STORE_CONFLICT` (`one-seal-in-use`) where the organisation has such a seal already.
 * @throws TypeError where the statement says something else than the registration.
 * @throws {@link PadesError} `PADES_FACE_…` where the face cannot be drawn.
 */
export async function registerSeal(registration: Registration, seal: NewSeal): Promise<void> {
  await assertStatementFits({ ...seal, ordinal: seal.ordinal ?? 0 }, seal.version);
  const likeness = await likenessOfFace(seal.version.face);
  await register(registration, async (tx, note, now) => {
    const record: SealRecord = {
      tenant: seal.tenant,
      number: seal.number,
      organisationId: seal.organisationId,
      kind: seal.kind,
      ordinal: seal.ordinal ?? 0,
      ordinalReason:
        seal.ordinalReason === undefined
          ? null
          : await keepPersonalValue(tx, { tenant: seal.tenant, personId: registration.actor }, seal.ordinalReason, now),
      name: seal.name,
      state: 'active',
      stateSince: now.toISOString(),
      stateReason: null,
      epoch: 1,
      testMaterial: seal.testMaterial,
      keeperId: seal.keeperId ?? null,
      design: null,
      requested: null,
      revisions: [],
      pendingTransition: null,
    };
    await tx.register.putSeal(record);
    const version = await versionRecord(seal.tenant, seal.number, 1, seal.version, likeness);
    await tx.register.putVersion(version);
    await note('seal-registered', seal.tenant, seal.number, {
      organisationId: seal.organisationId,
      kind: seal.kind,
      ordinal: record.ordinal,
      ordinalReason: record.ordinalReason,
      state: record.state,
      ...(await versionFacts(version)),
    });
  });
}

/** Adds a version to a seal (new certificate, new face) and makes it current; the one before stays on record as superseded. */
export async function registerSealVersion(
  registration: Registration,
  tenant: string,
  sealNumber: string,
  next: NewSealVersion,
): Promise<number> {
  const registered = await registration.store.transaction((tx) => tx.register.findSeal(tenant, sealNumber), { readOnly: true });
  if (registered === undefined) throw new TypeError(`sealNumber: expected a registered seal, got ${sealNumber}`);
  await assertStatementFits(registered, next);
  const likeness = await likenessOfFace(next.face);
  return register(registration, async (tx, note) => {
    const seal = await tx.register.findSeal(tenant, sealNumber);
    if (seal === undefined) throw new TypeError(`sealNumber: expected a registered seal, got ${sealNumber}`);
    if (seal.state === 'abolished') throw new TypeError(`sealNumber: expected a seal that is not abolished, got ${sealNumber}`);
    const known = await tx.register.listVersions(tenant, sealNumber);
    for (const version of known) if (version.state === 'current') await tx.register.putVersion({ ...version, state: 'superseded' });
    const version = await versionRecord(tenant, sealNumber, (known.at(-1)?.version ?? 0) + 1, next, likeness);
    await tx.register.putVersion(version);
    await tx.register.putSeal({ ...seal, epoch: seal.epoch + 1 });
    await note('seal-version-registered', tenant, sealNumber, await versionFacts(version));
    return version.version;
  });
}

/** Lets a person use a seal from now on or between two times, under terms that are open where nothing else is said. */
export function grantSeal(
  registration: Registration,
  grant: {
    readonly tenant: string;
    readonly sealNumber: string;
    readonly personId: string;
    readonly validFrom?: Date;
    readonly validTo?: Date;
    readonly terms?: Partial<Omit<GrantTerms, 'validFrom' | 'validTo'>>;
  },
): Promise<GrantRecord> {
  return register(registration, async (tx, note, now) => {
    const terms: GrantTerms = {
      ...OPEN_TERMS,
      ...grant.terms,
      validFrom: (grant.validFrom ?? now).toISOString(),
      validTo: grant.validTo?.toISOString() ?? null,
    };
    const fault = findTermsFault(terms);
    if (fault !== null) throw new TypeError(`terms: expected some that can be met, got a contradiction in ${fault}`);
    const record: GrantRecord = {
      tenant: grant.tenant,
      id: newId(),
      sealNumber: grant.sealNumber,
      holder: { type: 'person', id: grant.personId },
      terms,
      given: { by: registration.actor, at: now.toISOString(), reason: '' },
      delegatedFrom: null,
      withdrawn: null,
    };
    await tx.register.putGrant(record);
    await note('grant-given', grant.tenant, grant.sealNumber, {
      grantId: record.id,
      holder: { ...record.holder },
      ...termsFacts(terms),
    });
    return record;
  });
}

/** Ends a grant now. */
export function revokeGrant(registration: Registration, grant: GrantRecord, reason = ''): Promise<void> {
  return register(registration, async (tx, note, now) => {
    const kept = await keepPersonalValue(tx, { tenant: grant.tenant, personId: registration.actor }, reason, now);
    await tx.register.putGrant({ ...grant, withdrawn: { by: registration.actor, at: now.toISOString(), reason: kept } });
    await note('grant-revoked', grant.tenant, grant.sealNumber, { grantId: grant.id, holder: { ...grant.holder }, reason: kept });
  });
}

const OPEN_TERMS: Omit<GrantTerms, 'validFrom' | 'validTo'> = {
  documentClasses: null,
  amountCeiling: null,
  maxUses: null,
  schedule: null,
  networks: null,
  approval: null,
  mayDelegate: false,
};

type Note = (
  type: AuditEventType,
  tenant: string,
  sealNumber: string | null,
  body: { readonly [name: string]: JsonValue },
) => Promise<unknown>;

/** One transaction for an entry of the register and its event. */
function register<T>(registration: Registration, work: (tx: StoreTransaction, note: Note, now: Date) => Promise<T>): Promise<T> {
  const now = (registration.clock ?? systemClock).now();
  return registration.store.transaction((tx) =>
    work(
      tx,
      (type, tenant, sealNumber, body) =>
        appendEvent(tx, { tenant, envelopeId: null, sealNumber, type, time: now, actor: registration.actor, body }),
      now,
    ),
  );
}
