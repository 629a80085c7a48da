import type {
  EventProofView,
  PermitView,
  ProblemDetails,
  SessionView,
  CertificateStatusView,
  TrustView,
  UseChallenge,
  UseList,
  UsePending,
  UseResult,
  UseView,
} from '@sealkit/core/protocol';
import { ACT_LANGUAGES } from '@sealkit/core/seal';
import { z } from 'zod';
import { waitingForSchema } from './approvals.ts';
import {
  base64Schema,
  compactSchema,
  countSchema,
  digestSchema,
  documentLengthSchema,
  idSchema,
  instantSchema,
  placementSchema,
  organisationSchema,
  personalTextSchema,
  sealNumberSchema,
} from './values.ts';

const versionNumberSchema = z.int().min(0);
const partySchema = z.strictObject({ id: idSchema, name: z.string() });

export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int().min(400).max(599),
    code: z.string(),
    detail: z.string().exactOptional(),
    retryable: z.boolean(),
    eventId: idSchema.exactOptional(),
    values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).exactOptional(),
  })
  .meta({ id: 'Problem' }) satisfies z.ZodType<ProblemDetails>;

export const sessionSchema = z.strictObject({
  tenant: z.string(),
  person: z.strictObject({ id: idSchema, name: z.string(), roles: z.array(z.string()) }),
  organisation: organisationSchema,
  certificates: z.array(base64Schema).nullable(),
  expiresAt: instantSchema.nullable(),
  mode: z.enum(['live', 'sandbox']),
}) satisfies z.ZodType<SessionView>;

export const trustSchema = z.strictObject({
  signers: z.array(base64Schema),
  sealMakers: z.array(base64Schema),
  registers: z.array(base64Schema),
  timestampAuthorities: z.array(base64Schema),
  logs: z.array(z.string()),
}) satisfies z.ZodType<TrustView>;

export const certificateStatusSchema = z.strictObject({
  ocspResponse: base64Schema.nullable(),
  crls: z.array(base64Schema),
  failures: z.array(z.strictObject({ what: z.enum(['ocsp', 'crl']), code: z.string() })),
}) satisfies z.ZodType<CertificateStatusView>;

export const permitSchema = z.strictObject({
  id: idSchema,
  status: z.enum(['pending', 'issued', 'used', 'expired', 'refused']),
  permit: compactSchema.nullable(),
  expires: instantSchema.nullable(),
  sealNumber: sealNumberSchema.nullable(),
  sealVersion: versionNumberSchema.nullable(),
  approval: z
    .strictObject({ id: idSchema, waitingFor: waitingForSchema, expires: instantSchema, comment: personalTextSchema.nullable() })
    .nullable(),
}) satisfies z.ZodType<PermitView>;

export const challengeSchema = z.strictObject({
  useId: idSchema,
  status: z.literal('awaiting-intent'),
  act: z.strictObject({
    v: z.literal(2),
    action: z.enum(['seal', 'sign']),
    envelopeId: idSchema,
    statement: digestSchema.nullable(),
    placements: z.array(placementSchema),
    wording: z.strictObject({ locale: z.enum(ACT_LANGUAGES), text: z.string() }),
    issuedAt: instantSchema,
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
  methods: z.array(z.string()),
  minimumAssurance: countSchema,
  batch: z.boolean(),
  signingTime: instantSchema,
  holeSize: countSchema,
  certificates: z.array(base64Schema).exactOptional(),
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

export const useViewSchema = z
  .strictObject({
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
    eventId: idSchema,
    event: digestSchema,
    previous: digestSchema.nullable(),
    approvers: z.array(partySchema),
    documentClass: z.string().nullable(),
    grantId: idSchema.nullable(),
    client: z.string().nullable(),
    attestation: z.enum(['requester only', 'approver too', 'confirmed from the final file']).nullable(),
  })
  .meta({ id: 'Use' }) satisfies z.ZodType<UseView>;

export const useListSchema = z.strictObject({
  uses: z.array(useViewSchema),
  nextCursor: z.string().nullable(),
  total: countSchema,
  chain: z.strictObject({
    head: digestSchema.nullable(),
    length: countSchema,
    intact: z.boolean(),
    verified: countSchema,
    wholeAt: instantSchema.nullable(),
  }),
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
