import { AdapterError } from '../adapter-error.ts';
import { recordUseEvent } from '../audit/use-log.ts';
import type { UseRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';

/** The seal must be as it was when the permit was consumed; otherwise no signature leaves, and that is an event. */
export async function discardIfSealChanged(tx: StoreTransaction, use: UseRecord, now: Date): Promise<AdapterError | null> {
  if (use.sealNumber === null) return null;
  const seal = await tx.register.findSeal(use.tenant, use.sealNumber);
  if (seal?.state === 'active' && seal.epoch === use.sealEpoch) return null;
  const refusal = seal?.state === 'suspended' ? 'SEAL_SUSPENDED' : seal?.state === 'abolished' ? 'SEAL_ABOLISHED' : 'SEAL_CHANGED';
  await tx.uses.put({ ...use, status: 'discarded', refusal });
  await recordUseEvent(tx, use, { type: 'use-discarded', time: now, actor: 'server', body: { refusal } }, 'refused');
  return new AdapterError('USE_DISCARDED', { eventId: use.id, values: { reason: refusal } });
}
