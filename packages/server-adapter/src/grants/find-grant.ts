import { type ApprovalTier, type GrantObstacle, approvalTierOf, findGrantObstacle, GRANT_OBSTACLES } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { ProblemCode } from '../problem-codes.ts';
import type { EnvelopeRecord, GrantRecord, PersonRecord, SealRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { isInNetworks } from './networks.ts';

/** Who asks to use a seal: the session and what the register says of the person. */
export interface Asker {
  readonly principal: Principal;
  readonly person: PersonRecord;
}

/** The document of a use, as its envelope says; null while none is known. */
export type UseDocument = Pick<EnvelopeRecord, 'documentClass' | 'amount'> | null;

/** The grant that allows a use, with the approvals that it needs (null: none), or what stands in the way. */
export type GrantFinding = { readonly grant: GrantRecord; readonly approval: ApprovalTier | null } | { readonly obstacle: ProblemCode };

/**
 * The grant on which a person may use a seal now. Of several, one that needs no approval is taken first; where none allows the
 * use, the obstacle of the one that came furthest is named.
 */
export async function findGrant(
  tx: StoreTransaction,
  asker: Asker,
  seal: SealRecord,
  document: UseDocument,
  now: Date,
): Promise<GrantFinding> {
  const grants = await tx.register.listGrants(seal.tenant, seal.number);
  let needsApproval: { readonly grant: GrantRecord; readonly approval: ApprovalTier } | undefined;
  let furthest: GrantObstacle = 'GRANT_NOT_IN_FORCE';
  for (const grant of grants) {
    if (!isHolder(grant, asker, seal)) continue;
    const obstacle = await obstacleOnLine(tx, grants, grant, { asker, document, now, counts: true });
    if (obstacle !== null) {
      if (GRANT_OBSTACLES.indexOf(obstacle) > GRANT_OBSTACLES.indexOf(furthest)) furthest = obstacle;
      continue;
    }
    const approval = neededApproval(grant, document);
    if (approval === null) return { grant, approval };
    needsApproval ??= { grant, approval };
  }
  return needsApproval ?? { obstacle: codeOf(furthest) };
}

/**
 * Why the grant of a permit no longer allows its use, or null. How many uses there may be was judged when the permit was issued.
 */
export async function findGrantEnd(
  tx: StoreTransaction,
  asker: Asker,
  seal: SealRecord,
  grantId: string | null,
  document: UseDocument,
  now: Date,
): Promise<ProblemCode | null> {
  const grants = await tx.register.listGrants(seal.tenant, seal.number);
  const grant = grants.find(({ id }) => id === grantId);
  if (grant === undefined || !isHolder(grant, asker, seal)) return 'NO_GRANT';
  const obstacle = await obstacleOnLine(tx, grants, grant, { asker, document, now, counts: false });
  return obstacle === null ? null : codeOf(obstacle);
}

/**
 * The grant that a request for approval was made on, as it stands now. Hours, network and program were those of the request;
 * the person who is here now is the approver.
 */
export async function findRequestedGrant(
  tx: StoreTransaction,
  { tenant, sealNumber, grantId }: { readonly tenant: string; readonly sealNumber: string; readonly grantId: string },
  document: UseDocument,
  now: Date,
): Promise<GrantFinding> {
  const grants = await tx.register.listGrants(tenant, sealNumber);
  const grant = grants.find(({ id }) => id === grantId);
  if (grant === undefined) return { obstacle: 'NO_GRANT' };
  const obstacle = await obstacleOnLine(tx, grants, grant, { asker: null, document, now, counts: true });
  return obstacle === null ? { grant, approval: neededApproval(grant, document) } : { obstacle: codeOf(obstacle) };
}

/** The approvals that a grant asks for before this document, or null. */
export function neededApproval({ terms }: GrantRecord, document: UseDocument): ApprovalTier | null {
  if (terms.approval === null) return null;
  const tier = approvalTierOf(terms.approval, document?.amount ?? null);
  return tier === undefined || tier.approvers.length === 0 ? null : tier;
}

/**
 * Whether a grant is given to this person, to a role or group of theirs, or to the program that acts for them. Roles and groups
 * count within the company of the seal alone.
 */
export function isHolder(
  { holder }: GrantRecord,
  { principal, person }: Asker,
  { organisationId }: Pick<SealRecord, 'organisationId'>,
): boolean {
  const isOwn = person.organisationId === organisationId;
  switch (holder.type) {
    case 'person':
      return holder.id === person.id;
    case 'role':
      return isOwn && person.roles.includes(holder.id);
    case 'group':
      return isOwn && person.groups.includes(holder.id);
    case 'application':
      return isOwn && principal.application === holder.id;
  }
}

interface LineQuestion {
  /** Null where hours and network are not judged. */
  readonly asker: Asker | null;
  readonly document: UseDocument;
  readonly now: Date;
  /** Whether the number of uses is judged. */
  readonly counts: boolean;
}

/** The first obstacle of a grant, or of one that it was passed on from: nobody has more than whoever gave it has now. */
async function obstacleOnLine(
  tx: StoreTransaction,
  grants: readonly GrantRecord[],
  grant: GrantRecord,
  { asker, document, now, counts }: LineQuestion,
): Promise<GrantObstacle | null> {
  for (const each of lineOf(grants, grant)) {
    if (each.withdrawn !== null) return 'GRANT_NOT_IN_FORCE';
    const terms = asker === null ? { ...each.terms, schedule: null, networks: null } : each.terms;
    const address = asker?.principal.address;
    const obstacle = findGrantObstacle(terms, {
      time: now,
      document,
      usesSoFar: counts && terms.maxUses !== null ? await countUses(tx, grants, each, now) : 0,
      fromNetwork: terms.networks === null || address === undefined ? null : isInNetworks(address, terms.networks),
    });
    if (obstacle !== null) return obstacle;
  }
  return null;
}

/** A grant and those that it was passed on from. */
function lineOf(grants: readonly GrantRecord[], grant: GrantRecord): readonly GrantRecord[] {
  const line = [grant];
  for (let parent = grant.delegatedFrom; parent !== null && line.length <= grants.length;) {
    const found = grants.find(({ id }) => id === parent);
    if (found === undefined) break;
    line.push(found);
    parent = found.delegatedFrom;
  }
  return line;
}

/** Uses of a grant and of all that was passed on from it. */
export async function countUses(tx: StoreTransaction, grants: readonly GrantRecord[], grant: GrantRecord, now: Date): Promise<number> {
  let uses = await tx.permits.countOfGrant(grant.tenant, grant.id, now.toISOString());
  for (const child of grants) if (child.delegatedFrom === grant.id) uses += await countUses(tx, grants, child, now);
  return uses;
}

/** A grant that is not in force is none. */
function codeOf(obstacle: GrantObstacle): ProblemCode {
  return obstacle === 'GRANT_NOT_IN_FORCE' ? 'NO_GRANT' : obstacle;
}
