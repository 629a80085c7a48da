import { readEventProof } from '../../audit/transparency-log/event-proof.ts';
import { readCheckpoint, readTile } from '../../audit/transparency-log/read-log.ts';
import { OCTET_TYPE, TEXT_TYPE } from '../answer.ts';
import { pathValue } from '../path-values.ts';
import { type Route, readRoute } from '../route.ts';
import { checkpointSchema, eventProofSchema, tileSchema } from '../schemas/answers.ts';
import { ok } from './answers.ts';

/** The transparency log of the caller's tenant (C2SP tlog-tiles). */
export const LOG_ROUTES: readonly Route[] = [
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
