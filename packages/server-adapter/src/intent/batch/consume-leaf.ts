import type { ConfirmProof } from '@sealkit/core/protocol';
import { batchPath } from '@sealkit/core/seal';
import { type JsonValue, memberOf } from '@sealkit/core/bytes';
import type { Principal } from '../../adapter-config.ts';
import { AdapterError } from '../../adapter-error.ts';
import type { ProblemCode } from '../../problem-codes.ts';
import type { PermitRecord, UseRecord } from '../../storage/records.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { composeLeafProof, type IntentProof } from '../intent-proof.ts';
import { isAlteredBatch } from './batch-integrity.ts';
import { findLeafFault } from './judge-leaf.ts';

export type BatchProof = Extract<ConfirmProof, { readonly batchId: string }>;

/**
 * Consumes the place of one use in a batch that was confirmed, in the transaction of its permit. A use leaves the state in which it
 * waits there and never comes back to it, so no place serves twice; the other places are as they were.
 */
export async function consumeLeaf(
  tx: StoreTransaction,
  { tenant, personId }: Principal,
  { use, permit }: { readonly use: UseRecord; readonly permit: PermitRecord },
  { batchId, shownDigest }: BatchProof,
  now: Date,
): Promise<IntentProof | ProblemCode | 'repeat'> {
  if (use.status === 'expired' || use.status === 'discarded') return 'repeat';
  if (use.status !== 'awaiting-intent') return shownDigest === use.challenge && isLeafOf(use, batchId) ? 'repeat' : 'INTENT_SPENT';
  const batch = await tx.intents.findBatch(tenant, batchId);
  const fault = findLeafFault({ tenant, personId, use, policy: permit.payload.intentPolicy, batch, shownDigest, now });
  if (fault !== null) return fault;
  if (batch === undefined || batch.confirmed === null) throw new AdapterError('INTERNAL');
  if (await isAlteredBatch(tx, batch)) return 'USE_ALTERED';
  const index = batch.uses.findIndex(({ useId }) => useId === use.id);
  const path = await batchPath(
    batch.uses.map(({ challenge }) => challenge),
    index,
  );
  // Interfaces lack the index signature of JSON, their values do not.
  const statement = JSON.parse(JSON.stringify(batch.act)) as JsonValue;
  return composeLeafProof(use, batch.confirmed.proven, { id: batch.id, statement, challenge: batch.challenge, index, path });
}

/** Whether the use was confirmed by its place in this batch. */
function isLeafOf({ intent }: UseRecord, batchId: string): boolean {
  const batch = memberOf(intent, 'batch');
  return memberOf(batch, 'id') === batchId;
}
