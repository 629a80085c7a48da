import type { ApprovalQuery } from '@sealkit/core/protocol';
import type { z } from 'zod';
import { decideApproval } from '../../approvals/decide-approval.ts';
import { readCountersignature } from '../../approvals/countersignature.ts';
import { listApprovals, readApproval } from '../../approvals/list-approvals.ts';
import { withdrawApproval } from '../../approvals/withdraw-approval.ts';
import { changeGrant, giveGrant, listGrants } from '../../grants/grants.ts';
import { pathValue } from '../path-values.ts';
import { BODY_LIMIT } from '../request-body.ts';
import { type Route, readRoute, writeRoute } from '../route.ts';
import {
  approvalDecisionSchema,
  approvalListSchema,
  approvalQuerySchema,
  approvalResultSchema,
  approvalSchema,
  countersignatureSchema,
} from '../schemas/approvals.ts';
import { grantChangeSchema, grantListSchema, grantRequestSchema, grantResultSchema } from '../schemas/grants.ts';
import { reasonRequestSchema } from '../schemas/seals.ts';
import { created, ok } from './answers.ts';

/** Who may use a seal, under which terms. */
export const GRANT_ROUTES: readonly Route[] = [
  readRoute({
    method: 'GET',
    path: '/seals/{number}/grants',
    summary: 'All grants of a seal, also those that have ended',
    answers: { 200: grantListSchema },
    run: async ({ context, principal, path }) => ok(await listGrants(context, principal, pathValue(path, 'number'))),
  }),
  writeRoute({
    method: 'POST',
    path: '/seals/{number}/grants',
    stage: 'grant',
    summary: 'Gives a grant',
    body: grantRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 201: grantResultSchema },
    run: async ({ context, principal, path, body, remember }) =>
      created(await giveGrant(context, principal, pathValue(path, 'number'), body, (tx, result) => remember(tx, 201, result))),
  }),
  writeRoute({
    method: 'POST',
    path: '/grants/{id}/changes',
    stage: 'grant',
    summary: 'Extends, withdraws or passes on a grant',
    body: grantChangeSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: grantResultSchema },
    run: async ({ context, principal, path, body, remember }) =>
      ok(await changeGrant(context, principal, pathValue(path, 'id'), body, (tx, result) => remember(tx, 200, result))),
  }),
];

/** Requests that wait for a decision. */
export const APPROVAL_ROUTES: readonly Route[] = [
  readRoute({
    method: 'GET',
    path: '/approvals',
    summary: 'Requests that wait for the caller, that the caller made, or that have ended',
    query: approvalQuerySchema,
    answers: { 200: approvalListSchema },
    run: async ({ context, principal, query }) => ok(await listApprovals(context, principal, readApprovalQuery(query))),
  }),
  readRoute({
    method: 'GET',
    path: '/approvals/{id}',
    summary: 'One request for approval',
    answers: { 200: approvalSchema },
    run: async ({ context, principal, path }) => ok(await readApproval(context, principal, pathValue(path, 'id'))),
  }),
  readRoute({
    method: 'GET',
    path: '/approvals/{id}/countersignature',
    summary: "What the approver's passkey is asked, where the request has to be countersigned",
    answers: { 200: countersignatureSchema },
    run: async ({ context, principal, path }) => ok(await readCountersignature(context, principal, pathValue(path, 'id'))),
  }),
  writeRoute({
    method: 'POST',
    path: '/approvals/{id}/decisions',
    stage: 'approval',
    summary: 'Approves or rejects; the decision that completes the approvals issues the permit',
    body: approvalDecisionSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: approvalResultSchema },
    run: async ({ context, principal, path, body, remember }) =>
      ok(await decideApproval(context, principal, pathValue(path, 'id'), body, (tx, result) => remember(tx, 200, result))),
  }),
  writeRoute({
    method: 'POST',
    path: '/approvals/{id}/withdrawal',
    stage: 'approval',
    summary: "Takes the caller's own request back",
    body: reasonRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: approvalResultSchema },
    run: async ({ context, principal, path, body, remember }) =>
      ok(await withdrawApproval(context, principal, pathValue(path, 'id'), body, (tx, result) => remember(tx, 200, result))),
  }),
];

function readApprovalQuery(query: z.infer<typeof approvalQuerySchema>): ApprovalQuery {
  const { limit, ...rest } = query;
  return limit === undefined ? rest : { ...rest, limit: Number(limit) };
}
