import type { ApprovalList, ApprovalQuery, ApprovalView } from '@sealkit/core/protocol';
import { findApproverFault } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { assertAuthorized, isAuthorized } from '../authorization.ts';
import type { ApprovalRecord, PersonRecord } from '../storage/records.ts';
import type { ApprovalListQuery, StoreTransaction } from '../storage/store.ts';
import { presentApproval } from './approval-view.ts';
import { expireOverdueApprovals } from './expire-approvals.ts';
import { waitingToken } from './approver-names.ts';
import { isWaitedFor } from './waited-for.ts';

const LIMIT = 200;

/** The requests that wait for the caller, those that the caller made, or those that have ended. */
export async function listApprovals(context: AdapterContext, principal: Principal, query: ApprovalQuery): Promise<ApprovalList> {
  await assertAuthorized(context, principal, 'approval.list', { type: 'tenant' });
  const { tenant, personId } = principal;
  const now = context.clock.now();
  const found = await context.store.transaction(async (tx) => {
    await expireOverdueApprovals(tx, tenant, now);
    const caller = await tx.register.findPerson(tenant, personId);
    if (caller === undefined) throw new AdapterError('PERSON_NOT_REGISTERED');
    const approvals = await tx.approvals.list({ ...storeQuery(query, caller), tenant, limit: LIMIT });
    return { caller, approvals: query.box === 'for-me' ? approvals.filter((approval) => mayDecide(approval, caller)) : approvals };
  });
  const readable: ApprovalRecord[] = [];
  for (const approval of found.approvals) if (await mayRead(context, principal, approval, found.caller)) readable.push(approval);
  return context.store.transaction(async (tx) => {
    const approvals: ApprovalView[] = [];
    for (const approval of readable) approvals.push(await presentApproval(tx, principal, approval, now));
    return { approvals };
  });
}

/** One request: for whoever made it, decides on it, or is allowed by the host to read it. */
export async function readApproval(context: AdapterContext, principal: Principal, id: string): Promise<ApprovalView> {
  const now = context.clock.now();
  const { approval, caller } = await context.store.transaction(async (tx) => {
    await expireOverdueApprovals(tx, principal.tenant, now);
    return {
      approval: await findApproval(tx, principal.tenant, id),
      caller: await tx.register.findPerson(principal.tenant, principal.personId),
    };
  });
  if (caller === undefined) throw new AdapterError('PERSON_NOT_REGISTERED');
  if (!(await mayRead(context, principal, approval, caller))) throw new AdapterError('APPROVAL_NOT_FOUND');
  return context.store.transaction((tx) => presentApproval(tx, principal, approval, now));
}

export async function findApproval(tx: StoreTransaction, tenant: string, id: string): Promise<ApprovalRecord> {
  const approval = await tx.approvals.find(tenant, id);
  if (approval === undefined) throw new AdapterError('APPROVAL_NOT_FOUND');
  return approval;
}

function storeQuery(query: ApprovalQuery, caller: PersonRecord): Omit<ApprovalListQuery, 'tenant' | 'limit'> {
  const ofSeal = query.sealNumber === undefined ? {} : { sealNumber: query.sealNumber };
  if (query.box === 'mine') return { ...ofSeal, requestedBy: caller.id };
  if (query.box === 'done') return { ...ofSeal, ended: true };
  const tokens = [
    waitingToken({ type: 'person', id: caller.id }),
    ...caller.roles.map((role) => waitingToken({ type: 'role' as const, id: role })),
  ];
  return { ...ofSeal, state: 'pending', waitingFor: tokens };
}

function mayDecide(approval: ApprovalRecord, caller: PersonRecord): boolean {
  const decided = approval.decisions.map(({ person }) => person);
  return isWaitedFor(approval, caller) && findApproverFault(caller, { requester: approval.requestedBy, decided }) === null;
}

async function mayRead(context: AdapterContext, principal: Principal, approval: ApprovalRecord, caller: PersonRecord): Promise<boolean> {
  if (approval.requestedBy === caller.id || isWaitedFor(approval, caller)) return true;
  if (approval.decisions.some(({ person }) => person === caller.id)) return true;
  const seal = await context.store.transaction((tx) => tx.register.findSeal(principal.tenant, approval.sealNumber));
  if (seal === undefined) return false;
  return isAuthorized(context, principal, 'approval.read', { type: 'seal', number: seal.number, organisationId: seal.organisationId });
}
