import { recordUseEvent } from '../audit/use-log.ts';
import type { UseRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';

const BATCH = 100;

/** Ends uses that were never confirmed in time; each end is an event. */
export async function expireOverdueUses(tx: StoreTransaction, tenant: string, now: Date): Promise<void> {
  for (const use of await tx.uses.listOverdue(tenant, now.toISOString(), BATCH)) await expireUse(tx, use, now);
}

export async function expireUse(tx: StoreTransaction, use: UseRecord, now: Date): Promise<void> {
  await tx.uses.put({ ...use, status: 'expired', refusal: 'INTENT_NOT_GIVEN' });
  await recordUseEvent(tx, use, { type: 'use-expired', time: now, actor: 'server', body: { refusal: 'INTENT_NOT_GIVEN' } }, 'refused');
}
