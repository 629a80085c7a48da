import type {
  SealActRequest,
  SealDesign,
  Decided,
  SealDraftRequest,
  SealDraftView,
  SealRevisionRequest,
  SealProposalEnd,
  SealHistory,
  SealList,
  SealProductionRequest,
  SealTransitionRequest,
  SealTransitionResult,
  SealVersionDecision,
  SealVersionList,
  SealVersionView,
  SealView,
  StopList,
  StopRequest,
  StopResult,
} from '@sealkit/core/protocol';
import { z } from 'zod';
import {
  base64Schema,
  compactSchema,
  countSchema,
  digestSchema,
  idSchema,
  instantSchema,
  LINE,
  nameSchema,
  organisationSchema,
  personalTextSchema,
  reasonSchema,
  sealNumberSchema,
  WORDS,
} from './values.ts';

/** A picture in a seal statement is at most 256 KiB (names and formats that bind), in base64. */
const PICTURE_LENGTH = Math.ceil((256 * 1024) / 3) * 4;

const kindSchema = z.enum(['official', 'contract', 'finance', 'hr', 'invoice', 'legal-representative', 'custom']);
const stateSchema = z.enum(['draft', 'pending-approval', 'approved', 'produced', 'active', 'suspended', 'abolished']);
const versionStateSchema = z.enum(['prepared', 'current', 'superseded', 'discarded']);
const versionNumberSchema = z.int().min(0);
const actSchema = z.enum(['filing', 'collection', 'destruction']);
const namedSchema = z.strictObject({ id: idSchema, name: z.string() });
const extentSchema = z.int().min(1000).max(1_000_000);

const versionMembers = {
  version: versionNumberSchema,
  state: versionStateSchema,
  face: z.strictObject({ type: z.enum(['SVG', 'PNG']), base64: base64Schema }),
  statement: base64Schema,
  statementDigest: digestSchema,
  certificates: z.array(base64Schema),
  validFrom: instantSchema,
  validTo: instantSchema,
};

const versionSchema = z.strictObject(versionMembers) satisfies z.ZodType<SealVersionView>;

const likeFaceSchema = z.strictObject({
  sealNumber: sealNumberSchema,
  version: versionNumberSchema,
  organisation: namedSchema,
  likeness: z.int().min(0).max(1000),
});

export const sealSchema = z
  .strictObject({
    number: sealNumberSchema,
    kind: kindSchema,
    ordinal: countSchema,
    ordinalReason: personalTextSchema.nullable(),
    name: z.string(),
    organisation: organisationSchema,
    keeper: namedSchema.nullable(),
    state: stateSchema,
    stateSince: instantSchema,
    stateReason: personalTextSchema.nullable(),
    widthUm: countSchema,
    heightUm: countSchema,
    current: versionSchema.nullable(),
    prepared: z.strictObject({ ...versionMembers, like: z.array(likeFaceSchema), likenessAccepted: z.boolean() }).nullable(),
    versions: z.array(
      z.strictObject({ version: versionNumberSchema, state: versionStateSchema, validFrom: instantSchema, validTo: instantSchema }),
    ),
    acts: z.array(
      z.strictObject({
        act: actSchema,
        reference: z.string(),
        note: personalTextSchema,
        at: z.string(),
        recordedAt: instantSchema,
        recordedBy: namedSchema,
      }),
    ),
    use: z.union([z.strictObject({ allowed: z.literal(true) }), z.strictObject({ allowed: z.literal(false), reason: z.string() })]),
    transitions: z.array(
      z.strictObject({ to: stateSchema, allowed: z.boolean(), reason: z.string().exactOptional(), needsSecondPerson: z.boolean() }),
    ),
    may: z.strictObject({ revise: z.boolean(), produce: z.boolean(), decideVersion: z.boolean(), recordAct: z.boolean() }),
    pendingTransition: z.strictObject({ to: stateSchema, reason: personalTextSchema, by: namedSchema, at: instantSchema }).nullable(),
    lastUsedAt: instantSchema.nullable(),
    testMaterial: z.boolean(),
  })
  .meta({ id: 'Seal' }) satisfies z.ZodType<SealView>;

export const sealListSchema = z.strictObject({
  seals: z.array(sealSchema),
  nextCursor: z.string().nullable(),
  counts: z.strictObject({
    draft: countSchema,
    'pending-approval': countSchema,
    approved: countSchema,
    produced: countSchema,
    active: countSchema,
    suspended: countSchema,
    abolished: countSchema,
  }),
}) satisfies z.ZodType<SealList>;

/** Query strings hold text alone; numbers are read from it. */
export const sealQuerySchema = z.strictObject({
  text: z.string().min(1).max(100).exactOptional(),
  kind: kindSchema.exactOptional(),
  state: stateSchema.exactOptional(),
  organisation: idSchema.exactOptional(),
  keeper: idSchema.exactOptional(),
  cursor: z
    .string()
    .regex(/^[\w-]{1,1000}$/)
    .exactOptional(),
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|1\d\d|200)$/)
    .exactOptional(),
});

export const sealVersionListSchema = z.strictObject({ versions: z.array(versionSchema) }) satisfies z.ZodType<SealVersionList>;

export const sealTransitionResultSchema = z.strictObject({
  seal: sealSchema,
  receipt: compactSchema,
}) satisfies z.ZodType<SealTransitionResult>;

export const sealTransitionRequestSchema = z.strictObject({
  to: stateSchema,
  draft: digestSchema.exactOptional(),
  reason: reasonSchema,
}) satisfies z.ZodType<SealTransitionRequest>;

const designSchema = z.union([
  z.strictObject({
    type: z.literal('drawn'),
    ringText: z.string().trim().min(1).max(100).regex(LINE),
    ringTextReason: reasonSchema.exactOptional(),
    line: z.string().max(40).regex(LINE).exactOptional(),
    code: z.string().max(20).regex(LINE).exactOptional(),
    diameterUm: extentSchema.exactOptional(),
  }),
  z.strictObject({
    type: z.literal('picture'),
    base64: base64Schema.min(1).max(PICTURE_LENGTH),
    widthUm: extentSchema,
    heightUm: extentSchema,
  }),
]) satisfies z.ZodType<SealDesign>;

const dayOrInstantSchema = z.union([z.iso.date(), instantSchema]);
const referenceSchema = z.string().trim().min(1).max(100).regex(LINE);

export const sealDraftRequestSchema = z.strictObject({
  organisationId: idSchema,
  kind: kindSchema,
  name: nameSchema,
  number: sealNumberSchema.exactOptional(),
  ordinal: z.int().min(0).max(999).exactOptional(),
  ordinalReason: reasonSchema.exactOptional(),
  keeperId: idSchema.exactOptional(),
  design: designSchema,
  reason: reasonSchema,
  filing: z.strictObject({ reference: referenceSchema, at: dayOrInstantSchema }).exactOptional(),
}) satisfies z.ZodType<SealDraftRequest>;

export const sealProposalEndSchema = z.strictObject({ to: stateSchema, reason: reasonSchema }) satisfies z.ZodType<SealProposalEnd>;

export const sealRevisionRequestSchema = z.strictObject({
  name: nameSchema.exactOptional(),
  keeperId: idSchema.nullable().exactOptional(),
  design: designSchema.exactOptional(),
  reason: reasonSchema,
}) satisfies z.ZodType<SealRevisionRequest>;

const decidedSchema = z.strictObject({ by: namedSchema, at: instantSchema, reason: personalTextSchema }) satisfies z.ZodType<Decided>;

export const sealDraftSchema = z.strictObject({
  name: z.string(),
  keeper: namedSchema.nullable(),
  design: designSchema.nullable(),
  digest: digestSchema,
  requested: decidedSchema.nullable(),
  revisions: z.array(decidedSchema),
}) satisfies z.ZodType<SealDraftView>;

export const sealProductionRequestSchema = z.strictObject({
  reason: reasonSchema,
  design: designSchema.exactOptional(),
}) satisfies z.ZodType<SealProductionRequest>;

export const sealVersionDecisionSchema = z.strictObject({
  decision: z.enum(['activate', 'discard', 'accept-likeness']),
  reason: reasonSchema,
}) satisfies z.ZodType<SealVersionDecision>;

export const sealActRequestSchema = z.strictObject({
  act: actSchema,
  reference: referenceSchema,
  at: dayOrInstantSchema,
  note: z.string().max(500).regex(WORDS),
}) satisfies z.ZodType<SealActRequest>;

export const sealHistorySchema = z.strictObject({
  entries: z.array(
    z.strictObject({
      id: idSchema,
      sequence: z.int().min(1),
      type: z.string(),
      time: instantSchema,
      actor: namedSchema,
      from: stateSchema.nullable(),
      to: stateSchema.nullable(),
      version: versionNumberSchema.nullable(),
      reason: personalTextSchema.nullable(),
      refusal: z.string().nullable(),
      event: digestSchema,
    }),
  ),
  nextCursor: z.string().nullable(),
}) satisfies z.ZodType<SealHistory>;

export const stopRequestSchema = z.strictObject({
  scope: z.enum(['seal', 'person', 'organisation']),
  id: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/),
  reason: reasonSchema,
}) satisfies z.ZodType<StopRequest>;

export const stopResultSchema = z.strictObject({
  suspended: z.array(sealNumberSchema),
  receipt: compactSchema,
}) satisfies z.ZodType<StopResult>;

export const stopListSchema = z.strictObject({
  persons: z.array(z.strictObject({ person: namedSchema, by: namedSchema, at: instantSchema, reason: personalTextSchema })),
}) satisfies z.ZodType<StopList>;

export const reasonRequestSchema = z.strictObject({ reason: reasonSchema });
