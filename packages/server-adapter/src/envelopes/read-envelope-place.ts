import type { EnvelopeActAnswer, EnvelopePlaceView } from '@sealkit/core/protocol';
import { actsFor } from '@sealkit/core/seal';
import type { Action, Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { isAuthorized } from '../authorization.ts';
import type { ProblemCode } from '../problem-codes.ts';
import type { EnvelopeRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { isAlteredEnvelope } from './envelope-alteration.ts';
import { findDueParty } from './envelope-obstacle.ts';
import { envelopeResource, findEnvelope, placeIn } from './find-envelope.ts';
import { nextReminder } from './remind-parties.ts';

/**
 * As what the caller comes to an envelope, what they may do there now, and the names that a page needs to show it.
 *
 * @throws {@link AdapterError} `ENVELOPE_NOT_FOUND`, also where the host does not show it
 */
export async function readEnvelopePlace(context: AdapterContext, principal: Principal, id: string): Promise<EnvelopePlaceView> {
  const { tenant, personId } = principal;
  const { envelope, caller, altered, persons } = await context.store.transaction(async (tx) => {
    const found = await findEnvelope(tx, tenant, id, context.clock.now());
    return {
      envelope: found,
      caller: await tx.register.findPerson(tenant, personId),
      altered: await isAlteredEnvelope(tx, found),
      persons: await namesIn(tx, found),
    };
  });
  const role = placeIn(envelope, principal, caller);
  const resource = envelopeResource(envelope, role);
  if (!(await isAuthorized(context, principal, 'envelope.read', resource))) throw new AdapterError('ENVELOPE_NOT_FOUND');
  const general = altered ? 'ENVELOPE_ALTERED' : envelope.state === 'in-progress' ? null : 'ENVELOPE_ENDED';
  const due = caller === undefined ? ({ obstacle: 'PERSON_NOT_REGISTERED' } as const) : findDueParty(envelope, caller);
  const turn = general ?? ('obstacle' in due ? due.obstacle : null);
  // Without parties whoever may signs what was opened.
  const signing = envelope.parties.length === 0 ? general : turn;
  const actor = caller && { personId: caller.id, organisationId: caller.organisationId };
  const own = envelope.parties.filter((party) => actor !== undefined && actsFor(party, actor));
  const remindFrom = envelope.remindedAt === null ? null : nextReminder(envelope.remindedAt, context.policy.reminderIntervalMs);
  const answer = async (action: Action, obstacle: ProblemCode | null): Promise<EnvelopeActAnswer> => {
    if (!(await isAuthorized(context, principal, action, resource))) return { allowed: false, reason: 'NOT_AUTHORIZED' };
    return obstacle === null ? { allowed: true } : { allowed: false, reason: obstacle };
  };
  // Whoever is a party alone neither takes an envelope back nor reminds of it.
  const senders = role === 'party' ? 'NOT_AUTHORIZED' : general;
  return {
    role,
    partyIds: own.map(({ id: partyId }) => partyId),
    may: {
      // Whether a seal may be used is asked for each, with the permit.
      sign: await answer('envelope.read', signing),
      decline: await answer('envelope.decline', turn),
      void: await answer('envelope.void', senders),
      remind: await answer('envelope.remind', senders ?? reminderObstacle(envelope, remindFrom, context.clock.now())),
    },
    remindedAt: envelope.remindedAt,
    remindFrom: remindFrom?.toISOString() ?? null,
    persons,
  };
}

function reminderObstacle({ parties }: EnvelopeRecord, from: Date | null, now: Date): ProblemCode | null {
  if (parties.length === 0) return 'ENVELOPE_WITHOUT_PARTIES';
  return from !== null && from > now ? 'ENVELOPE_REMINDED' : null;
}

async function namesIn(tx: StoreTransaction, { tenant, createdBy, ended, parties }: EnvelopeRecord): Promise<EnvelopePlaceView['persons']> {
  const ids = new Set([createdBy, ...(ended === null ? [] : [ended.by]), ...parties.flatMap(({ personIds }) => personIds ?? [])]);
  const names: { readonly id: string; readonly name: string }[] = [];
  for (const id of ids) {
    const person = await tx.register.findPerson(tenant, id);
    if (person !== undefined) names.push({ id, name: person.name });
  }
  return names;
}
