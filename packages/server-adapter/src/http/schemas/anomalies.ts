import type { AnomalyList, AnomalyQuery, AnomalyView } from '@sealkit/core/protocol';
import { z } from 'zod';
import { countSchema, idSchema, instantSchema, sealNumberSchema } from './values.ts';

export const anomalyQuerySchema = z.strictObject({ sealNumber: sealNumberSchema.exactOptional() }) satisfies z.ZodType<AnomalyQuery>;

const anomalySchema = z
  .strictObject({
    kind: z.enum([
      'use-outside-hours',
      'new-client',
      'burst',
      'unusual-document-class',
      'approver-is-requester',
      'like-faces',
      'grant-lapsing',
      'log-gap',
    ]),
    sealNumber: sealNumberSchema.nullable(),
    organisationId: idSchema.nullable(),
    severity: z.enum(['notice', 'warning', 'alarm']),
    since: instantSchema,
    values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    rows: z.array(z.strictObject({ type: z.enum(['use', 'event']), id: idSchema })).max(50),
  })
  .meta({ id: 'Anomaly' }) satisfies z.ZodType<AnomalyView>;

export const anomalyListSchema = z.strictObject({
  anomalies: z.array(anomalySchema),
  examined: z.strictObject({
    from: instantSchema,
    to: instantSchema,
    rows: countSchema,
    seals: countSchema,
    complete: z.boolean(),
    chains: z.boolean(),
  }),
}) satisfies z.ZodType<AnomalyList>;
