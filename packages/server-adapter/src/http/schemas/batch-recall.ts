import type { IntentBatchRecall } from '@sealkit/core/protocol';
import { z } from 'zod';
import { challengeSchema } from './answers.ts';
import { intentBatchSchema } from './intents.ts';
import { compactSchema, idSchema } from './values.ts';

/** A batch with its acts, as a page takes it up again. */
export const intentBatchRecallSchema = z.strictObject({
  ...intentBatchSchema.shape,
  acts: z.array(z.strictObject({ envelopeId: idSchema, permit: compactSchema, challenge: challengeSchema })),
}) satisfies z.ZodType<IntentBatchRecall>;
