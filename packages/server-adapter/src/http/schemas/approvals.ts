import type {
  ApprovalCountersignatureView,
  ApprovalDecisionRequest,
  ApprovalList,
  ApprovalResult,
  ApprovalView,
} from '@sealkit/core/protocol';
import { z } from 'zod';
import { amountSchema, approverSchema } from './grants.ts';
import { answerSchema, passkeyRequestSchema } from './intents.ts';
import {
  base64Schema,
  compactSchema,
  digestSchema,
  documentLengthSchema,
  idSchema,
  instantSchema,
  personalTextSchema,
  placementSchema,
  sealNumberSchema,
  WORDS,
} from './values.ts';

const namedSchema = z.strictObject({ id: idSchema, name: z.string() });
export const waitingForSchema = z.array(approverSchema.extend({ name: z.string() }).strict());

export const approvalSchema = z
  .strictObject({
    id: idSchema,
    permitId: idSchema,
    status: z.enum(['pending', 'approved', 'rejected', 'withdrawn', 'expired']),
    requester: namedSchema,
    requestedAt: instantSchema,
    expires: instantSchema,
    reason: personalTextSchema,
    envelope: namedSchema,
    documentClass: z.string().nullable(),
    amount: amountSchema.nullable(),
    document: z.strictObject({ digest: digestSchema, length: documentLengthSchema, pages: z.int().min(1) }),
    frame: digestSchema,
    seal: z.strictObject({
      number: sealNumberSchema,
      name: z.string(),
      version: z.int().min(1),
      face: z.strictObject({ type: z.enum(['SVG', 'PNG']), base64: base64Schema }),
    }),
    placements: z.array(placementSchema),
    grantId: idSchema,
    mode: z.enum(['any', 'all', 'sequence']),
    waitingFor: waitingForSchema,
    decisions: z.array(
      z.strictObject({
        person: namedSchema,
        decision: z.enum(['approved', 'rejected']),
        comment: personalTextSchema,
        time: instantSchema,
        attested: z.boolean(),
        countersigned: z.boolean(),
      }),
    ),
    requestDigest: digestSchema,
    needsAttestation: z.boolean(),
    countersigns: z.literal('passkey').nullable(),
    rules: z.array(
      z.strictObject({
        rule: z.enum(['grant-covers', 'requester-is-not-approver', 'seal-active', 'seal-version-current', 'no-like-request']),
        met: z.boolean(),
      }),
    ),
    decide: z.union([z.strictObject({ allowed: z.literal(true) }), z.strictObject({ allowed: z.literal(false), reason: z.string() })]),
  })
  .meta({ id: 'Approval' }) satisfies z.ZodType<ApprovalView>;

export const approvalListSchema = z.strictObject({
  approvals: z.array(approvalSchema),
  nextCursor: z.string().nullable(),
}) satisfies z.ZodType<ApprovalList>;

export const approvalResultSchema = z.strictObject({
  approval: approvalSchema,
  receipt: compactSchema,
}) satisfies z.ZodType<ApprovalResult>;

export const approvalQuerySchema = z.strictObject({
  box: z.enum(['for-me', 'mine', 'done']),
  sealNumber: sealNumberSchema.exactOptional(),
  cursor: idSchema.exactOptional(),
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|1\d\d|200)$/)
    .exactOptional(),
});

export const approvalDecisionSchema = z.strictObject({
  decision: z.enum(['approved', 'rejected']),
  comment: z.string().max(2000).regex(WORDS),
  requestDigest: digestSchema,
  attestation: z.strictObject({ digest: digestSchema, length: documentLengthSchema, frame: digestSchema }).nullable(),
  countersignature: answerSchema.exactOptional(),
}) satisfies z.ZodType<ApprovalDecisionRequest>;

export const countersignatureSchema = z.strictObject({
  requestDigest: digestSchema,
  passkey: passkeyRequestSchema,
}) satisfies z.ZodType<ApprovalCountersignatureView>;
