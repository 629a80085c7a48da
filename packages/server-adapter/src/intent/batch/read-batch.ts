import type { IntentBatchRecall } from '@sealkit/core/protocol';
import type { Principal } from '../../adapter-config.ts';
import type { AdapterContext } from '../../adapter-context.ts';
import { AdapterError } from '../../adapter-error.ts';
import { assertAuthorized } from '../../authorization.ts';
import { lookFirst } from '../../storage/look-first.ts';
import { findCredential } from '../../uses/discard-use.ts';
import { isAlteredUse } from '../../uses/use-alteration.ts';
import { presentChallenge } from '../../uses/use-state.ts';
import { isAlteredBatch } from './batch-integrity.ts';
import { readBatch, readBatchPolicy } from './batch-subject.ts';
import { presentBatch } from './batch-view.ts';

/**
 * A batch of the caller's as it stands, with everything that a page needs to show its acts again and to go on. How far each use is, it
 * learns when it confirms that use, by the same place in the batch: what was signed is answered again.
 *
 * @throws {@link AdapterError} `INTENT_NOT_FOUND`; `INTENT_EXPIRED` for one that nobody confirmed in time; `USE_ALTERED`
 */
export async function recallBatch(context: AdapterContext, principal: Principal, batchId: string): Promise<IntentBatchRecall> {
  const { store, clock } = context;
  const now = clock.now();
  const recalled = await lookFirst(store, async (tx): Promise<IntentBatchRecall> => {
    const batch = await readBatch(tx, principal, batchId);
    if (await isAlteredBatch(tx, batch)) throw new AdapterError('USE_ALTERED');
    if (batch.confirmed === null && batch.expiresAt <= now.toISOString()) throw new AdapterError('INTENT_EXPIRED');
    const acts: IntentBatchRecall['acts'][number][] = [];
    for (const { useId } of batch.uses) {
      const use = await tx.uses.find(principal.tenant, useId);
      const permit = use && (await tx.permits.find(principal.tenant, use.permitId));
      if (use === undefined || permit === undefined || (await isAlteredUse(tx, use))) throw new AdapterError('USE_ALTERED');
      const challenge = presentChallenge(use, permit, await findCredential(tx, use));
      acts.push({ envelopeId: use.envelopeId, permit: permit.compact, challenge });
    }
    return { ...presentBatch(batch, await readBatchPolicy(tx, batch)), acts };
  });
  for (const { useId } of recalled.uses) await assertAuthorized(context, principal, 'use.read', { type: 'use', id: useId });
  return recalled;
}
