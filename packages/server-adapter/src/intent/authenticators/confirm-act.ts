import type { AuthenticatorActConfirmation, AuthenticatorActResult } from '@sealkit/core/protocol';
import type { Principal } from '../../adapter-config.ts';
import type { AdapterContext } from '../../adapter-context.ts';
import { AdapterError } from '../../adapter-error.ts';
import { assertAuthorized } from '../../authorization.ts';
import { type Refused, unwrapRefusal } from '../../refusal.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { consumeProof, findIntent, type FoundIntent } from '../finish-intent.ts';
import { isPersonStopped } from '../person-context.ts';
import { composeChangeProof } from '../intent-proof.ts';
import { actSubject, findOwnAct } from './act-subject.ts';
import { groundsOfAct } from './change-grounds.ts';
import { openEnrolment, removeAuthenticator } from './enrol.ts';

/**
 * Judges what a person gave as proof that they mean an act on their authenticators, and does it: the proof is consumed in the
 * transaction that removes the authenticator, or that begins the enrolment. A refused proof is an event.
 *
 * @throws {@link AdapterError} the fault of the act or the proof; `INTENT_CODE_WRONG`, `INTENT_PROOF_INVALID`, `INTENT_PENDING`,
 * `INTENT_PROVIDER_FAILED`, `AUTHENTICATORS_TOO_MANY`
 */
export async function confirmAuthenticatorAct(
  context: AdapterContext,
  principal: Principal,
  actId: string,
  { proof }: AuthenticatorActConfirmation,
): Promise<AuthenticatorActResult> {
  await assertAuthorized(context, principal, 'intent.enrol', { type: 'person', id: principal.personId });
  const found = await findIntent(context, principal, actSubject(context, actId), proof);
  const now = context.clock.now();
  const { act } = await context.store.transaction((tx) => findOwnAct(tx, principal, actId), { readOnly: true });
  const { action, id, method, name } = act;
  const opens = action === 'add-authenticator' && found.kind === 'found';
  const enrolment = opens ? await openEnrolment(context, principal, { id, method, name }, now) : null;
  return unwrapRefusal(
    await context.store.transaction(async (tx): Promise<AuthenticatorActResult | Refused> => {
      const refused = await consume(context, tx, principal, { actId, found }, now);
      if (refused !== null) return refused;
      if (enrolment === null) return { action: 'remove-authenticator', enrolment: null };
      await tx.intents.putAuthenticator(enrolment.authenticator);
      return { action: 'add-authenticator', enrolment: enrolment.view };
    }),
  );
}

/** Ends the proof, writes it to its act, and removes what is to be removed. */
async function consume(
  context: AdapterContext,
  tx: StoreTransaction,
  principal: Principal,
  { actId, found }: { readonly actId: string; readonly found: FoundIntent },
  now: Date,
): Promise<Refused | null> {
  const subject = await actSubject(context, actId)(tx, principal, now);
  if (await subject.isAltered()) return subject.refuse('USE_ALTERED');
  if (await isPersonStopped(tx, principal)) return subject.refuse('PERSON_STOPPED');
  if (!subject.waits || found.kind === 'ended') return subject.refuse('INTENT_SPENT');
  const proven = await consumeProof(tx, principal, subject, found, now);
  if (typeof proven === 'string') return subject.refuse(proven);
  const record = await findOwnAct(tx, principal, actId);
  const { record: intent } = await composeChangeProof(record, proven);
  const confirmed = { ...record, confirmedAt: now.toISOString(), intent };
  await tx.intents.confirmAct(confirmed);
  const grounds = await groundsOfAct(confirmed);
  if (grounds === undefined) throw new AdapterError('INTERNAL');
  const { action, authenticatorId } = record.act;
  if (action === 'remove-authenticator') await removeAuthenticator(tx, principal, { id: authenticatorId, grounds }, now);
  return null;
}
