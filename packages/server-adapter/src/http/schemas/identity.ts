import type {
  IdentityDecisionRequest,
  IdentityProviderList,
  IdentityStepRequest,
  IdentityVerificationList,
  IdentityVerificationRequest,
  IdentityVerificationView,
  IssuedCertificateView,
} from '@sealkit/core/protocol';
import { redactPersonalNumbers } from '@sealkit/core/identity';
import { z } from 'zod';
import { digestSchema, idSchema, instantSchema, LINE, personalTextSchema, plainNameSchema, reasonSchema } from './values.ts';

const subjectSchema = z.strictObject({ kind: z.enum(['person', 'organisation']), id: idSchema });
const methodSchema = z.enum([
  'document-data',
  'face',
  'bank-card',
  'mobile-operator',
  'registration-number',
  'legal-representative',
  'bank-transfer',
  'authorisation-letter',
  'manual-review',
]);
/** A name as it stands in a document. What looks like a mark of a kept text would be shown as that text, and is nobody's name. */
const claimedNameSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(LINE)
  .regex(/^(?!salted-sha256:)/)
  .refine((name) => name.trim() !== '' && redactPersonalNumbers(name) === name, 'expected a name without the number of a person');
const numberSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9 ()+./-]+$/);

const personClaimsSchema = z.strictObject({
  kind: z.literal('person'),
  name: claimedNameSchema,
  personalNumber: z.strictObject({ type: z.enum(['resident-id', 'passport', 'other']), number: numberSchema }).exactOptional(),
  phone: numberSchema.exactOptional(),
  account: numberSchema.exactOptional(),
});
const organisationClaimsSchema = z.strictObject({
  kind: z.literal('organisation'),
  name: claimedNameSchema,
  registrationNumber: z.strictObject({ type: z.enum(['uscc', 'other']), number: numberSchema }),
  legalRepresentative: claimedNameSchema.exactOptional(),
  phone: numberSchema.exactOptional(),
  account: numberSchema.exactOptional(),
});
const documentSchema = z.strictObject({
  name: plainNameSchema,
  mediaType: z
    .string()
    .regex(/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/)
    .max(100),
  digest: digestSchema,
});

export const identityVerificationRequestSchema = z.strictObject({
  subject: subjectSchema,
  provider: idSchema,
  method: methodSchema,
  claims: z.union([personClaimsSchema, organisationClaimsSchema]),
  documents: z.array(documentSchema).max(20),
  returnUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .exactOptional(),
}) satisfies z.ZodType<IdentityVerificationRequest>;

export const identityStepSchema = z.strictObject({
  answer: z.string().max(10_000).exactOptional(),
}) satisfies z.ZodType<IdentityStepRequest>;

export const identityDecisionSchema = z.strictObject({
  decision: z.enum(['accept', 'reject']),
  documents: z.array(digestSchema).max(20),
  reason: reasonSchema,
}) satisfies z.ZodType<IdentityDecisionRequest>;

export const identityQuerySchema = z.strictObject({
  subjectKind: z.enum(['person', 'organisation']).optional(),
  subjectId: idSchema.optional(),
  state: z.enum(['pending', 'passed', 'failed']).optional(),
});

export const identityVerificationSchema = z
  .strictObject({
    id: idSchema,
    subject: subjectSchema,
    provider: z.string(),
    method: z.string(),
    state: z.enum(['pending', 'passed', 'failed']),
    startedAt: instantSchema,
    startedBy: idSchema,
    finishedAt: instantSchema.nullable(),
    verifiedName: personalTextSchema,
    registrationNumber: z.string().nullable(),
    legalRepresentative: personalTextSchema.nullable(),
    personalNumberShown: personalTextSchema.nullable(),
    phoneShown: personalTextSchema.nullable(),
    accountShown: personalTextSchema.nullable(),
    documents: z.array(documentSchema),
    actionUrl: z.string().nullable(),
    failure: z.string().nullable(),
    decidedBy: idSchema.nullable(),
    event: z.strictObject({ id: idSchema, digest: digestSchema }).nullable(),
  })
  .meta({ id: 'IdentityVerification' }) satisfies z.ZodType<IdentityVerificationView>;

export const identityVerificationListSchema = z.strictObject({
  verifications: z.array(identityVerificationSchema),
}) satisfies z.ZodType<IdentityVerificationList>;

export const identityProviderListSchema = z.strictObject({
  providers: z.array(
    z.strictObject({
      name: z.string(),
      subjects: z.array(z.enum(['person', 'organisation'])),
      methods: z.array(methodSchema),
      decidedByPeople: z.boolean(),
    }),
  ),
}) satisfies z.ZodType<IdentityProviderList>;

export const issuedCertificateSchema = z.strictObject({
  status: z.enum(['issued', 'pending']),
  certificate: digestSchema.nullable(),
  notAfter: instantSchema.nullable(),
  pollAfterMs: z.int().min(0).nullable(),
}) satisfies z.ZodType<IssuedCertificateView>;

export const noMembersSchema = z.strictObject({});
