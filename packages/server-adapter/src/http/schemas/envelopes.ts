import type {
  EnvelopeEndRequest,
  EnvelopeList,
  EnvelopePlaceView,
  EnvelopeRequest,
  EnvelopeResult,
  EnvelopeView,
} from '@sealkit/core/protocol';
import type { PartyAct } from '@sealkit/core/seal';
import { z } from 'zod';
import { intentPolicySchema } from './intents.ts';
import { amountSchema, documentClassSchema } from './grants.ts';
import {
  compactSchema,
  digestSchema,
  documentLengthSchema,
  idSchema,
  instantSchema,
  nameSchema,
  personalTextSchema,
  reasonSchema,
  sealNumberSchema,
} from './values.ts';

const sealKindSchema = z.enum(['official', 'contract', 'finance', 'hr', 'invoice', 'legal-representative', 'custom']);
const stateSchema = z.enum(['in-progress', 'completed', 'declined', 'voided', 'expired']);
const storageSchema = z.enum(['hash-only', 'stored']);
const documentSchema = z.strictObject({ digest: digestSchema, length: documentLengthSchema, pages: z.int().min(1).max(100_000) });

const ACTS = [
  z.strictObject({ type: z.literal('seal'), sealNumber: sealNumberSchema }),
  z.strictObject({ type: z.literal('seal-kind'), sealKind: sealKindSchema }),
  z.strictObject({ type: z.literal('signature') }),
] as const;

const partyActSchema = z.union(ACTS) satisfies z.ZodType<PartyAct>;
const done = { done: z.boolean() };
const partyActViewSchema = z.union([ACTS[0].extend(done), ACTS[1].extend(done), ACTS[2].extend(done)]);

const partySchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  organisationId: idSchema.nullable(),
  order: z.int().min(1).max(1000),
  personIds: z.array(idSchema).min(1).max(100).nullable(),
  acts: z.array(partyActSchema).min(1).max(20),
});

export const envelopeRequestSchema = z.strictObject({
  name: nameSchema,
  document: documentSchema,
  documentClass: documentClassSchema.exactOptional(),
  amount: amountSchema.exactOptional(),
  parties: z.array(partySchema).min(1).max(50).exactOptional(),
  expires: z.iso.datetime({ offset: true }).nullable().exactOptional(),
  storage: storageSchema.exactOptional(),
  intentPolicy: intentPolicySchema.exactOptional(),
}) satisfies z.ZodType<EnvelopeRequest>;

export const envelopeSchema = z
  .strictObject({
    id: idSchema,
    name: nameSchema,
    document: documentSchema,
    documentClass: z.string().nullable(),
    amount: amountSchema.nullable(),
    createdAt: instantSchema,
    createdBy: idSchema,
    state: stateSchema,
    stateSince: instantSchema,
    ended: z.strictObject({ by: idSchema, at: instantSchema, reason: personalTextSchema, partyId: idSchema.nullable() }).nullable(),
    expires: instantSchema.nullable(),
    storage: storageSchema,
    documentStored: z.boolean(),
    parties: z.array(
      partySchema.extend({ state: z.enum(['waiting', 'due', 'completed', 'declined']), acts: z.array(partyActViewSchema) }).strict(),
    ),
    versions: z.array(
      z.strictObject({
        version: z.int().min(1),
        digest: digestSchema,
        length: documentLengthSchema,
        createdAt: instantSchema,
        partyId: idSchema.nullable(),
        act: z.int().min(0).nullable(),
        useId: idSchema.nullable(),
      }),
    ),
    yourTurn: z.boolean(),
  })
  .meta({ id: 'Envelope' }) satisfies z.ZodType<EnvelopeView>;

export const envelopeListSchema = z.strictObject({
  envelopes: z.array(envelopeSchema),
  nextCursor: z.string().nullable(),
}) satisfies z.ZodType<EnvelopeList>;

export const envelopeResultSchema = z.strictObject({
  envelope: envelopeSchema,
  receipt: compactSchema,
}) satisfies z.ZodType<EnvelopeResult>;

const actAnswerSchema = z.union([
  z.strictObject({ allowed: z.literal(true) }),
  z.strictObject({ allowed: z.literal(false), reason: z.string() }),
]);

export const envelopePlaceSchema = z.strictObject({
  role: z.enum(['sender', 'party', 'administrator']),
  partyIds: z.array(idSchema),
  may: z.strictObject({ sign: actAnswerSchema, decline: actAnswerSchema, void: actAnswerSchema, remind: actAnswerSchema }),
  remindedAt: instantSchema.nullable(),
  remindFrom: instantSchema.nullable(),
  persons: z.array(z.strictObject({ id: idSchema, name: z.string() })),
}) satisfies z.ZodType<EnvelopePlaceView>;

export const envelopeEndSchema = z.strictObject({
  reason: reasonSchema,
  version: z.int().min(1).max(1_000_000),
}) satisfies z.ZodType<EnvelopeEndRequest>;

/** Octets of a PDF. */
export const storedDocumentSchema = z.string().meta({ format: 'binary' });

/** An ASiC-E container (docs/evidence-format.md). */
export const evidencePackageSchema = z.string().meta({ format: 'binary' });

export const reminderRequestSchema = z.strictObject({});

export const envelopeQuerySchema = z.strictObject({
  box: z.enum(['my-turn', 'mine', 'all']),
  state: stateSchema.exactOptional(),
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .exactOptional(),
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|100)$/)
    .exactOptional(),
});
