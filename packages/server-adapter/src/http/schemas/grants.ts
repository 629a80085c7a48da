import type { GrantChange, GrantList, GrantRequest, GrantResult, OrganisationList, PersonList } from '@sealkit/core/protocol';
import type { Amount, ApprovalPolicy, ApprovalTier, GrantHolder, GrantSchedule, GrantTerms } from '@sealkit/core/seal';
import { z } from 'zod';
import {
  LINE,
  compactSchema,
  countSchema,
  idSchema,
  instantSchema,
  organisationSchema,
  personalTextSchema,
  reasonSchema,
  sealNumberSchema,
} from './values.ts';

const roleSchema = z.string().min(1).max(64).regex(LINE);
const clockSchema = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/);

export const amountSchema = z.strictObject({
  value: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  currency: z.string().regex(/^[A-Z]{3}$/),
}) satisfies z.ZodType<Amount>;

export const documentClassSchema = z.string().min(1).max(64).regex(LINE);

const holderSchema = z.strictObject({
  type: z.enum(['person', 'role', 'group', 'application']),
  id: roleSchema,
}) satisfies z.ZodType<GrantHolder>;

const scheduleSchema = z.strictObject({
  weekdays: z.array(z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(6), z.literal(7)])).max(7),
  from: clockSchema,
  to: clockSchema,
  timeZone: z.string().min(1).max(64),
}) satisfies z.ZodType<GrantSchedule>;

export const approverSchema = z.strictObject({ type: z.enum(['person', 'role']), id: roleSchema });

const tierSchema = z.strictObject({
  fromValue: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  mode: z.enum(['any', 'all', 'sequence']),
  approvers: z.array(approverSchema).max(20),
}) satisfies z.ZodType<ApprovalTier>;

const policySchema = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/),
  tiers: z.array(tierSchema).min(1).max(10),
  approverAttests: z.boolean(),
  approverCountersigns: z.literal('passkey').exactOptional(),
}) satisfies z.ZodType<ApprovalPolicy>;

const termsSchema = z
  .strictObject({
    documentClasses: z.array(documentClassSchema).max(100).nullable(),
    amountCeiling: amountSchema.nullable(),
    maxUses: z.int().min(1).max(1_000_000_000).nullable(),
    validFrom: instantSchema,
    validTo: instantSchema.nullable(),
    schedule: scheduleSchema.nullable(),
    networks: z.array(z.string().min(2).max(64)).max(50).nullable(),
    approval: policySchema.nullable(),
    mayDelegate: z.boolean(),
  })
  .meta({ id: 'GrantTerms' }) satisfies z.ZodType<GrantTerms>;

export const grantRequestSchema = z.strictObject({
  holder: holderSchema,
  terms: termsSchema,
  reason: reasonSchema,
}) satisfies z.ZodType<GrantRequest>;

export const grantChangeSchema = z.union([
  z.strictObject({ change: z.literal('extend'), validTo: instantSchema.nullable(), reason: reasonSchema }),
  z.strictObject({ change: z.literal('withdraw'), reason: reasonSchema }),
  z.strictObject({ change: z.literal('delegate'), personId: idSchema, terms: termsSchema, reason: reasonSchema }),
]) satisfies z.ZodType<GrantChange>;

const namedSchema = z.strictObject({ id: idSchema, name: z.string() });

const grantSchema = z
  .strictObject({
    id: idSchema,
    sealNumber: sealNumberSchema,
    holder: z.strictObject({ type: z.enum(['person', 'role', 'group', 'application']), id: z.string(), name: z.string() }),
    terms: termsSchema,
    state: z.enum(['in-force', 'not-yet', 'lapsed', 'used-up', 'withdrawn']),
    usesSoFar: countSchema,
    givenBy: namedSchema,
    givenAt: instantSchema,
    reason: personalTextSchema,
    delegatedFrom: idSchema.nullable(),
    withdrawn: z.strictObject({ at: instantSchema, by: namedSchema, reason: personalTextSchema }).nullable(),
    may: z.strictObject({ extend: z.boolean(), withdraw: z.boolean(), delegate: z.boolean() }),
  })
  .meta({ id: 'Grant' });

export const grantListSchema = z.strictObject({ grants: z.array(grantSchema) }) satisfies z.ZodType<GrantList>;

export const grantResultSchema = z.strictObject({ grant: grantSchema, receipt: compactSchema }) satisfies z.ZodType<GrantResult>;

export const personListSchema = z.strictObject({
  persons: z.array(
    z.strictObject({
      id: idSchema,
      name: z.string(),
      organisationId: idSchema,
      roles: z.array(z.string()),
      groups: z.array(z.string()),
      stopped: z.boolean(),
    }),
  ),
}) satisfies z.ZodType<PersonList>;

export const organisationListSchema = z.strictObject({
  organisations: z.array(organisationSchema),
}) satisfies z.ZodType<OrganisationList>;

export const personQuerySchema = z.strictObject({ text: z.string().min(1).max(100).exactOptional() });
