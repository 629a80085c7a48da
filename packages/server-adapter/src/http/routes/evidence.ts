import type { Bytes } from '@sealkit/core/bytes';
import { issueEvidence } from '../../evidence/issue-evidence.ts';
import { ASICE_TYPE, type OctetAnswer, PDF_TYPE } from '../answer.ts';
import { pathValue } from '../path-values.ts';
import { type Route, readRoute, type UploadRoute } from '../route.ts';
import { evidencePackageSchema } from '../schemas/envelopes.ts';

/** What proves an envelope to somebody who trusts nobody here. */
export const EVIDENCE_ROUTES: readonly Route[] = [
  readRoute({
    method: 'GET',
    path: '/envelopes/{id}/evidence',
    summary: 'The evidence package of an envelope, with the document where the server holds it',
    answers: { 200: evidencePackageSchema },
    answerType: ASICE_TYPE,
    run: async ({ context, principal, path }) => {
      const id = pathValue(path, 'id');
      return download(id, await issueEvidence(context, principal, id));
    },
  }),
  {
    method: 'POST',
    path: '/envelopes/{id}/evidence',
    summary: 'The same with the document that the caller sends; nothing is kept of it',
    takes: PDF_TYPE,
    answers: { 200: evidencePackageSchema },
    answerType: ASICE_TYPE,
    run: async ({ context, principal, path, body }) => {
      const id = pathValue(path, 'id');
      return download(id, await issueEvidence(context, principal, id, body));
    },
  } satisfies UploadRoute,
];

function download(id: string, body: Bytes): OctetAnswer {
  const headers = { 'content-length': String(body.length), 'content-disposition': `attachment; filename="case-${id}.asice"` };
  return { status: 200, contentType: ASICE_TYPE, body, headers };
}
