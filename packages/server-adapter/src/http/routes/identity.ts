import type { z } from 'zod';
import { issuePersonalCertificate } from '../../identity/verification/issue-personal-certificate.ts';
import {
  continueVerification,
  decideVerification,
  listIdentityProviders,
  listVerifications,
  readVerification,
  startVerification,
} from '../../identity/verification/verifications.ts';
import type { IdentityListQuery } from '../../storage/store.ts';
import { pathValue } from '../path-values.ts';
import { BODY_LIMIT } from '../request-body.ts';
import { type Route, readRoute, writeRoute } from '../route.ts';
import {
  identityDecisionSchema,
  identityProviderListSchema,
  identityQuerySchema,
  identityStepSchema,
  identityVerificationListSchema,
  identityVerificationRequestSchema,
  identityVerificationSchema,
  issuedCertificateSchema,
  noMembersSchema,
} from '../schemas/identity.ts';
import { accepted, created, ok } from './answers.ts';

/** Who persons and organisations are, and the certificates of those that were verified. */
export const IDENTITY_ROUTES: readonly Route[] = [
  readRoute({
    method: 'GET',
    path: '/identity-providers',
    summary: 'Who verifies persons and organisations here, and how',
    answers: { 200: identityProviderListSchema },
    run: async ({ context, principal }) => ok(await listIdentityProviders(context, principal)),
  }),
  readRoute({
    method: 'GET',
    path: '/identity-verifications',
    summary: 'Verifications, the newest first',
    query: identityQuerySchema,
    answers: { 200: identityVerificationListSchema },
    run: async ({ context, principal, query }) => ok(await listVerifications(context, principal, readIdentityQuery(query))),
  }),
  readRoute({
    method: 'GET',
    path: '/identity-verifications/{id}',
    summary: 'One verification; numbers are masked',
    answers: { 200: identityVerificationSchema },
    run: async ({ context, principal, path }) => ok(await readVerification(context, principal, pathValue(path, 'id'))),
  }),
  writeRoute({
    method: 'POST',
    path: '/identity-verifications',
    stage: 'identity',
    summary: 'Has a person or an organisation verified',
    body: identityVerificationRequestSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 201: identityVerificationSchema },
    run: async ({ context, principal, body, remember }) =>
      created(await startVerification(context, principal, body, (tx, view) => remember(tx, 201, view))),
  }),
  writeRoute({
    method: 'POST',
    path: '/identity-verifications/{id}/steps',
    stage: 'identity',
    summary: 'Asks the provider whether a pending verification has ended',
    body: identityStepSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: identityVerificationSchema },
    run: async ({ context, principal, path, body, remember }) =>
      ok(await continueVerification(context, principal, pathValue(path, 'id'), body, (tx, view) => remember(tx, 200, view))),
  }),
  writeRoute({
    method: 'POST',
    path: '/identity-verifications/{id}/decisions',
    stage: 'identity',
    summary: 'Decides over the documents that were handed in',
    body: identityDecisionSchema,
    bodyLimit: BODY_LIMIT,
    answers: { 200: identityVerificationSchema },
    run: async ({ context, principal, path, body, remember }) =>
      ok(await decideVerification(context, principal, pathValue(path, 'id'), body, (tx, view) => remember(tx, 200, view))),
  }),
  writeRoute({
    method: 'POST',
    path: '/identity-verifications/{id}/certificates',
    stage: 'identity',
    summary: 'Has a certificate issued to the verified person; the same request asks again while the authority decides',
    body: noMembersSchema,
    bodyLimit: BODY_LIMIT,
    repeatsWork: true,
    answers: { 200: issuedCertificateSchema, 202: issuedCertificateSchema },
    run: async ({ context, principal, path, remember }) =>
      accepted(await issuePersonalCertificate(context, principal, pathValue(path, 'id'), (tx, view) => remember(tx, 200, view))),
  }),
];

function readIdentityQuery({
  subjectKind,
  subjectId,
  state,
}: z.infer<typeof identityQuerySchema>): Omit<IdentityListQuery, 'tenant' | 'limit'> {
  return {
    ...(subjectKind === undefined || subjectId === undefined ? {} : { subject: { kind: subjectKind, id: subjectId } }),
    ...(state === undefined ? {} : { state }),
  };
}
