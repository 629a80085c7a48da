import type { CertificateStatusRequest, PermitRequest, UseRequest } from '@sealkit/core/protocol';
import { ACT_LANGUAGES } from '@sealkit/core/seal';
import { z } from 'zod';
import { documentFrameSchema, hashStateSchema } from './frame.ts';
import { WORDS, base64Schema, digestSchema, documentLengthSchema, idSchema, placementSchema, sealNumberSchema } from './values.ts';

export const permitRequestSchema = z.strictObject({
  envelopeId: idSchema,
  sealNumber: sealNumberSchema.nullable(),
  sealVersion: z.int().min(1).max(1_000_000).nullable(),
  document: z.strictObject({ digest: digestSchema, length: documentLengthSchema }),
  frame: digestSchema,
  placements: z.array(placementSchema).max(2000),
  language: z.enum(ACT_LANGUAGES).exactOptional(),
  reason: z.string().trim().max(500).regex(WORDS).exactOptional(),
}) satisfies z.ZodType<PermitRequest>;

export const useRequestSchema = z.strictObject({
  permitId: idSchema,
  frame: documentFrameSchema.exactOptional(),
  state: hashStateSchema.exactOptional(),
}) satisfies z.ZodType<UseRequest>;

const certificateSchema = base64Schema.min(100).max(64 * 1024);

export const certificateStatusRequestSchema = z.strictObject({
  certificate: certificateSchema,
  issuer: certificateSchema,
  others: z.array(certificateSchema).max(8),
}) satisfies z.ZodType<CertificateStatusRequest>;

const boundedText = z.string().min(1).max(200);

/** Query strings hold text alone; numbers are read from it. */
export const useQuerySchema = z.strictObject({
  result: z.enum(['completed', 'awaiting-intent', 'interrupted', 'refused']).exactOptional(),
  person: idSchema.exactOptional(),
  version: z
    .string()
    .regex(/^[1-9]\d{0,5}$/)
    .exactOptional(),
  digest: digestSchema.exactOptional(),
  from: z.iso.datetime({ offset: true }).exactOptional(),
  to: z.iso.datetime({ offset: true }).exactOptional(),
  text: boundedText.exactOptional(),
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .exactOptional(),
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|1\d\d|200)$/)
    .exactOptional(),
});
