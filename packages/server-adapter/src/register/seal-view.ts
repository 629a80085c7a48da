import { encodeBase64 } from '@sealkit/core/bytes';
import type { SealVersionView, SealView } from '@sealkit/core/protocol';
import { type SealState, nextSealStates } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { isAuthorized } from '../authorization.ts';
import type { OrganisationRecord, SealRecord, SealVersionRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { findUseObstacle } from './use-obstacle.ts';

interface SealFacts {
  readonly seal: SealRecord;
  readonly organisation: OrganisationRecord | undefined;
  readonly versions: readonly SealVersionRecord[];
  readonly use: SealView['use'];
  readonly lastUsedAt: string | null;
}

/** What the register says about a seal, from the caller's place. */
export async function readSealFacts(tx: StoreTransaction, principal: Principal, seal: SealRecord, now: Date): Promise<SealFacts> {
  const { tenant, number } = seal;
  const versions = await tx.register.listVersions(tenant, number);
  const current = versions.find(({ state }) => state === 'current');
  const grants = await tx.register.listGrants(tenant, number, principal.personId);
  const obstacle = findUseObstacle(seal, current, grants, now);
  const [lastUse] = await tx.audit.listRows({ tenant, sealNumber: number, result: 'completed', limit: 1 });
  return {
    seal,
    organisation: await tx.register.findOrganisation(tenant, seal.organisationId),
    versions,
    use: obstacle === null ? { allowed: true } : { allowed: false, reason: obstacle },
    lastUsedAt: lastUse?.time ?? null,
  };
}

/** Puts the view together; the host is asked, outside of any transaction, which steps the caller may take. */
export async function presentSeal(context: AdapterContext, principal: Principal, facts: SealFacts): Promise<SealView> {
  return presentSealWith(facts, await presentTransitions(context, principal, facts.seal, facts.seal.state));
}

export function presentSealWith(facts: SealFacts, transitions: SealView['transitions']): SealView {
  const { seal, organisation, versions, use, lastUsedAt } = facts;
  const current = versions.find(({ state }) => state === 'current');
  const newest = current ?? versions.at(-1);
  return {
    number: seal.number,
    kind: seal.kind,
    ordinal: seal.ordinal,
    name: seal.name,
    organisation: { id: seal.organisationId, name: organisation?.name ?? seal.organisationId },
    state: seal.state,
    stateSince: seal.stateSince,
    stateReason: seal.stateReason,
    widthUm: newest?.widthUm ?? 0,
    heightUm: newest?.heightUm ?? 0,
    current: current === undefined ? null : presentVersion(current),
    versions: versions.map(({ version, state, validFrom, validTo }) => ({ version, state, validFrom, validTo })),
    use,
    transitions,
    lastUsedAt,
    testMaterial: seal.testMaterial,
  };
}

function presentVersion(version: SealVersionRecord): SealVersionView {
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

/** The steps that lead on from a state of the seal, and whether the host lets the caller take them. */
export async function presentTransitions(
  context: AdapterContext,
  principal: Principal,
  seal: SealRecord,
  from: SealState,
): Promise<SealView['transitions']> {
  const transitions: SealView['transitions'][number][] = [];
  for (const to of nextSealStates(from)) {
    const resource = { type: 'seal', number: seal.number, organisationId: seal.organisationId, to } as const;
    const allowed = await isAuthorized(context, principal, 'seal.transition', resource);
    transitions.push(allowed ? { to, allowed } : { to, allowed, reason: 'NOT_AUTHORIZED' });
  }
  return transitions;
}
