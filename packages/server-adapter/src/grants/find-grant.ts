import { type ApprovalTier, type GrantObstacle, approvalTierOf, findGrantObstacle, GRANT_OBSTACLES } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { ProblemCode } from '../problem-codes.ts';
import type { EnvelopeRecord, GrantRecord, PersonRecord } from '../storage/records.ts';
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
  sealNumber: string,
  document: UseDocument,
  now: Date,
): Promise<GrantFinding> {
  let needsApproval: { readonly grant: GrantRecord; readonly approval: ApprovalTier } | undefined;
  let furthest: GrantObstacle = 'GRANT_NOT_IN_FORCE';
  for (const grant of await tx.register.listGrants(asker.principal.tenant, sealNumber)) {
    if (grant.withdrawn !== null || !isHolder(grant, asker)) continue;
    const usesSoFar = grant.terms.maxUses === null ? 0 : await tx.permits.countOfGrant(grant.tenant, grant.id, now.toISOString());
    const obstacle = obstacleOf(grant, asker, document, now, usesSoFar);
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
  grantId: string | null,
  document: UseDocument,
  now: Date,
): Promise<ProblemCode | null> {
  const grant = grantId === null ? undefined : await tx.register.findGrant(asker.principal.tenant, grantId);
  if (grant === undefined || grant.withdrawn !== null || !isHolder(grant, asker)) return 'NO_GRANT';
  const obstacle = obstacleOf(grant, asker, document, now, 0);
  return obstacle === null ? null : codeOf(obstacle);
}

/**
 * The grant that a request for approval was made on, as it stands now. Hours, network and program were those of the request;
 * the person who is here now is the approver.
 */
export async function findRequestedGrant(
  tx: StoreTransaction,
  { tenant, grantId }: { readonly tenant: string; readonly grantId: string },
  document: UseDocument,
  now: Date,
): Promise<GrantFinding> {
  const grant = await tx.register.findGrant(tenant, grantId);
  if (grant === undefined || grant.withdrawn !== null) return { obstacle: 'NO_GRANT' };
  const usesSoFar = await tx.permits.countOfGrant(tenant, grantId, now.toISOString());
  const terms = { ...grant.terms, schedule: null, networks: null };
  const obstacle = findGrantObstacle(terms, { time: now, document, usesSoFar, fromNetwork: null });
  return obstacle === null ? { grant, approval: neededApproval(grant, document) } : { obstacle: codeOf(obstacle) };
}

/** The approvals that a grant asks for before this document, or null. */
export function neededApproval({ terms }: GrantRecord, document: UseDocument): ApprovalTier | null {
  if (terms.approval === null) return null;
  const tier = approvalTierOf(terms.approval, document?.amount ?? null);
  return tier === undefined || tier.approvers.length === 0 ? null : tier;
}

/** Whether a grant is given to this person, to a role or group of theirs, or to the program that acts for them. */
export function isHolder({ holder }: GrantRecord, { principal, person }: Asker): boolean {
  switch (holder.type) {
    case 'person':
      return holder.id === person.id;
    case 'role':
      return person.roles.includes(holder.id);
    case 'group':
      return person.groups.includes(holder.id);
    case 'application':
      return principal.application === holder.id;
  }
}

function obstacleOf(grant: GrantRecord, { principal }: Asker, document: UseDocument, time: Date, usesSoFar: number): GrantObstacle | null {
  const { networks } = grant.terms;
  const fromNetwork = networks === null || principal.address === undefined ? null : isInNetworks(principal.address, networks);
  return findGrantObstacle(grant.terms, { time, document, usesSoFar, fromNetwork });
}

/** A grant that is not in force is none. */
function codeOf(obstacle: GrantObstacle): ProblemCode {
  return obstacle === 'GRANT_NOT_IN_FORCE' ? 'NO_GRANT' : obstacle;
}
