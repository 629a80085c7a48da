import { encodeBase64 } from '@sealkit/core/bytes';
import type { LikeFace, Named, NamedOrganisation, SealActView, SealVersionView, SealView } from '@sealkit/core/protocol';
import { type SealState, allowedSealTransitions } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { isAuthorized } from '../authorization.ts';
import { findGrant } from '../grants/find-grant.ts';
import type { ProblemCode } from '../problem-codes.ts';
import type { LikeFaceRecord, OrganisationRecord, SealRecord, SealVersionRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { isStopped } from './acting-person.ts';
import { findSealObstacle } from './use-obstacle.ts';

/** What the register says about a seal, from the caller's place. */
export interface SealFacts {
  readonly seal: SealRecord;
  readonly organisation: NamedOrganisation;
  readonly keeper: Named | null;
  readonly versions: readonly SealVersionRecord[];
  readonly like: readonly LikeFace[];
  readonly acts: readonly SealActView[];
  readonly pendingBy: Named | null;
  readonly use: SealView['use'];
  readonly lastUsedAt: string | null;
}

export async function readSealFacts(tx: StoreTransaction, principal: Principal, seal: SealRecord, now: Date): Promise<SealFacts> {
  const { tenant, number } = seal;
  const versions = await tx.register.listVersions(tenant, number);
  const current = versions.find(({ state }) => state === 'current');
  const obstacle = await findObstacle(tx, principal, seal, current, now);
  const [lastUse] = await tx.audit.listRows({ tenant, sealNumber: number, result: 'completed', limit: 1 });
  return {
    seal,
    organisation: await nameOrganisation(tx, tenant, seal.organisationId),
    keeper: seal.keeperId === null ? null : await namePerson(tx, tenant, seal.keeperId),
    versions,
    like: await nameLikeFaces(tx, tenant, findPrepared(versions)?.like ?? []),
    acts: await readActs(tx, seal),
    pendingBy: seal.pendingTransition && (await namePerson(tx, tenant, seal.pendingTransition.by)),
    use: obstacle === null ? { allowed: true } : { allowed: false, reason: obstacle },
    lastUsedAt: lastUse?.time ?? null,
  };
}

/** Puts the view together; the host is asked, outside of any transaction, which steps the caller may take. */
export async function presentSeal(context: AdapterContext, principal: Principal, facts: SealFacts): Promise<SealView> {
  return presentSealWith(facts, await readSealRights(context, principal, facts.seal, facts.seal.state));
}

export function presentSealWith(facts: SealFacts, { transitions, may }: SealRights): SealView {
  const { seal, versions } = facts;
  const current = versions.find(({ state }) => state === 'current');
  const prepared = findPrepared(versions);
  const newest = current ?? prepared ?? versions.at(-1);
  const pending = seal.pendingTransition;
  return {
    number: seal.number,
    kind: seal.kind,
    ordinal: seal.ordinal,
    ordinalReason: seal.ordinalReason,
    name: seal.name,
    organisation: facts.organisation,
    keeper: facts.keeper,
    state: seal.state,
    stateSince: seal.stateSince,
    stateReason: seal.stateReason,
    widthUm: newest?.widthUm ?? 0,
    heightUm: newest?.heightUm ?? 0,
    current: current === undefined ? null : presentVersion(current),
    prepared:
      prepared === undefined
        ? null
        : { ...presentVersion(prepared), like: facts.like, likenessAccepted: prepared.likenessAccepted !== null },
    versions: versions.map(({ version, state, validFrom, validTo }) => ({ version, state, validFrom, validTo })),
    acts: facts.acts,
    use: facts.use,
    transitions,
    may,
    pendingTransition:
      pending === null || facts.pendingBy === null ? null : { to: pending.to, reason: pending.reason, by: facts.pendingBy, at: pending.at },
    lastUsedAt: facts.lastUsedAt,
    testMaterial: seal.testMaterial,
  };
}

export function presentVersion(version: SealVersionRecord): SealVersionView {
  return {
    version: version.version,
    state: version.state,
    face: { type: version.face.type, base64: encodeBase64(version.face.bytes) },
    statement: encodeBase64(version.statement),
    statementDigest: version.statementDigest,
    certificates: version.credential.certificates.map(encodeBase64),
    validFrom: version.validFrom,
    validTo: version.validTo,
  };
}

/** What the host lets the caller do with a seal. */
export type SealRights = Pick<SealView, 'transitions' | 'may'>;

/** The steps that lead on from a state of the seal and the other acts, and whether the host lets the caller take them. */
export async function readSealRights(
  context: AdapterContext,
  principal: Principal,
  seal: SealRecord,
  from: SealState,
): Promise<SealRights> {
  const transitions: SealView['transitions'][number][] = [];
  for (const { to, role } of allowedSealTransitions(from)) {
    const resource = { type: 'seal', number: seal.number, organisationId: seal.organisationId, to, role } as const;
    const needsSecondPerson = isTwoPersonStep(context, from, to);
    const allowed = await isAuthorized(context, principal, 'seal.transition', resource);
    transitions.push({ to, allowed, ...(allowed ? {} : { reason: 'NOT_AUTHORIZED' }), needsSecondPerson });
  }
  const may = (action: 'seal.revise' | 'seal.produce' | 'seal.version' | 'seal.record'): Promise<boolean> =>
    isAuthorized(context, principal, action, { type: 'seal', number: seal.number, organisationId: seal.organisationId });
  return {
    transitions,
    may: {
      revise: await may('seal.revise'),
      produce: context.sealMaker !== null && (await may('seal.produce')),
      decideVersion: await may('seal.version'),
      recordAct: await may('seal.record'),
    },
  };
}

/** Whether policy asks for two persons to take a step. */
export function isTwoPersonStep({ sealPolicy }: AdapterContext, from: SealState, to: SealState): boolean {
  return sealPolicy.twoPersonSteps.some((step) => step.from === from && step.to === to);
}

/** The version that is made and not in use yet. */
export function findPrepared(versions: readonly SealVersionRecord[]): SealVersionRecord | undefined {
  return versions.find(({ state }) => state === 'prepared');
}

export async function namePerson(tx: StoreTransaction, tenant: string, id: string): Promise<Named> {
  return { id, name: (await tx.register.findPerson(tenant, id))?.name ?? id };
}

async function nameOrganisation(tx: StoreTransaction, tenant: string, id: string): Promise<NamedOrganisation> {
  return presentOrganisation(id, await tx.register.findOrganisation(tenant, id));
}

export function presentOrganisation(id: string, organisation: OrganisationRecord | undefined): NamedOrganisation {
  return { id, name: organisation?.name ?? id, verifiedName: organisation?.verifiedName ?? id };
}

/** Which document will be sealed is not known yet: what depends on it is judged with the request for a permit. */
async function findObstacle(
  tx: StoreTransaction,
  principal: Principal,
  seal: SealRecord,
  current: SealVersionRecord | undefined,
  now: Date,
): Promise<ProblemCode | null> {
  const obstacle = findSealObstacle(seal, current, now);
  if (obstacle !== null) return obstacle;
  const person = await tx.register.findPerson(principal.tenant, principal.personId);
  if (person === undefined) return 'NO_GRANT';
  if (isStopped(person)) return 'PERSON_STOPPED';
  const finding = await findGrant(tx, { principal, person }, seal, null, now);
  if ('obstacle' in finding) return finding.obstacle;
  return finding.approval === null ? null : 'APPROVAL_REQUIRED';
}

async function nameLikeFaces(tx: StoreTransaction, tenant: string, like: readonly LikeFaceRecord[]): Promise<readonly LikeFace[]> {
  const named: LikeFace[] = [];
  for (const face of like) {
    const seal = await tx.register.findSeal(tenant, face.sealNumber);
    const organisationId = seal?.organisationId ?? face.sealNumber;
    const { id, name } = await nameOrganisation(tx, tenant, organisationId);
    named.push({ ...face, organisation: { id, name } });
  }
  return named;
}

async function readActs(tx: StoreTransaction, { tenant, number }: SealRecord): Promise<readonly SealActView[]> {
  const acts: SealActView[] = [];
  for (const { act, reference, note, at, recordedAt, recordedBy } of await tx.register.listSealActs(tenant, number)) {
    acts.push({ act, reference, note, at, recordedAt, recordedBy: await namePerson(tx, tenant, recordedBy) });
  }
  return acts;
}
