import type { UseChallenge, UsePending, UseResult } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { assertAuthorized } from '../authorization.ts';
import { findCredential } from './discard-use.ts';
import { endOf } from './end-use.ts';
import { expireUse } from './expire-uses.ts';
import { finishUse } from './finish-use.ts';
import { isAlteredUse } from './use-alteration.ts';
import { presentChallenge } from './use-state.ts';
import { lookFirst } from '../storage/look-first.ts';

/**
 * A use as it stands, to the person whose use it is: the challenge again, the finished revision again, or an interrupted
 * use finished now. So a closed tab or a stopped server loses nothing.
 */
export async function readUse(
  context: AdapterContext,
  principal: Principal,
  useId: string,
): Promise<UseChallenge | UsePending | UseResult> {
  await assertAuthorized(context, principal, 'use.read', { type: 'use', id: useId });
  const now = context.clock.now();
  const { use, permit, credential } = await lookFirst(context.store, async (tx) => {
    const found = await tx.uses.find(principal.tenant, useId);
    // Another person's use is as unknown as another tenant's.
    if (found === undefined || found.personId !== principal.personId) throw new AdapterError('USE_NOT_FOUND');
    if (await isAlteredUse(tx, found)) throw new AdapterError('USE_ALTERED', { eventId: found.id });
    const permit = await tx.permits.find(principal.tenant, found.permitId);
    if (permit === undefined) throw new AdapterError('PERMIT_NOT_FOUND');
    const credential = await findCredential(tx, found);
    if (found.status !== 'awaiting-intent' || found.expiresAt > now.toISOString()) return { use: found, permit, credential };
    await expireUse(tx, found, now);
    return { use: { ...found, status: 'expired', refusal: 'INTENT_NOT_GIVEN' } as const, permit, credential };
  });
  if (use.status === 'awaiting-intent') return presentChallenge(use, permit, credential);
  if (use.status === 'expired') throw new AdapterError(endOf(use), { eventId: use.id });
  if (use.status === 'discarded') throw new AdapterError('USE_DISCARDED', { eventId: use.id, values: { reason: use.refusal } });
  return finishUse(context, use);
}
