import type {
  AuthenticatorAct,
  AuthenticatorActConfirmation,
  AuthenticatorActRequest,
  AuthenticatorActResult,
  AuthenticatorActView,
  ClientReport,
  ConfirmUseRequest,
  EnrolmentConfirmation,
  EnrolmentRequest,
  EnrolmentView,
  IntentBatchRequest,
  IntentBatchView,
  IntentMethodList,
  IntentPolicy,
  IntentRequest,
  IntentView,
  PasskeyRequestOptions,
  SealIntentPolicyRequest,
  SealIntentPolicyView,
} from '@sealkit/core/protocol';
import { MAX_BATCH_ACTS } from '@sealkit/core/seal';
import { ACT_LANGUAGES } from '@sealkit/core/seal';
import { z } from 'zod';
import { countSchema, digestSchema, idSchema, instantSchema, plainNameSchema, reasonSchema } from './values.ts';

const methodSchema = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);
const assuranceSchema = z.union([z.literal(1), z.literal(2), z.literal(3)]);
const formSchema = z.enum(['code', 'passkey', 'redirect', 'other']);
export const answerSchema = z.record(z.string().max(64), z.json());
const descriptorSchema = z.strictObject({ type: z.literal('public-key'), id: z.string() });

export const intentPolicySchema = z.strictObject({
  minimumAssurance: z.union([z.literal(0), assuranceSchema]),
  methods: z.array(methodSchema).min(1).max(16).nullable(),
  maximumAge: z.int().min(10).max(86_400).nullable(),
  commitment: z.boolean(),
  batch: z.boolean().exactOptional(),
  verifiedPerson: z.boolean().exactOptional(),
}) satisfies z.ZodType<IntentPolicy>;

const ownProofSchema = z.union([
  z.strictObject({ method: z.literal('confirm'), shownDigest: digestSchema }),
  z.strictObject({ intentId: idSchema, shownDigest: digestSchema, answer: answerSchema }),
]);

const secondsSchema = z.int().min(0).max(86_400);
const pageNumberSchema = z.int().min(1).max(100_000);

/** A page's own word on how it was used. Only its form is judged: bounded, and pages in ascending order. */
export const clientReportSchema = z.strictObject({
  reading: z
    .strictObject({
      pageCount: pageNumberSchema,
      pages: z
        .array(z.strictObject({ page: pageNumberSchema, seconds: secondsSchema }))
        .max(2000)
        .refine((pages) => pages.every(({ page }, index) => page > (pages[index - 1]?.page ?? 0))),
      pagesShown: countSchema.max(100_000),
      seconds: secondsSchema,
    })
    .exactOptional(),
  consent: z.strictObject({ digest: digestSchema, locale: z.string().regex(/^[A-Za-z0-9-]{2,35}$/) }).exactOptional(),
}) satisfies z.ZodType<ClientReport>;

export const sealIntentPolicySchema = z.strictObject({
  policy: intentPolicySchema.nullable(),
  setAt: instantSchema.nullable(),
  demanded: intentPolicySchema,
  offered: z.array(z.strictObject({ method: methodSchema, assurance: z.union([z.literal(0), assuranceSchema]) })),
  mayChange: z.boolean(),
}) satisfies z.ZodType<SealIntentPolicyView>;

export const sealIntentPolicyRequestSchema = z.strictObject({
  policy: intentPolicySchema,
  reason: reasonSchema,
}) satisfies z.ZodType<SealIntentPolicyRequest>;

export const confirmUseRequestSchema = z.strictObject({
  proof: z.union([...ownProofSchema.options, z.strictObject({ batchId: idSchema, shownDigest: digestSchema })]),
  clientReport: clientReportSchema.exactOptional(),
}) satisfies z.ZodType<ConfirmUseRequest>;

export const intentRequestSchema = z.strictObject({
  method: methodSchema,
  device: z.string().max(8192).exactOptional(),
}) satisfies z.ZodType<IntentRequest>;

export const passkeyRequestSchema = z.strictObject({
  challenge: z.string(),
  rpId: z.string(),
  timeout: countSchema,
  userVerification: z.literal('required'),
  allowCredentials: z.array(descriptorSchema),
}) satisfies z.ZodType<PasskeyRequestOptions>;

export const intentSchema = z.strictObject({
  id: idSchema,
  useId: idSchema,
  method: methodSchema,
  assurance: assuranceSchema,
  form: formSchema,
  expiresAt: instantSchema,
  actionUrl: z.string().nullable(),
  passkey: passkeyRequestSchema.nullable(),
  sentTo: z.string().nullable(),
  resendFrom: instantSchema.nullable(),
}) satisfies z.ZodType<IntentView>;

export const intentMethodListSchema = z.strictObject({
  methods: z.array(
    z.strictObject({ method: methodSchema, assurance: assuranceSchema, form: formSchema, enrols: z.boolean(), ready: z.boolean() }),
  ),
  authenticators: z.array(
    z.strictObject({
      id: idSchema,
      method: methodSchema,
      name: z.string(),
      createdAt: instantSchema,
      lastUsedAt: instantSchema.nullable(),
    }),
  ),
  changesBy: z.array(methodSchema).nullable(),
}) satisfies z.ZodType<IntentMethodList>;

export const enrolmentRequestSchema = z.strictObject({ name: plainNameSchema }) satisfies z.ZodType<EnrolmentRequest>;

export const enrolmentSchema = z.strictObject({
  id: idSchema,
  method: methodSchema,
  expiresAt: instantSchema,
  totp: z.strictObject({ secret: z.string(), uri: z.string() }).nullable(),
  passkey: z
    .strictObject({
      rp: z.strictObject({ id: z.string(), name: z.string() }),
      user: z.strictObject({ id: z.string(), name: z.string(), displayName: z.string() }),
      challenge: z.string(),
      pubKeyCredParams: z.array(z.strictObject({ type: z.literal('public-key'), alg: z.int() })),
      timeout: countSchema,
      excludeCredentials: z.array(descriptorSchema),
      authenticatorSelection: z.strictObject({ residentKey: z.literal('preferred'), userVerification: z.literal('required') }),
      attestation: z.literal('none'),
    })
    .nullable(),
}) satisfies z.ZodType<EnrolmentView>;

export const enrolmentConfirmationSchema = z.strictObject({ answer: answerSchema }) satisfies z.ZodType<EnrolmentConfirmation>;

export const intentBatchRequestSchema = z.strictObject({
  useIds: z
    .array(idSchema)
    .min(1)
    .max(MAX_BATCH_ACTS)
    .refine((ids) => new Set(ids).size === ids.length, 'expected each use once'),
}) satisfies z.ZodType<IntentBatchRequest>;

export const intentBatchSchema = z.strictObject({
  batchId: idSchema,
  status: z.enum(['awaiting-intent', 'confirmed']),
  act: z.strictObject({
    v: z.literal(1),
    action: z.literal('batch'),
    tenant: z.string(),
    person: idSchema,
    personName: z.string(),
    count: countSchema,
    root: digestSchema,
    wording: z.strictObject({ locale: z.enum(ACT_LANGUAGES), text: z.string() }),
    nonce: z.string(),
    issuedAt: instantSchema,
    expires: instantSchema,
  }),
  challenge: digestSchema,
  uses: z.array(z.strictObject({ useId: idSchema, challenge: digestSchema })),
  methods: z.array(methodSchema),
  minimumAssurance: countSchema,
}) satisfies z.ZodType<IntentBatchView>;

export const confirmBatchRequestSchema = z.strictObject({ proof: ownProofSchema });

export const authenticatorActRequestSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('add'), method: methodSchema, name: plainNameSchema, language: z.enum(ACT_LANGUAGES) }),
  z.strictObject({ action: z.literal('remove'), authenticatorId: idSchema, language: z.enum(ACT_LANGUAGES) }),
]) satisfies z.ZodType<AuthenticatorActRequest>;

const authenticatorActSchema = z.strictObject({
  v: z.literal(1),
  action: z.enum(['add-authenticator', 'remove-authenticator']),
  tenant: z.string(),
  person: z.string(),
  personName: z.string(),
  id: idSchema,
  authenticatorId: idSchema,
  method: methodSchema,
  name: z.string(),
  wording: z.strictObject({ locale: z.enum(ACT_LANGUAGES), text: z.string() }),
  issuedAt: instantSchema,
  expires: instantSchema,
}) satisfies z.ZodType<AuthenticatorAct>;

export const authenticatorActViewSchema = z.strictObject({
  id: idSchema,
  act: authenticatorActSchema,
  challenge: digestSchema,
  methods: z.array(methodSchema),
}) satisfies z.ZodType<AuthenticatorActView>;

export const authenticatorActConfirmationSchema = z.strictObject({
  proof: z.strictObject({ intentId: idSchema, shownDigest: digestSchema, answer: answerSchema }),
}) satisfies z.ZodType<AuthenticatorActConfirmation>;

export const authenticatorActResultSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('add-authenticator'), enrolment: enrolmentSchema }),
  z.strictObject({ action: z.literal('remove-authenticator'), enrolment: z.null() }),
]) satisfies z.ZodType<AuthenticatorActResult>;
