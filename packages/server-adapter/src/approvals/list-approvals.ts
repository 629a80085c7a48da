import type { ApprovalList, ApprovalQuery, ApprovalView } from '@sealkit/core/protocol';
import { findApproverFault } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { assertAuthorized, isAuthorized } from '../authorization.ts';
import type { ApprovalRecord, PersonRecord } from '../storage/records.ts';
import type { ApprovalListQuery, StoreTransaction } from '../storage/store.ts';
import { sealResource } from '../register/seals.ts';
import { presentApproval } from './approval-view.ts';
import { expireOverdueApprovals } from './expire-approvals.ts';
import { waitingToken } from './approver-names.ts';
import { isWaitedFor } from './waited-for.ts';
import { lookFirst } from '../storage/look-first.ts';

const DEFAULT_LIMIT = 50;
/** Requests looked at for one page: whoever may see few of many gets short pages, and a cursor that leads on. */
const MOST_EXAMINED = 1000;

/** The requests that wait for the caller, those that the caller made, or those that have ended. */
export async function listApprovals(context: AdapterContext, principal: Principal, query: ApprovalQuery): Promise<ApprovalList> {
  await assertAuthorized(context, principal, 'approval.list', { type: 'tenant' });
  const { tenant, personId } = principal;
  const now = context.clock.now();
  const limit = query.limit ?? DEFAULT_LIMIT;
  const caller = await lookFirst(context.store, async (tx) => {
    await expireOverdueApprovals(tx, tenant, now);
    const person = await tx.register.findPerson(tenant, personId);
    if (person === undefined) throw new AdapterError('PERSON_NOT_REGISTERED');
    if (query.cursor !== undefined && (await tx.approvals.find(tenant, query.cursor)) === undefined)
      throw new AdapterError('QUERY_MALFORMED', { detail: 'a cursor that was not given here' });
    return person;
  });
  const readable: ApprovalRecord[] = [];
  let after = query.cursor;
  let more = true;
  for (let examined = 0; more && readable.length < limit && examined < MOST_EXAMINED; examined += limit) {
    const page = await readPage(context, {
      ...storeQuery(query, caller),
      tenant,
      limit: limit + 1,
      ...(after === undefined ? {} : { after }),
    });
    more = page.length > limit;
    for (const approval of page.slice(0, limit)) {
      if (readable.length === limit) {
        more = true;
        break;
      }
      after = approval.id;
      const place = await placeOf(context, principal, approval, caller);
      if (place === 'decides' || (place === 'reads' && query.box !== 'for-me')) readable.push(approval);
    }
  }
  return context.store.transaction(
    async (tx) => {
      const approvals: ApprovalView[] = [];
      for (const approval of readable) approvals.push(await presentApproval(tx, principal, approval, now));
      return { approvals, nextCursor: more ? (after ?? null) : null };
    },
    { readOnly: true },
  );
}

function readPage({ store }: AdapterContext, query: ApprovalListQuery): Promise<readonly ApprovalRecord[]> {
  return store.transaction((tx) => tx.approvals.list(query), { readOnly: true });
}

/** One request: for whoever made it, decides on it, or is allowed by the host to read it. */
export async function readApproval(context: AdapterContext, principal: Principal, id: string): Promise<ApprovalView> {
  const now = context.clock.now();
  const { approval, caller } = await lookFirst(context.store, async (tx) => {
    await expireOverdueApprovals(tx, principal.tenant, now);
    return {
      approval: await findApproval(tx, principal.tenant, id),
      caller: await tx.register.findPerson(principal.tenant, principal.personId),
    };
  });
  if (caller === undefined) throw new AdapterError('PERSON_NOT_REGISTERED');
  if ((await placeOf(context, principal, approval, caller)) === 'outside') throw new AdapterError('APPROVAL_NOT_FOUND');
  return context.store.transaction((tx) => presentApproval(tx, principal, approval, now), { readOnly: true });
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

/**
 * Where the caller stands: a request waits for them and the host lets them decide about the seal; or they asked, have decided, or the
 * host lets them read; or it is none of their business.
 */
async function placeOf(
  context: AdapterContext,
  principal: Principal,
  approval: ApprovalRecord,
  caller: PersonRecord,
): Promise<'decides' | 'reads' | 'outside'> {
  const seal = await context.store.transaction((tx) => tx.register.findSeal(principal.tenant, approval.sealNumber), { readOnly: true });
  if (seal === undefined) return 'outside';
  const decided = approval.decisions.map(({ person }) => person);
  const may = (action: 'approval.decide' | 'approval.read') => isAuthorized(context, principal, action, sealResource(seal));
  const isApprover = findApproverFault(caller, { requester: approval.requestedBy, decided }) === null;
  if (isApprover && isWaitedFor(approval, caller, seal.organisationId) && (await may('approval.decide'))) return 'decides';
  if (approval.requestedBy === caller.id || decided.includes(caller.id)) return 'reads';
  return (await may('approval.read')) ? 'reads' : 'outside';
}
