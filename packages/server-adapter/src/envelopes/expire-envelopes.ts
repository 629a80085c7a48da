import { isEnvelopeOverdue } from '@sealkit/core/seal';
import type { EnvelopeRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { changeEnvelope } from './change-envelope.ts';

const BATCH = 100;

/** Ends envelopes whose time is over; each end is an event. */
export async function expireOverdueEnvelopes(tx: StoreTransaction, tenant: string, now: Date): Promise<void> {
  for (const envelope of await tx.envelopes.listOverdue(tenant, now.toISOString(), BATCH)) await expireEnvelope(tx, envelope, now);
}

/** An envelope as it is at an instant: one whose time is over ends here, whoever looks first. */
export async function findCurrentEnvelope(
  tx: StoreTransaction,
  tenant: string,
  id: string,
  now: Date,
): Promise<EnvelopeRecord | undefined> {
  const envelope = await tx.envelopes.find(tenant, id);
  return envelope !== undefined && isEnvelopeOverdue(envelope, now) ? expireEnvelope(tx, envelope, now) : envelope;
}

async function expireEnvelope(tx: StoreTransaction, envelope: EnvelopeRecord, now: Date): Promise<EnvelopeRecord> {
  const event = { type: 'envelope-expired', actor: 'server', body: { expires: envelope.expiresAt } } as const;
  return (await changeEnvelope(tx, envelope, { state: 'expired', claim: null }, [event], now)).envelope;
}
