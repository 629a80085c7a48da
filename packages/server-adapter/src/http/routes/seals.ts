import type { SealQuery } from '@sealkit/core/protocol';
import { z } from 'zod';
import { changeSealState } from '../../register/change-seal-state.ts';
import { decideVersion } from '../../register/decide-version.ts';
import { endProposal } from '../../register/end-proposal.ts';
import { produceVersion } from '../../register/produce-version.ts';
import { recordSealAct } from '../../register/record-act.ts';
import { changeSealIntentPolicy, readSealIntentPolicy } from '../../register/seal-intent-policy.ts';
import { readDraft } from '../../register/seal-draft.ts';
import { requestSeal } from '../../register/request-seal.ts';
import { reviseDraft } from '../../register/revise-draft.ts';
import { readSealHistory } from '../../register/seal-history.ts';
import { listSeals, listVersions, readSeal } from '../../register/seals.ts';
import { liftStop, listStops, orderStop } from '../../register/stops.ts';
import { listUses } from '../../uses/list-uses.ts';
import { pathValue } from '../path-values.ts';
import { BODY_LIMIT, PICTURE_BODY_LIMIT } from '../request-body.ts';
import { type Route, readRoute, writeRoute } from '../route.ts';
import { useListSchema } from '../schemas/answers.ts';
import { sealIntentPolicyRequestSchema, sealIntentPolicySchema } from '../schemas/intents.ts';
import { useQuerySchema } from '../schemas/requests.ts';
import {
  reasonRequestSchema,
  sealActRequestSchema,
  sealDraftRequestSchema,
  sealDraftSchema,
  sealRevisionRequestSchema,
  sealProposalEndSchema,
  sealHistorySchema,
  sealListSchema,
  sealProductionRequestSchema,
  sealQuerySchema,
  sealSchema,
  sealTransitionRequestSchema,
  sealTransitionResultSchema,
  sealVersionDecisionSchema,
  sealVersionListSchema,
  stopListSchema,
  stopRequestSchema,
  stopResultSchema,
} from '../schemas/seals.ts';
import { created, ok } from './answers.ts';
import { readUseQuery } from './use-query.ts';

const cursorQuerySchema = z.strictObject({
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .exactOptional(),
});

/** The register: what there is, and what was done with it. */
const READ_ROUTES: readonly Route[] = [
  readRoute({
    method: 'GET',
    path: '/seals',
    summary: 'The seals that the caller may see',
    query: sealQuerySchema,
    answers: { 200: sealListSchema },
    run: async ({ context, principal, query }) => ok(await listSeals(context, principal, readSealQuery(query))),
  }),
  readRoute({
    method: 'GET',
    path: '/seals/{number}',
    summary: 'One seal with its current and its prepared version',
    answers: { 200: sealSchema },
    run: async ({ context, principal, path }) => ok(await readSeal(context, principal, pathValue(path, 'number'))),
  }),
  readRoute({
    method: 'GET',
    path: '/seals/{number}/draft',
    summary: 'What was asked for: name, keeper and design, with the digest that an approval names',
    answers: { 200: sealDraftSchema },
    run: async ({ context, principal, path }) => ok(await readDraft(context, principal, pathValue(path, 'number'))),
  }),
  readRoute({
    method: 'GET',
    path: '/seals/{number}/versions',
    summary: 'All versions of a seal, whole',
    answers: { 200: sealVersionListSchema },
    run: async ({ context, principal, path }) => ok(await listVersions(context, principal, pathValue(path, 'number'))),
  }),
  readRoute({
    method: 'GET',
    path: '/seals/{number}/history',
    summary: 'The life of a seal, oldest first, without its uses',
    query: cursorQuerySchema,
    answers: { 200: sealHistorySchema },
    run: async ({ context, principal, path, query }) => ok(await readSealHistory(context, principal, pathValue(path, 'number'), query)),
  }),
  readRoute({
    method: 'GET',
    path: '/seals/{number}/intent-policy',
    summary: 'What each use of the seal asks of whoever confirms it',
    answers: { 200: sealIntentPolicySchema },
    run: async ({ context, principal, path }) => ok(await readSealIntentPolicy(context, principal, pathValue(path, 'number'))),
  }),
  readRoute({
    method: 'GET',
    path: '/stops',
    summary: 'The persons who are stopped, of those whom the caller may let act again',
    answers: { 200: stopListSchema },
    run: async ({ context, principal }) => ok(await listStops(context, principal)),
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

/** The life of a seal, from its draft on. */
const LIFE_ROUTES: readonly Route[] = [
  writeRoute({
    method: 'POST',
    path: '/seals',
    stage: 'draft',
    summary: 'Drafts a seal: a new one, or one that exists on paper',
    body: sealDraftRequestSchema,
    bodyLimit: PICTURE_BODY_LIMIT,
    answers: { 201: sealTransitionResultSchema },
    run: async ({ context, principal, body, remember }) =>
      created(await requestSeal(context, principal, body, (tx, result) => remember(tx, 201, result))),
  }),
  writeRoute({
    method: 'POST',
    path: '/seals/{number}/revisions',
    stage: 'draft',
    summary: 'Changes what a draft asks for, before anybody approved it',
    body: sealRevisionRequestSchema,
    bodyLimit: PICTURE_BODY_LIMIT,
    answers: { 200: sealTransitionResultSchema },
    run: async ({ context, principal, path, body, remember }) =>
      ok(await reviseDraft(context, principal, pathValue(path, 'number'), body, (tx, result) => remember(tx, 200, result))),
  }),
  writeRoute({
    method: 'POST',
    path: '/seals/{number}/transitions',
    stage: 'transition',
    summary: 'Takes a seal one step through its life',
    body: sealTransitionRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: sealTransitionResultSchema },
    run: async ({ context, principal, path, body, remember }) =>
      ok(await changeSealState(context, principal, pathValue(path, 'number'), body, (tx, result) => remember(tx, 200, result))),
  }),
  writeRoute({
    method: 'POST',
    path: '/seals/{number}/pending-transition/end',
    stage: 'transition',
    summary: 'Takes back a step that waits for a second person, or turns it down',
    body: sealProposalEndSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: sealTransitionResultSchema },
    run: async ({ context, principal, path, body, remember }) =>
      ok(await endProposal(context, principal, pathValue(path, 'number'), body, (tx, result) => remember(tx, 200, result))),
  }),
  writeRoute({
    method: 'POST',
    path: '/seals/{number}/productions',
    stage: 'production',
    summary: 'Has the seal maker make the first or the next version',
    body: sealProductionRequestSchema,
    bodyLimit: PICTURE_BODY_LIMIT,
    answers: { 201: sealTransitionResultSchema },
    run: async ({ context, principal, path, body, remember }) =>
      created(await produceVersion(context, principal, pathValue(path, 'number'), body, (tx, result) => remember(tx, 201, result))),
  }),
  writeRoute({
    method: 'POST',
    path: '/seals/{number}/versions/{version}/decisions',
    stage: 'version',
    summary: 'Decides what becomes of a prepared version',
    body: sealVersionDecisionSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: sealTransitionResultSchema },
    run: async ({ context, principal, path, body, remember }) => {
      const of = { number: pathValue(path, 'number'), version: versionOf(pathValue(path, 'version')) };
      return ok(await decideVersion(context, principal, of, body, (tx, result) => remember(tx, 200, result)));
    },
  }),
  writeRoute({
    method: 'POST',
    path: '/seals/{number}/acts',
    stage: 'record',
    summary: 'Records filing, collection or destruction',
    body: sealActRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: sealTransitionResultSchema },
    run: async ({ context, principal, path, body, remember }) =>
      ok(await recordSealAct(context, principal, pathValue(path, 'number'), body, (tx, result) => remember(tx, 200, result))),
  }),
  writeRoute({
    method: 'POST',
    path: '/seals/{number}/intent-policy',
    stage: 'policy',
    summary: 'Sets what each use of the seal asks of whoever confirms it, from now on',
    body: sealIntentPolicyRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: sealIntentPolicySchema },
    run: async ({ context, principal, path, body, remember }) =>
      ok(await changeSealIntentPolicy(context, principal, pathValue(path, 'number'), body, (tx, view) => remember(tx, 200, view))),
  }),
  writeRoute({
    method: 'POST',
    path: '/stops',
    stage: 'stop',
    summary: 'Emergency stop of a seal, of a person with the seals they keep, or of an organisation',
    body: stopRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: stopResultSchema },
    run: async ({ context, principal, body, remember }) =>
      ok(await orderStop(context, principal, body, (tx, result) => remember(tx, 200, result))),
  }),
  writeRoute({
    method: 'POST',
    path: '/persons/{id}/release',
    stage: 'stop',
    summary: 'Lets a stopped person act again',
    body: reasonRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: stopResultSchema },
    run: async ({ context, principal, path, body, remember }) =>
      ok(await liftStop(context, principal, pathValue(path, 'id'), body, (tx, result) => remember(tx, 200, result))),
  }),
];

export const SEAL_ROUTES: readonly Route[] = [...READ_ROUTES, ...LIFE_ROUTES];

function readSealQuery(query: z.infer<typeof sealQuerySchema>): SealQuery {
  const { limit, ...rest } = query;
  return limit === undefined ? rest : { ...rest, limit: Number(limit) };
}

/** What is no number names no version that there is. */
function versionOf(text: string): number {
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 0;
}
