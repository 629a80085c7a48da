import { listOrganisations, listPersons } from '../../register/people.ts';
import { readSession, readTrust } from '../../register/session.ts';
import { readCertificateStatus } from '../../revocation/certificate-status.ts';
import { type Route, readRoute, writeRoute } from '../route.ts';
import { certificateStatusSchema, sessionSchema, trustSchema } from '../schemas/answers.ts';
import { organisationListSchema, personListSchema, personQuerySchema } from '../schemas/grants.ts';
import { certificateStatusRequestSchema } from '../schemas/requests.ts';
import { ok } from './answers.ts';

/** Who the caller is, and what the deployment trusts. */
export const SESSION_ROUTES: readonly Route[] = [
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
  writeRoute({
    method: 'POST',
    path: '/certificate-status',
    repeatsWork: true,
    summary: 'What the services of a certificate below an anchor of this deployment say of it',
    body: certificateStatusRequestSchema,
    bodyLimit: 512 * 1024,
    answers: { 200: certificateStatusSchema },
    run: async ({ context, principal, body }) => ok(await readCertificateStatus(context, principal, body)),
  }),
  readRoute({
    method: 'GET',
    path: '/persons',
    summary: 'Persons who may be chosen: holders of grants, approvers, keepers',
    query: personQuerySchema,
    answers: { 200: personListSchema },
    run: async ({ context, principal, query }) => ok(await listPersons(context, principal, query)),
  }),
  readRoute({
    method: 'GET',
    path: '/organisations',
    summary: 'The organisations whose register the caller may see',
    answers: { 200: organisationListSchema },
    run: async ({ context, principal }) => ok(await listOrganisations(context, principal)),
  }),
];
