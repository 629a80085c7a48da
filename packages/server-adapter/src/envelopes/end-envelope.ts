import type { EnvelopeEndRequest, EnvelopeResult } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { composeActReceipt } from '../audit/act-receipt.ts';
import { keepPersonalValue } from '../audit/personal-values/personal-value.ts';
import { assertMayAct } from '../register/acting-person.ts';
import type { EnvelopeRecord, PersonRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { type EnvelopeEvent, changeEnvelope } from './change-envelope.ts';
import { isAlteredEnvelope } from './envelope-alteration.ts';
import { lastVersion } from './envelope-facts.ts';
import { findDueParty } from './envelope-obstacle.ts';
import { presentEnvelope } from './envelope-view.ts';
import { assertMayWith, findEnvelope } from './find-envelope.ts';

type Finish = (tx: StoreTransaction, result: EnvelopeResult) => Promise<void>;

/**
 * A party that is due declines, through one of its people: the envelope ends for everybody, also for a signature on its way.
 *
 * @throws {@link AdapterError} `ENVELOPE_ENDED`, `ENVELOPE_CHANGED`, `NOT_A_PARTY`, `PARTY_COMPLETED`, `PARTY_NOT_DUE`
 */
export async function declineEnvelope(
  context: AdapterContext,
  principal: Principal,
  id: string,
  request: EnvelopeEndRequest,
  finish: Finish,
): Promise<EnvelopeResult> {
  await assertMayWith(context, principal, 'envelope.decline', id);
  return endEnvelope(context, principal, { id, request, state: 'declined', partyOf: declining }, finish);
}

/** Whoever opened an envelope, or an administrator as the host says, takes it back: it ends for everybody. */
export async function voidEnvelope(
  context: AdapterContext,
  principal: Principal,
  id: string,
  request: EnvelopeEndRequest,
  finish: Finish,
): Promise<EnvelopeResult> {
  const place = await assertMayWith(context, principal, 'envelope.void', id);
  // A party declines; to take the envelope back is not its step.
  if (place === 'party') throw new AdapterError('NOT_AUTHORIZED', { values: { action: 'envelope.void' } });
  return endEnvelope(context, principal, { id, request, state: 'voided', partyOf: () => null }, finish);
}

interface End {
  readonly id: string;
  readonly request: EnvelopeEndRequest;
  readonly state: 'declined' | 'voided';
  /** Id of the party whose step it is, if it is a party's. */
  readonly partyOf: (envelope: EnvelopeRecord, person: PersonRecord) => string | null;
}

async function endEnvelope(
  context: AdapterContext,
  principal: Principal,
  { id, request, state, partyOf }: End,
  finish: Finish,
): Promise<EnvelopeResult> {
  const now = context.clock.now();
  const { tenant, personId } = principal;
  return context.store.transaction(async (tx) => {
    const person = await assertMayAct(tx, principal);
    const envelope = await findEnvelope(tx, tenant, id, now);
    if (await isAlteredEnvelope(tx, envelope)) throw new AdapterError('ENVELOPE_ALTERED');
    if (envelope.state !== 'in-progress') throw new AdapterError('ENVELOPE_ENDED', { values: { state: envelope.state } });
    const partyId = partyOf(envelope, person);
    const { version, digest } = lastVersion(envelope);
    if (request.version !== version) throw new AdapterError('ENVELOPE_CHANGED', { values: { version } });
    const reason = await keepPersonalValue(tx, principal, request.reason, now);
    const ended = { by: personId, at: now.toISOString(), reason, partyId };
    const says: EnvelopeEvent = {
      type: `envelope-${state}`,
      actor: personId,
      body: { partyId, reason, document: digest, version },
    };
    const { envelope: after, event } = await changeEnvelope(tx, envelope, { state, ended, claim: null }, [says], now);
    const result = {
      envelope: presentEnvelope(after, person),
      receipt: await composeActReceipt(context, says.type, event, digest),
    };
    await finish(tx, result);
    return result;
  });
}

/** The due party that a person declines for. */
function declining(envelope: EnvelopeRecord, person: PersonRecord): string {
  const due = findDueParty(envelope, person);
  if ('obstacle' in due) throw new AdapterError(due.obstacle);
  return due.partyId;
}
