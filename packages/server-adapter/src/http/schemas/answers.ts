import type {
  EnvelopeView,
  EventProofView,
  PermitView,
  ProblemDetails,
  SealTransitionResult,
  SealView,
  SessionView,
  TrustView,
  UseChallenge,
  UseList,
  UsePending,
  UseResult,
  UseView,
} from '@sealkit/core/protocol';
import { z } from 'zod';
import {
  base64Schema,
  compactSchema,
  countSchema,
  digestSchema,
  documentLengthSchema,
  idSchema,
  instantSchema,
  nameSchema,
  sealNumberSchema,
} from './values.ts';

const sealStateSchema = z.enum(['draft', 'pending-approval', 'approved', 'produced', 'active', 'suspended', 'abolished']);
const versionStateSchema = z.enum(['prepared', 'current', 'superseded', 'discarded']);
const versionNumberSchema = z.int().min(0);
const partySchema = z.strictObject({ id: idSchema, name: z.string() });

export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  code: z.string(),
  detail: z.string().exactOptional(),
  retryable: z.boolean(),
  eventId: idSchema.exactOptional(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).exactOptional(),
}) satisfies z.ZodType<ProblemDetails>;

export const sessionSchema = z.strictObject({
  tenant: z.string(),
  person: z.strictObject({ id: idSchema, name: z.string(), roles: z.array(z.string()) }),
  organisation: partySchema,
  certificates: z.array(base64Schema).nullable(),
  expiresAt: instantSchema.nullable(),
  mode: z.enum(['live', 'sandbox']),
}) satisfies z.ZodType<SessionView>;

export const trustSchema = z.strictObject({
  signers: z.array(base64Schema),
  sealMakers: z.array(base64Schema),
  registers: z.array(base64Schema),
  timestampAuthorities: z.array(base64Schema),
}) satisfies z.ZodType<TrustView>;

const sealVersionSchema = z.strictObject({
  version: versionNumberSchema,
  state: versionStateSchema,
  face: z.strictObject({ type: z.enum(['SVG', 'PNG']), base64: base64Schema }),
  statement: base64Schema,
  statementDigest: digestSchema,
  certificates: z.array(base64Schema),
  validFrom: instantSchema,
  validTo: instantSchema,
});

export const sealSchema = z.strictObject({
  number: sealNumberSchema,
  kind: z.enum(['official', 'contract', 'finance', 'hr', 'invoice', 'legal-representative', 'custom']),
  ordinal: countSchema,
  name: z.string(),
  organisation: partySchema,
  state: sealStateSchema,
  stateSince: instantSchema,
  stateReason: z.string().nullable(),
  widthUm: countSchema,
  heightUm: countSchema,
  current: sealVersionSchema.nullable(),
  versions: z.array(
    z.strictObject({ version: versionNumberSchema, state: versionStateSchema, validFrom: instantSchema, validTo: instantSchema }),
  ),
  use: z.union([z.strictObject({ allowed: z.literal(true) }), z.strictObject({ allowed: z.literal(false), reason: z.string() })]),
  transitions: z.array(z.strictObject({ to: sealStateSchema, allowed: z.boolean(), reason: z.string().exactOptional() })),
  lastUsedAt: instantSchema.nullable(),
  testMaterial: z.boolean(),
}) satisfies z.ZodType<SealView>;

export const sealListSchema = z.strictObject({ seals: z.array(sealSchema) });

export const sealTransitionResultSchema = z.strictObject({
  seal: sealSchema,
  receipt: compactSchema,
}) satisfies z.ZodType<SealTransitionResult>;

export const envelopeSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  document: z.strictObject({ digest: digestSchema, length: documentLengthSchema, pages: z.int().min(1) }),
  createdAt: instantSchema,
  createdBy: idSchema,
}) satisfies z.ZodType<EnvelopeView>;

export const permitSchema = z.strictObject({
  id: idSchema,
  status: z.enum(['pending', 'issued', 'used', 'expired', 'refused']),
  permit: compactSchema.nullable(),
  expires: instantSchema.nullable(),
  sealNumber: sealNumberSchema.nullable(),
  sealVersion: versionNumberSchema.nullable(),
}) satisfies z.ZodType<PermitView>;

export const challengeSchema = z.strictObject({
  useId: idSchema,
  status: z.literal('awaiting-intent'),
  act: z.strictObject({
    tenant: z.string(),
    person: idSchema,
    personName: z.string(),
    organisation: z.string(),
    envelopeName: z.string(),
    seal: z.strictObject({ number: sealNumberSchema, version: versionNumberSchema, name: z.string() }).nullable(),
    pages: z.array(z.int()),
    originalDigest: digestSchema,
    messageDigest: digestSchema,
    permit: digestSchema,
    certificate: digestSchema,
    certificateSubject: z.string(),
    nonce: z.string(),
    expires: instantSchema,
  }),
  challenge: digestSchema,
  methods: z.array(z.enum(['confirm', 'passkey', 'otp'])),
  signingTime: instantSchema,
  holeSize: countSchema,
}) satisfies z.ZodType<UseChallenge>;

export const usePendingSchema = z.strictObject({
  useId: idSchema,
  status: z.literal('pending'),
  actionUrl: z.string().nullable(),
  pollAfterMs: countSchema,
  expiresAt: instantSchema,
}) satisfies z.ZodType<UsePending>;

export const useResultSchema = z.strictObject({
  useId: idSchema,
  status: z.literal('completed'),
  originalDigest: digestSchema,
  originalLength: documentLengthSchema,
  revision: base64Schema,
  byteRange: z.tuple([countSchema, countSchema, countSchema, countSchema]),
  byteRangeDigest: digestSchema,
  fileDigest: digestSchema,
  receipt: compactSchema,
}) satisfies z.ZodType<UseResult>;

export const useStateSchema = z.union([challengeSchema, usePendingSchema, useResultSchema]);

export const useViewSchema = z.strictObject({
  id: idSchema,
  sequence: z.int().min(1),
  time: instantSchema,
  result: z.enum(['completed', 'awaiting-intent', 'interrupted', 'refused']),
  refusal: z.string().nullable(),
  person: partySchema,
  seal: z.strictObject({ number: sealNumberSchema, name: z.string(), version: versionNumberSchema }).nullable(),
  envelope: partySchema.nullable(),
  pages: z.array(z.int()),
  originalDigest: digestSchema.nullable(),
  byteRangeDigest: digestSchema.nullable(),
  fileDigest: digestSchema.nullable(),
  permitId: idSchema.nullable(),
  permit: digestSchema.nullable(),
  event: digestSchema,
  previous: digestSchema.nullable(),
  attestation: z.enum(['requester only', 'approver too', 'confirmed from the final file']).nullable(),
}) satisfies z.ZodType<UseView>;

export const useListSchema = z.strictObject({
  uses: z.array(useViewSchema),
  nextCursor: z.string().nullable(),
  total: countSchema,
  chain: z.strictObject({ head: digestSchema.nullable(), length: countSchema, intact: z.boolean() }),
}) satisfies z.ZodType<UseList>;

export const jwksSchema = z.strictObject({ keys: z.array(z.record(z.string(), z.union([z.string(), z.array(z.string())]))) });

/** Text of a signed note (C2SP signed-note). */
export const checkpointSchema = z.string();

/** Hashes of 32 octets, one after the other. */
export const tileSchema = z.string().meta({ format: 'binary' });

export const eventProofSchema = z.strictObject({
  tlogProof: z.string(),
  eventDigest: digestSchema,
  index: countSchema,
  size: countSchema,
  timestampToken: base64Schema.nullable(),
}) satisfies z.ZodType<EventProofView>;
