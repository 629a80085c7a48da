import { batchRoot } from '@sealkit/core/seal';
import { digestOfJson } from '@sealkit/core/crypto';
import { isSoundEvent } from '../../audit/verify-chain.ts';
import type { IntentBatchRecord } from '../../storage/records.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { digestOfAct } from '../challenge.ts';

/** Whether the store holds something else of a batch than was written: acts, root and digest do not fit, or its event says otherwise. */
export async function isAlteredBatch(tx: StoreTransaction, batch: IntentBatchRecord): Promise<boolean> {
  const { act, uses, challenge, personId, tenant, expiresAt } = batch;
  if (act.tenant !== tenant || act.person !== personId || act.expires !== expiresAt || act.count !== uses.length) return true;
  if ((await digestOfAct(act)) !== challenge) return true;
  try {
    if ((await batchRoot(uses.map((use) => use.challenge))) !== act.root) return true;
  } catch (cause) {
    // No digests, too many of them or one of them twice: we did not write it.
    if (cause instanceof RangeError) return true;
    throw cause;
  }
  return batch.confirmed !== null && !(await isConfirmedByEvent(tx, batch, batch.confirmed));
}

async function isConfirmedByEvent(
  tx: StoreTransaction,
  { tenant, id, personId, challenge }: IntentBatchRecord,
  { proven, event: named }: NonNullable<IntentBatchRecord['confirmed']>,
): Promise<boolean> {
  const event = await tx.audit.findEvent(tenant, named.id);
  if (event?.type !== 'intent-batch-confirmed' || event.digest !== named.digest || event.actor !== personId) return false;
  const { body } = event;
  if (body['batchId'] !== id || body['challenge'] !== challenge || body['proven'] !== (await digestOfJson(proven))) return false;
  return isSoundEvent(event);
}
