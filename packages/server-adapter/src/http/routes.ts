import { type UseQuery } from '@sealkit/core/protocol';
import { z } from 'zod';
import { readEventProof } from '../audit/transparency-log/event-proof.ts';
import { readCheckpoint, readTile } from '../audit/transparency-log/read-log.ts';
import { openEnvelope } from '../permits/envelopes.ts';
import { issuePermit } from '../permits/issue-permit.ts';
import { describeKeys } from '../register/key-set.ts';
import { changeSealState, listSeals, readSeal } from '../register/seals.ts';
import { readSession, readTrust } from '../register/session.ts';
import { confirmUse } from '../uses/confirm-use.ts';
import { listUses } from '../uses/list-uses.ts';
import { readUse } from '../uses/read-use.ts';
import { startUse } from '../uses/start-use.ts';
import { type Answer, jsonAnswer, OCTET_TYPE, TEXT_TYPE } from './answer.ts';
import { describeRoutes } from './openapi.ts';
import { pathValue } from './path-values.ts';
import { BODY_LIMIT, USE_BODY_LIMIT } from './request-body.ts';
import { type PublicRoute, type Route, readRoute, writeRoute } from './route.ts';
import {
  challengeSchema,
  checkpointSchema,
  envelopeSchema,
  eventProofSchema,
  jwksSchema,
  permitSchema,
  sealListSchema,
  sealSchema,
  sealTransitionResultSchema,
  sessionSchema,
  tileSchema,
  trustSchema,
  useListSchema,
  usePendingSchema,
  useResultSchema,
  useStateSchema,
} from './schemas/answers.ts';
import {
  confirmUseRequestSchema,
  envelopeRequestSchema,
  permitRequestSchema,
  sealTransitionRequestSchema,
  useQuerySchema,
  useRequestSchema,
} from './schemas/requests.ts';

const ok = (body: object): Answer => jsonAnswer(200, body);
const created = (body: object): Answer => jsonAnswer(201, body);
const accepted = (body: { readonly status: string }): Answer => jsonAnswer(body.status === 'pending' ? 202 : 200, body);

/** Who the caller is, and what the deployment trusts. */
const SESSION_ROUTES: readonly Route[] = [
  readRoute({
    method: 'GET',
    path: '/session',
    summary: 'Who the server takes the caller for',
    answers: { 200: sessionSchema },
    run: async ({ context, principal }) => ok(await readSession(context, principal)),
  }),
  readRoute({
    method: 'GET',
    path: '/trust',
    summary: 'The trust anchors of this deployment',
    answers: { 200: trustSchema },
    run: async ({ context, principal }) => ok(await readTrust(context, principal)),
  }),
];

/** The register. */
const SEAL_ROUTES: readonly Route[] = [
  readRoute({
    method: 'GET',
    path: '/seals',
    summary: 'The seals that the caller may see',
    answers: { 200: sealListSchema },
    run: async ({ context, principal }) => ok(await listSeals(context, principal)),
  }),
  readRoute({
    method: 'GET',
    path: '/seals/{number}',
    summary: 'One seal with its current version',
    answers: { 200: sealSchema },
    run: async ({ context, principal, path }) => ok(await readSeal(context, principal, pathValue(path, 'number'))),
  }),
  writeRoute({
    method: 'POST',
    path: '/seals/{number}/transitions',
    summary: 'Takes a seal one step through its life',
    body: sealTransitionRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: sealTransitionResultSchema },
    run: async ({ context, principal, path, body, remember }) =>
      ok(await changeSealState(context, principal, pathValue(path, 'number'), body, (tx, result) => remember(tx, 200, result))),
  }),
  readRoute({
    method: 'GET',
    path: '/seals/{number}/uses',
    summary: 'The use log of a seal',
    query: useQuerySchema,
    answers: { 200: useListSchema },
    run: async ({ context, principal, path, query }) =>
      ok(await listUses(context, principal, pathValue(path, 'number'), readUseQuery(query))),
  }),
];

/** Envelopes, permits and uses: the way of a document to its signature. */
const SIGNING_ROUTES: readonly Route[] = [
  writeRoute({
    method: 'POST',
    path: '/envelopes',
    summary: 'Opens a document for signing; the document stays where it is',
    body: envelopeRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 201: envelopeSchema },
    run: async ({ context, principal, body, remember }) =>
      created(await openEnvelope(context, principal, body, (tx, view) => remember(tx, 201, view))),
  }),
  writeRoute({
    method: 'POST',
    path: '/permits',
    useStage: 'permit',
    summary: 'Asks for one use of a seal, or for a personal signature',
    body: permitRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 201: permitSchema },
    run: async ({ context, principal, body, remember }) =>
      created(await issuePermit(context, principal, body, (tx, view) => remember(tx, 201, view))),
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
    useStage: 'use',
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
    useStage: 'confirm',
    repeatsWork: true,
    summary: 'Confirms the act that was shown; answers the finished revision',
    body: confirmUseRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: useResultSchema, 202: usePendingSchema },
    // A repeat finds the use completed and its one result, so the answer need not share the transaction.
    run: async ({ context, principal, path, body }) => accepted(await confirmUse(context, principal, pathValue(path, 'id'), body)),
  }),
];

/** The transparency log of the caller's tenant (C2SP tlog-tiles). */
const LOG_ROUTES: readonly Route[] = [
  readRoute({
    method: 'GET',
    path: '/log/checkpoint',
    summary: 'The latest checkpoint of the transparency log, a signed note',
    answers: { 200: checkpointSchema },
    answerType: TEXT_TYPE,
    run: async ({ context, principal }) => ({ status: 200, contentType: TEXT_TYPE, body: await readCheckpoint(context, principal) }),
  }),
  readRoute({
    method: 'GET',
    path: '/log/tile/{tile*}',
    summary: 'The hashes of one tile: <level>/<index>, with .p/<width> where it is partial',
    answers: { 200: tileSchema },
    answerType: OCTET_TYPE,
    run: async ({ context, principal, path }) => ({
      status: 200,
      contentType: OCTET_TYPE,
      body: await readTile(context, principal, path['tile'] ?? ''),
    }),
  }),
  readRoute({
    method: 'GET',
    path: '/events/{id}/proof',
    summary: 'That an event is in the log; an event that is not gets its leaf first',
    answers: { 200: eventProofSchema },
    run: async ({ context, principal, path }) => ok(await readEventProof(context, principal, pathValue(path, 'id'))),
  }),
];

/** The register's keys and this description, open to everybody. */
const PUBLIC_ROUTES: readonly PublicRoute[] = [
  {
    method: 'GET',
    public: true,
    path: '/.well-known/jwks.json',
    summary: 'Public key of the register',
    answers: { 200: jwksSchema },
    run: async ({ registerSigner }) => ok(await describeKeys(registerSigner)),
  },
  {
    method: 'GET',
    public: true,
    path: '/openapi.json',
    summary: 'This description',
    answers: { 200: z.looseObject({}) },
    run: async ({ basePath }) => ok(describeRoutes(ROUTES, basePath)),
  },
];

export const ROUTES: readonly Route[] = [...SESSION_ROUTES, ...SEAL_ROUTES, ...SIGNING_ROUTES, ...LOG_ROUTES, ...PUBLIC_ROUTES];

function readUseQuery(query: z.infer<typeof useQuerySchema>): UseQuery {
  const { limit, ...rest } = query;
  return limit === undefined ? rest : { ...rest, limit: Number(limit) };
}
