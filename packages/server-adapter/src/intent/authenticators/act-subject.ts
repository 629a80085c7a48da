import type { PermitIntentPolicy } from '@sealkit/core/seal';
import type { Principal } from '../../adapter-config.ts';
import type { AdapterContext } from '../../adapter-context.ts';
import { AdapterError } from '../../adapter-error.ts';
import { appendEvent } from '../../audit/audit-event.ts';
import type { ProblemCode } from '../../problem-codes.ts';
import { Refused } from '../../refusal.ts';
import type { AuthenticatorActRecord, AuthenticatorRecord } from '../../storage/records.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { digestOfAct } from '../challenge.ts';
import type { FindIntentSubject } from '../intent-subject.ts';
import { changePolicyOf } from './change-grounds.ts';

/** An act on an authenticator as subject of a proof; it throws `AUTHENTICATOR_ACT_NOT_FOUND`, `INTENT_NOT_ENROLLED`. */
export function actSubject(context: AdapterContext, actId: string): FindIntentSubject {
  return async (tx, principal, now) => {
    const record = await findOwnAct(tx, principal, actId);
    const { tenant, id, personId, act, challenge, createdAt, expiresAt, confirmedAt } = record;
    const waits = confirmedAt === null;
    return {
      tenant,
      id,
      personId,
      act,
      challenge,
      createdAt,
      expiresAt,
      waits,
      // What is done may have left nothing by which another one is confirmed.
      policy: waits ? await readChangePolicy(context, tx, principal) : changePolicyOf(context.intent, await listHeld(tx, principal)),
      envelopeId: null,
      named: { intentOfAct: id },
      refuse: (code, values) => refuseAct(tx, principal, { actId: id, code, values, now }),
      isAltered: () => isAlteredAct(record),
    };
  };
}

/** @throws {@link AdapterError} `AUTHENTICATOR_ACT_NOT_FOUND`, for another person's too */
export async function findOwnAct(tx: StoreTransaction, { tenant, personId }: Principal, id: string): Promise<AuthenticatorActRecord> {
  const act = await tx.intents.findAct(tenant, id);
  if (act?.personId !== personId) throw new AdapterError('AUTHENTICATOR_ACT_NOT_FOUND');
  return act;
}

/** What holds for a change now. @throws {@link AdapterError} `INTENT_NOT_ENROLLED` */
export async function readChangePolicy(
  { intent }: AdapterContext,
  tx: StoreTransaction,
  principal: Principal,
): Promise<PermitIntentPolicy> {
  const held = await listHeld(tx, principal);
  if (held.length === 0) throw new AdapterError('INTENT_NOT_ENROLLED');
  return changePolicyOf(intent, held);
}

async function listHeld(tx: StoreTransaction, { tenant, personId }: Principal): Promise<readonly AuthenticatorRecord[]> {
  return (await tx.intents.listAuthenticators(tenant, personId)).filter(({ confirmedAt }) => confirmedAt !== null);
}

/** Whether the store holds something else of an act than was written: its digest or who and what it names does not fit. */
async function isAlteredAct({ tenant, id, personId, act, challenge, expiresAt }: AuthenticatorActRecord): Promise<boolean> {
  if (act.tenant !== tenant || act.person !== personId || act.id !== id || act.expires !== expiresAt) return true;
  return (await digestOfAct(act)) !== challenge;
}

async function refuseAct(
  tx: StoreTransaction,
  { tenant, personId }: Principal,
  {
    actId,
    code,
    values = {},
    now,
  }: {
    readonly actId: string;
    readonly code: ProblemCode;
    readonly values: NonNullable<AdapterError['values']> | undefined;
    readonly now: Date;
  },
): Promise<Refused> {
  const event = await appendEvent(tx, {
    tenant,
    envelopeId: null,
    sealNumber: null,
    type: 'authenticator-act-refused',
    time: now,
    actor: personId,
    body: { actId, refusal: code },
  });
  return new Refused(new AdapterError(code, { eventId: event.id, values }));
}
