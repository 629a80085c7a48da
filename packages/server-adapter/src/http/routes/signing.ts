import { issuePermit } from '../../permits/issue-permit.ts';
import { readPermit } from '../../permits/permit-view.ts';
import { confirmUse } from '../../uses/confirm-use.ts';
import { listUses } from '../../uses/list-uses.ts';
import { readUse } from '../../uses/read-use.ts';
import { startUse } from '../../uses/start-use.ts';
import { pathValue } from '../path-values.ts';
import { BODY_LIMIT, USE_BODY_LIMIT } from '../request-body.ts';
import { type Route, readRoute, writeRoute } from '../route.ts';
import { challengeSchema, permitSchema, useListSchema, usePendingSchema, useResultSchema, useStateSchema } from '../schemas/answers.ts';
import { confirmUseRequestSchema } from '../schemas/intents.ts';
import { permitRequestSchema, useQuerySchema, useRequestSchema } from '../schemas/requests.ts';
import { accepted, created, ok } from './answers.ts';
import { readUseQuery } from './use-query.ts';

/** Permits and uses: the way of a document to its signature. */
export const SIGNING_ROUTES: readonly Route[] = [
  writeRoute({
    method: 'POST',
    path: '/permits',
    stage: 'permit',
    summary: 'Asks for one use of a seal, or for a personal signature',
    body: permitRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 201: permitSchema },
    run: async ({ context, principal, body, remember }) =>
      created(await issuePermit(context, principal, body, (tx, view) => remember(tx, 201, view))),
  }),
  readRoute({
    method: 'GET',
    path: '/permits/{id}',
    summary: "How the caller's own request for a permit stands",
    answers: { 200: permitSchema },
    run: async ({ context, principal, path }) => ok(await readPermit(context, principal, pathValue(path, 'id'))),
  }),
  readRoute({
    method: 'GET',
    path: '/uses',
    summary: 'The use log of all seals and of personal signatures',
    query: useQuerySchema,
    answers: { 200: useListSchema },
    run: async ({ context, principal, query }) => ok(await listUses(context, principal, null, readUseQuery(query))),
  }),
  writeRoute({
    method: 'POST',
    path: '/uses',
    stage: 'use',
    summary: 'Sends document frame and hash state under a permit; answers what is to be confirmed',
    body: useRequestSchema,
    bodyLimit: USE_BODY_LIMIT,
    answers: { 201: challengeSchema },
    run: async ({ context, principal, body, remember }) =>
      created(await startUse(context, principal, body, (tx, challenge) => remember(tx, 201, challenge))),
  }),
  readRoute({
    method: 'GET',
    path: '/uses/{id}',
    summary: 'A use as it stands: challenge, or finished revision; an interrupted use is finished',
    answers: { 200: useStateSchema, 202: usePendingSchema },
    run: async ({ context, principal, path }) => accepted(await readUse(context, principal, pathValue(path, 'id'))),
  }),
  writeRoute({
    method: 'POST',
    path: '/uses/{id}/confirm',
    stage: 'confirm',
    repeatsWork: true,
    summary: 'Confirms the act that was shown; answers the finished revision',
    body: confirmUseRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: useResultSchema, 202: usePendingSchema },
    // A repeat finds the use completed and its one result, so the answer need not share the transaction.
    run: async ({ context, principal, path, body }) => accepted(await confirmUse(context, principal, pathValue(path, 'id'), body)),
  }),
];
