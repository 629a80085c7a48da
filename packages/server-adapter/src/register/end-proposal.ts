import type { SealProposalEnd, SealTransitionResult } from '@sealkit/core/protocol';
import { SEAL_TRANSITIONS } from '@sealkit/core/seal';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { appendEvent } from '../audit/audit-event.ts';
import { keepPersonalValue } from '../audit/personal-values/personal-value.ts';
import { assertAuthorized } from '../authorization.ts';
import type { SealRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { assertMayAct } from './acting-person.ts';
import { answerAct, findSeal, putSeal, sealResource } from './seals.ts';
import { readSealRights } from './seal-view.ts';

/**
 * Ends a step that waits for a second person: taken back by whoever asked for it, or turned down by somebody who might have confirmed
 * it. The seal stays in its state, and whoever wants the step asks anew.
 */
export async function endProposal(
  context: AdapterContext,
  principal: Principal,
  number: string,
  request: SealProposalEnd,
  finish: (tx: StoreTransaction, result: SealTransitionResult) => Promise<void>,
): Promise<SealTransitionResult> {
  const found = await context.store.transaction((tx) => findSeal(tx, principal.tenant, number), { readOnly: true });
  const proposed = pendingOf(found, request);
  const own = proposed.by === principal.personId;
  const role = SEAL_TRANSITIONS.find(({ from, to }) => from === found.state && to === request.to)?.role;
  const resource = { ...sealResource(found), ...(own || role === undefined ? {} : { to: request.to, role }) };
  // One's own word is taken back by whoever may see the seal; another one's is turned down by whoever may take the step.
  await assertAuthorized(context, principal, own ? 'seal.read' : 'seal.transition', resource);
  const rights = await readSealRights(context, principal, found, found.state);
  const now = context.clock.now();
  return context.store.transaction(async (tx) => {
    await assertMayAct(tx, principal);
    const seal = await findSeal(tx, principal.tenant, number);
    const pending = pendingOf(seal, request);
    // Asked for anew by another person in the meantime: that is another proposal than the one that was judged.
    if (pending.by !== proposed.by || pending.at !== proposed.at) throw new AdapterError('SEAL_TRANSITION_NOT_PENDING');
    const changed: SealRecord = { ...seal, pendingTransition: null };
    await putSeal(tx, changed);
    const reason = await keepPersonalValue(tx, principal, request.reason, now);
    const type = own ? 'seal-transition-withdrawn' : 'seal-transition-declined';
    const event = await appendEvent(tx, {
      tenant: seal.tenant,
      envelopeId: null,
      sealNumber: number,
      type,
      time: now,
      actor: principal.personId,
      body: { from: seal.state, to: request.to, reason, proposedBy: pending.by },
    });
    const result = await answerAct(context, tx, principal, { seal: changed, act: type, event, rights, now });
    await finish(tx, result);
    return result;
  });
}

function pendingOf(seal: SealRecord, { to }: SealProposalEnd): NonNullable<SealRecord['pendingTransition']> {
  if (seal.pendingTransition?.to !== to) throw new AdapterError('SEAL_TRANSITION_NOT_PENDING');
  return seal.pendingTransition;
}
