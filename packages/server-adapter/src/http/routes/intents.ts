import { beginAuthenticatorAct, startAuthenticatorProof } from '../../intent/authenticators/begin-act.ts';
import { confirmAuthenticatorAct } from '../../intent/authenticators/confirm-act.ts';
import { beginEnrolment, confirmEnrolment, listIntentMethods } from '../../intent/authenticators/enrol.ts';
import { confirmBatch } from '../../intent/batch/confirm-batch.ts';
import { openBatch, startBatchIntent } from '../../intent/batch/open-batch.ts';
import { recallBatch } from '../../intent/batch/read-batch.ts';
import { startIntent } from '../../intent/start-intent.ts';
import { pathValue } from '../path-values.ts';
import { BODY_LIMIT } from '../request-body.ts';
import { type Route, readRoute, writeRoute } from '../route.ts';
import {
  authenticatorActConfirmationSchema,
  authenticatorActRequestSchema,
  authenticatorActResultSchema,
  authenticatorActViewSchema,
  confirmBatchRequestSchema,
  enrolmentConfirmationSchema,
  enrolmentRequestSchema,
  enrolmentSchema,
  intentBatchRequestSchema,
  intentBatchSchema,
  intentMethodListSchema,
  intentRequestSchema,
  intentSchema,
} from '../schemas/intents.ts';
import { intentBatchRecallSchema } from '../schemas/batch-recall.ts';
import { created, ok } from './answers.ts';

/** How a person confirms what they sign, and with what. */
export const INTENT_ROUTES: readonly Route[] = [
  writeRoute({
    method: 'POST',
    path: '/uses/{id}/intents',
    stage: 'confirm',
    summary: 'Starts a proof of intent for a use that waits for one; its confirmation finishes it',
    body: intentRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 201: intentSchema },
    run: async ({ context, principal, path, body, remember }) =>
      created(await startIntent(context, principal, { ...body, useId: pathValue(path, 'id') }, (tx, view) => remember(tx, 201, view))),
  }),
  writeRoute({
    method: 'POST',
    path: '/intent-batches',
    stage: 'confirm',
    summary: 'Puts uses that wait for intent into one batch, for one proof',
    body: intentBatchRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 201: intentBatchSchema },
    run: async ({ context, principal, body, remember }) =>
      created(await openBatch(context, principal, body, (tx, view) => remember(tx, 201, view))),
  }),
  readRoute({
    method: 'GET',
    path: '/intent-batches/{id}',
    summary: 'A batch with its acts, for a page that goes on with it',
    answers: { 200: intentBatchRecallSchema },
    run: async ({ context, principal, path }) => ok(await recallBatch(context, principal, pathValue(path, 'id'))),
  }),
  writeRoute({
    method: 'POST',
    path: '/intent-batches/{id}/intents',
    stage: 'confirm',
    summary: 'Starts a proof of intent for a batch that waits for one; its confirmation finishes it',
    body: intentRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 201: intentSchema },
    run: async ({ context, principal, path, body, remember }) =>
      created(
        await startBatchIntent(context, principal, { ...body, batchId: pathValue(path, 'id') }, (tx, view) => remember(tx, 201, view)),
      ),
  }),
  writeRoute({
    method: 'POST',
    path: '/intent-batches/{id}/confirm',
    stage: 'confirm',
    repeatsWork: true,
    summary: 'Confirms the batch that was shown; each of its uses may then be confirmed by its place in it',
    body: confirmBatchRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: intentBatchSchema },
    // A repeat finds the batch confirmed by the same proof, so the answer need not share the transaction.
    run: async ({ context, principal, path, body }) => ok(await confirmBatch(context, principal, pathValue(path, 'id'), body.proof)),
  }),
  readRoute({
    method: 'GET',
    path: '/intent-methods',
    summary: 'The ways of confirming that are offered, and what the caller has enrolled',
    answers: { 200: intentMethodListSchema },
    run: async ({ context, principal }) => ok(await listIntentMethods(context, principal)),
  }),
  writeRoute({
    method: 'POST',
    path: '/intent-methods/{method}/enrolments',
    // The answer may hold a shared secret, which is kept nowhere: a repeat begins another enrolment.
    repeatsWork: true,
    summary: "Begins to enrol the first authenticator of the caller's",
    body: enrolmentRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 201: enrolmentSchema },
    run: async ({ context, principal, path, body }) => created(await beginEnrolment(context, principal, pathValue(path, 'method'), body)),
  }),
  writeRoute({
    method: 'POST',
    path: '/intent-enrolments/{id}/confirm',
    summary: 'Finishes an enrolment with a first answer of the authenticator',
    body: enrolmentConfirmationSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: intentMethodListSchema },
    run: async ({ context, principal, path, body, remember }) =>
      ok(await confirmEnrolment(context, principal, pathValue(path, 'id'), body.answer, (tx, view) => remember(tx, 200, view))),
  }),
  writeRoute({
    method: 'POST',
    path: '/authenticator-acts',
    summary: 'Writes down that the caller adds another authenticator or removes one; a proof by what they have confirms it',
    body: authenticatorActRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 201: authenticatorActViewSchema },
    run: async ({ context, principal, body, remember }) =>
      created(await beginAuthenticatorAct(context, principal, body, (tx, view) => remember(tx, 201, view))),
  }),
  writeRoute({
    method: 'POST',
    path: '/authenticator-acts/{id}/intents',
    summary: 'Starts a proof of intent for an act on an authenticator; its confirmation finishes it',
    body: intentRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 201: intentSchema },
    run: async ({ context, principal, path, body, remember }) => {
      const request = { ...body, actId: pathValue(path, 'id') };
      return created(await startAuthenticatorProof(context, principal, request, (tx, view) => remember(tx, 201, view)));
    },
  }),
  writeRoute({
    method: 'POST',
    path: '/authenticator-acts/{id}/confirm',
    // The answer may hold a shared secret, which is kept nowhere; a repeat finds the proof spent.
    repeatsWork: true,
    summary: 'Confirms the act by a proof: removes the authenticator, or begins the enrolment of the new one',
    body: authenticatorActConfirmationSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: authenticatorActResultSchema },
    run: async ({ context, principal, path, body }) => ok(await confirmAuthenticatorAct(context, principal, pathValue(path, 'id'), body)),
  }),
];
