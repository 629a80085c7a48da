import type { IntentBatchView } from '@sealkit/core/protocol';
import type { PermitIntentPolicy } from '@sealkit/core/seal';
import type { IntentBatchRecord } from '../../storage/records.ts';

/** What the person is asked to confirm at once. */
export function presentBatch(
  { id, act, challenge, uses, confirmed }: IntentBatchRecord,
  { methods, minimumAssurance }: PermitIntentPolicy,
): IntentBatchView {
  return { batchId: id, status: confirmed === null ? 'awaiting-intent' : 'confirmed', act, challenge, uses, methods, minimumAssurance };
}
