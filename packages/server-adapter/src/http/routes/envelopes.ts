import type { Bytes } from '@sealkit/core/bytes';
import type { EnvelopeQuery } from '@sealkit/core/protocol';
import type { z } from 'zod';
import { declineEnvelope, voidEnvelope } from '../../envelopes/end-envelope.ts';
import { listEnvelopes, readEnvelope } from '../../envelopes/list-envelopes.ts';
import { openEnvelope } from '../../envelopes/open-envelope.ts';
import { readEnvelopePlace } from '../../envelopes/read-envelope-place.ts';
import { remindParties } from '../../envelopes/remind-parties.ts';
import { partsOf } from '../../envelopes/stored/keep-version.ts';
import { readStoredDocument, type StoredDocument } from '../../envelopes/stored/read-stored-document.ts';
import { storeDocument } from '../../envelopes/stored/store-document.ts';
import { type OctetAnswer, PDF_TYPE } from '../answer.ts';
import { pathValue } from '../path-values.ts';
import { BODY_LIMIT } from '../request-body.ts';
import { type Route, readRoute, type UploadRoute, writeRoute } from '../route.ts';
import {
  envelopeEndSchema,
  envelopeListSchema,
  envelopePlaceSchema,
  envelopeQuerySchema,
  envelopeRequestSchema,
  envelopeResultSchema,
  envelopeSchema,
  reminderRequestSchema,
  storedDocumentSchema,
} from '../schemas/envelopes.ts';
import { created, ok } from './answers.ts';

/** Envelopes: a document on its way to the signatures of its parties. */
export const ENVELOPE_ROUTES: readonly Route[] = [
  writeRoute({
    method: 'POST',
    path: '/envelopes',
    summary: 'Opens a document for signing; the document stays where it is unless the envelope is a stored one',
    body: envelopeRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 201: envelopeSchema },
    run: async ({ context, principal, body, remember }) =>
      created(await openEnvelope(context, principal, body, (tx, view) => remember(tx, 201, view))),
  }),
  readRoute({
    method: 'GET',
    path: '/envelopes',
    summary: "Envelopes whose turn is the caller's, that the caller has to do with, or all that the host shows; newest first",
    query: envelopeQuerySchema,
    answers: { 200: envelopeListSchema },
    run: async ({ context, principal, query }) => ok(await listEnvelopes(context, principal, readQuery(query))),
  }),
  readRoute({
    method: 'GET',
    path: '/envelopes/{id}',
    summary: 'One envelope with its parties and versions',
    answers: { 200: envelopeSchema },
    run: async ({ context, principal, path }) => ok(await readEnvelope(context, principal, pathValue(path, 'id'))),
  }),
  readRoute({
    method: 'GET',
    path: '/envelopes/{id}/place',
    summary: 'As what the caller comes to an envelope, and what they may do there now',
    answers: { 200: envelopePlaceSchema },
    run: async ({ context, principal, path }) => ok(await readEnvelopePlace(context, principal, pathValue(path, 'id'))),
  }),
  writeRoute({
    method: 'POST',
    path: '/envelopes/{id}/decline',
    stage: 'envelope',
    summary: 'A party that is due declines; the envelope ends for everybody',
    body: envelopeEndSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: envelopeResultSchema },
    run: async ({ context, principal, path, body, remember }) =>
      ok(await declineEnvelope(context, principal, pathValue(path, 'id'), body, (tx, result) => remember(tx, 200, result))),
  }),
  writeRoute({
    method: 'POST',
    path: '/envelopes/{id}/void',
    stage: 'envelope',
    summary: 'Whoever opened an envelope, or an administrator, takes it back; it ends for everybody',
    body: envelopeEndSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: envelopeResultSchema },
    run: async ({ context, principal, path, body, remember }) =>
      ok(await voidEnvelope(context, principal, pathValue(path, 'id'), body, (tx, result) => remember(tx, 200, result))),
  }),
  writeRoute({
    method: 'POST',
    path: '/envelopes/{id}/reminders',
    stage: 'envelope',
    summary: 'Reminds whoever the envelope waits for, through the webhooks of the host',
    body: reminderRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: envelopeResultSchema },
    run: async ({ context, principal, path, remember }) =>
      ok(await remindParties(context, principal, pathValue(path, 'id'), (tx, result) => remember(tx, 200, result))),
  }),
  {
    method: 'POST',
    path: '/envelopes/{id}/document',
    summary: 'Takes the document of a stored envelope from whoever opened it',
    takes: PDF_TYPE,
    answers: { 200: envelopeSchema },
    run: async ({ context, principal, path, body }) => ok(await storeDocument(context, principal, pathValue(path, 'id'), body)),
  } satisfies UploadRoute,
  readRoute({
    method: 'GET',
    path: '/envelopes/{id}/document',
    summary: 'The document of a stored envelope as it is now',
    answers: { 200: storedDocumentSchema },
    answerType: PDF_TYPE,
    run: async ({ context, principal, path }) => download(await readStoredDocument(context, principal, pathValue(path, 'id'))),
  }),
  readRoute({
    method: 'GET',
    path: '/envelopes/{id}/versions/{version}/document',
    summary: 'One version of the document of a stored envelope',
    answers: { 200: storedDocumentSchema },
    answerType: PDF_TYPE,
    run: async ({ context, principal, path }) => {
      const version = pathValue(path, 'version');
      // What is no number names no version that there is.
      const number = /^[1-9]\d{0,5}$/.test(version) ? Number(version) : 0;
      return download(await readStoredDocument(context, principal, pathValue(path, 'id'), number));
    },
  }),
];

/** A document goes out in parts as it is read, to be kept and not shown: it is somebody else's file. */
function download({ source, digest, version }: StoredDocument): OctetAnswer {
  const parts = partsOf(source);
  const body = new ReadableStream<Bytes>({
    pull: async (controller) => {
      const { done, value } = await parts.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await parts.return();
    },
  });
  const headers = {
    'content-length': String(source.size),
    'content-disposition': `attachment; filename="version-${version}.pdf"`,
    etag: `"${digest}"`,
  };
  return { status: 200, contentType: PDF_TYPE, body, headers };
}

function readQuery({ limit, ...query }: z.infer<typeof envelopeQuerySchema>): EnvelopeQuery {
  return limit === undefined ? query : { ...query, limit: Number(limit) };
}
