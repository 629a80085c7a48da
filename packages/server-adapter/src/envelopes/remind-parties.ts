import type { EnvelopeResult } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { composeActReceipt } from '../audit/act-receipt.ts';
import { assertMayAct } from '../register/acting-person.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { changeEnvelope } from './change-envelope.ts';
import { isAlteredEnvelope } from './envelope-alteration.ts';
import { lastVersion } from './envelope-facts.ts';
import { presentEnvelope } from './envelope-view.ts';
import { assertMayWith, findEnvelope } from './find-envelope.ts';

/**
 * Reminds whoever an envelope waits for: an event, and through it a message to the webhooks, which name the host's own ways to reach
 * people. Not more often than the policy says.
 *
 * @throws {@link AdapterError} `ENVELOPE_ENDED`, `ENVELOPE_WITHOUT_PARTIES`, `ENVELOPE_REMINDED` with the instant from which it may be repeated
 */
export async function remindParties(
  context: AdapterContext,
  principal: Principal,
  id: string,
  finish: (tx: StoreTransaction, result: EnvelopeResult) => Promise<void>,
): Promise<EnvelopeResult> {
  const place = await assertMayWith(context, principal, 'envelope.remind', id);
  if (place === 'party') throw new AdapterError('NOT_AUTHORIZED', { values: { action: 'envelope.remind' } });
  const now = context.clock.now();
  return context.store.transaction(async (tx) => {
    const person = await assertMayAct(tx, principal);
    const envelope = await findEnvelope(tx, principal.tenant, id, now);
    if (await isAlteredEnvelope(tx, envelope)) throw new AdapterError('ENVELOPE_ALTERED');
    if (envelope.state !== 'in-progress') throw new AdapterError('ENVELOPE_ENDED', { values: { state: envelope.state } });
    if (envelope.parties.length === 0) throw new AdapterError('ENVELOPE_WITHOUT_PARTIES');
    const next = nextReminder(envelope.remindedAt, context.policy.reminderIntervalMs);
    if (next > now) throw new AdapterError('ENVELOPE_REMINDED', { values: { notBefore: next.toISOString() } });
    const { version } = lastVersion(envelope);
    const says = {
      type: 'envelope-reminded',
      actor: principal.personId,
      body: { waitingFor: envelope.waitingFor, version },
    } as const;
    const { envelope: after, event } = await changeEnvelope(tx, envelope, { remindedAt: now.toISOString() }, [says], now);
    const receipt = await composeActReceipt(context, says.type, event);
    const result = { envelope: presentEnvelope(after, person), receipt };
    await finish(tx, result);
    return result;
  });
}

/** From when on the parties may be reminded again. */
export function nextReminder(remindedAt: string | null, intervalMs: number): Date {
  return remindedAt === null ? new Date(0) : new Date(Date.parse(remindedAt) + intervalMs);
}
