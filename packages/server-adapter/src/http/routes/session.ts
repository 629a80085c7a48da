import { listOrganisations, listPersons } from '../../register/people.ts';
import { readSession, readTrust } from '../../register/session.ts';
import { type Route, readRoute } from '../route.ts';
import { sessionSchema, trustSchema } from '../schemas/answers.ts';
import { organisationListSchema, personListSchema, personQuerySchema } from '../schemas/grants.ts';
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
