import type { IntentRequest, IntentView } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import { appendEvent } from '../audit/audit-event.ts';
import { assertAuthorized } from '../authorization.ts';
import { newId } from '../new-id.ts';
import { type Refused, unwrapRefusal } from '../refusal.ts';
import type { IntentRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { counted, isAccountLocked, nextMessageAt } from './intent-limits.ts';
import type { EnrolledAuthenticator, IntentContext, IntentProvider, IntentRecipient } from './intent-provider.ts';
import { type FindIntentSubject, type IntentSubject, statementOf, useSubject } from './intent-subject.ts';
import { askProvider, isPersonStopped, readEnrolled, readIntentContext } from './person-context.ts';

interface Begun {
  readonly subject: IntentSubject;
  readonly person: IntentContext;
  readonly authenticators: readonly EnrolledAuthenticator[];
}

/**
 * Starts a proof of intent for a use of the caller's that waits for one. What went before it for the same use ends.
 *
 * @throws {@link AdapterError} `INTENT_METHOD_REFUSED`, `INTENT_NOT_ENROLLED`, `INTENT_LOCKED`, `INTENT_RESEND_TOO_SOON`,
 * `INTENT_NO_RECIPIENT`, `INTENT_PROVIDER_FAILED`, and whatever stands against the use
 */
export async function startIntent(
  context: AdapterContext,
  principal: Principal,
  { useId, ...request }: IntentRequest & { readonly useId: string },
  finish: (tx: StoreTransaction, view: IntentView) => Promise<void>,
): Promise<IntentView> {
  await assertAuthorized(context, principal, 'use.confirm', { type: 'use', id: useId });
  return beginProof(context, principal, useSubject(useId), request, finish);
}

/** The same for whatever a proof may be about; whether the caller may is for whoever calls this. */
export async function beginProof(
  context: AdapterContext,
  principal: Principal,
  find: FindIntentSubject,
  { method, device }: IntentRequest,
  finish: (tx: StoreTransaction, view: IntentView) => Promise<void>,
): Promise<IntentView> {
  const provider = context.intent.providers.get(method);
  if (provider === undefined) throw new AdapterError('INTENT_METHOD_REFUSED', { values: { method } });
  const now = context.clock.now();
  const recipient = await recipientOf(context, principal, provider, now);
  if (recipient === null) throw new AdapterError('INTENT_NO_RECIPIENT');
  const { subject, person, authenticators } = unwrapRefusal(
    await context.store.transaction((tx) => judgeStart(context, tx, principal, { find, provider, recipient }, now)),
  );
  const id = newId();
  const started = await askProvider(() =>
    provider.start({
      context: person,
      handle: id,
      statement: statementOf(subject),
      authenticators,
      ...(device === undefined ? {} : { device }),
    }),
  );
  const expires = new Date(Math.min(started.expiresAt.getTime(), Date.parse(subject.expiresAt)));
  const intent: IntentRecord = {
    tenant: principal.tenant,
    id,
    useId: subject.id,
    personId: principal.personId,
    method,
    challenge: subject.challenge,
    state: started.state,
    tries: 0,
    startedAt: now.toISOString(),
    expiresAt: expires.toISOString(),
    ended: null,
  };
  const view: IntentView = {
    id,
    useId: subject.id,
    method,
    assurance: provider.assurance,
    form: provider.form,
    expiresAt: intent.expiresAt,
    actionUrl: started.actionUrl ?? null,
    passkey: started.passkey ?? null,
    sentTo: recipient?.masked ?? null,
    resendFrom: recipient === undefined ? null : new Date(now.getTime() + context.intent.limits.resendMs).toISOString(),
  };
  await context.store.transaction(async (tx) => {
    await tx.intents.begin(intent);
    await appendEvent(tx, {
      tenant: principal.tenant,
      envelopeId: subject.envelopeId,
      sealNumber: null,
      type: 'intent-requested',
      time: now,
      actor: principal.personId,
      body: { intentId: id, ...subject.named, method, challenge: intent.challenge },
    });
    await finish(tx, view);
  });
  return view;
}

/** Where a code would go; undefined where none goes anywhere. */
async function recipientOf(
  { store }: AdapterContext,
  principal: Principal,
  provider: IntentProvider,
  now: Date,
): Promise<IntentRecipient | null | undefined> {
  if (provider.recipient === undefined) return undefined;
  const about = await store.transaction((tx) => readIntentContext(tx, principal, now), { readOnly: true });
  return askProvider(async () => provider.recipient?.(about));
}

/** Whether a proof may be begun now. A message to a place is counted before it is sent, so that none goes uncounted. */
async function judgeStart(
  { intent: { limits } }: AdapterContext,
  tx: StoreTransaction,
  principal: Principal,
  asked: { readonly find: FindIntentSubject; readonly provider: IntentProvider; readonly recipient: IntentRecipient | undefined },
  now: Date,
): Promise<Begun | Refused> {
  const { tenant, personId } = principal;
  const { provider, recipient } = asked;
  const subject = await asked.find(tx, principal, now);
  const no = subject.refuse;
  if (subject.personId !== personId) return no('PERMIT_FOREIGN');
  if (await isPersonStopped(tx, principal)) return no('PERSON_STOPPED');
  if (await subject.isAltered()) return no('USE_ALTERED');
  if (!subject.waits) return no('INTENT_SPENT');
  if (subject.expiresAt <= now.toISOString()) return no('INTENT_EXPIRED');
  const { methods, minimumAssurance } = subject.policy;
  if (!methods.includes(provider.method) || provider.assurance < minimumAssurance) return no('INTENT_METHOD_REFUSED');
  if (provider.rightAnswers > 0 && isAccountLocked(await tx.intents.findCount(tenant, accountSubject(personId)), limits, now)) {
    return no('INTENT_LOCKED');
  }
  const person = await readIntentContext(tx, principal, now);
  const authenticators = await readEnrolled(tx, person, provider);
  if (provider.enrolment !== undefined && authenticators.length === 0) return no('INTENT_NOT_ENROLLED');
  if (recipient !== undefined) {
    const counter = `recipient:${recipient.key}`;
    const count = await tx.intents.findCount(tenant, counter);
    const free = nextMessageAt(count, limits, now);
    if (free !== null) return no('INTENT_RESEND_TOO_SOON', { retryAfterMs: free.getTime() - now.getTime() });
    await tx.intents.putCount(counted(count, { tenant, subject: counter, times: 1 }, now));
  }
  return { subject, person, authenticators };
}

/** Under which the failures of a person are counted. */
export const accountSubject = (personId: string): string => `account:${personId}`;
