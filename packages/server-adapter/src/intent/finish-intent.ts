import type { ConfirmProof } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import type { ProblemCode } from '../problem-codes.ts';
import { type Refused, refuse, unwrapRefusal } from '../refusal.ts';
import type { IntentRecord, PermitRecord, UseRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { readConfirmAttempt } from '../uses/confirm-attempt.ts';
import { counted, discounted, isAccountLocked } from './intent-limits.ts';
import { composeConfirmation, composeIntentProof, type IntentProof } from './intent-proof.ts';
import type { EnrolledAuthenticator, IntentContext, IntentFinding, IntentProvider } from './intent-provider.ts';
import { findIntentFault, isOlderThan } from './judge-intent.ts';
import { askProvider, readEnrolled, readIntentContext } from './person-context.ts';
import { accountSubject } from './start-intent.ts';

type ProviderProof = Extract<ConfirmProof, { readonly intentId: string }>;

/** What a confirmation rests on, found before the transaction that consumes it. */
export type FoundIntent =
  | { readonly kind: 'confirm'; readonly shownDigest: string }
  /** The use does not wait any more: whether this is a repeat of what confirmed it. */
  | { readonly kind: 'ended'; readonly proof: ProviderProof }
  | {
      readonly kind: 'found';
      readonly proof: ProviderProof;
      readonly provider: IntentProvider;
      readonly finding: Extract<IntentFinding, { readonly result: 'passed' }>;
      readonly authenticators: readonly (EnrolledAuthenticator & { readonly revision: number })[];
      /** When the answer was counted. */
      readonly triedAt: string;
    };

interface Try {
  readonly use: UseRecord;
  readonly intent: IntentRecord;
  readonly provider: IntentProvider;
  readonly person: IntentContext;
  readonly authenticators: readonly (EnrolledAuthenticator & { readonly revision: number })[];
}

/**
 * Lets the provider of a proof judge the answer. The answer is counted before anybody looks at it, so that many at once are not more
 * than the limits allow; one that proves nothing is a refusal in the log.
 *
 * @throws {@link AdapterError} the fault of the proof; `INTENT_CODE_WRONG`, `INTENT_PROOF_INVALID`, `INTENT_PENDING`, `INTENT_PROVIDER_FAILED`
 */
export async function findIntent(context: AdapterContext, principal: Principal, useId: string, proof: ConfirmProof): Promise<FoundIntent> {
  if (!('intentId' in proof)) return { kind: 'confirm', shownDigest: proof.shownDigest };
  const now = context.clock.now();
  const tried = unwrapRefusal(await context.store.transaction((tx) => countTry(context, tx, principal, useId, proof, now)));
  if (tried === null) return { kind: 'ended', proof };
  const { use, intent, provider, person, authenticators } = tried;
  const statement = { useId, act: use.act, digest: use.challenge };
  const finding = await askProvider(() =>
    provider.finish({ context: person, handle: intent.id, statement, authenticators, state: intent.state, answer: proof.answer }),
  );
  if (finding.result === 'pending') throw new AdapterError('INTENT_PENDING');
  if (finding.result === 'failed') {
    const code = provider.form === 'code' ? 'INTENT_CODE_WRONG' : 'INTENT_PROOF_INVALID';
    const values = { triesLeft: Math.max(0, provider.tries - intent.tries - 1) };
    const refused = await context.store.transaction(async (tx) => {
      const { attempt } = await readConfirmAttempt(tx, principal, useId, now);
      return refuse(tx, attempt, code, values);
    });
    throw refused.error;
  }
  return { kind: 'found', proof, provider, finding, authenticators, triedAt: now.toISOString() };
}

async function countTry(
  { intent: settings }: AdapterContext,
  tx: StoreTransaction,
  principal: Principal,
  useId: string,
  proof: ProviderProof,
  now: Date,
): Promise<Try | Refused | null> {
  const { tenant, personId } = principal;
  const { use, permit, attempt } = await readConfirmAttempt(tx, principal, useId, now);
  const no = (code: ProblemCode): Promise<Refused> => refuse(tx, attempt, code);
  if (use.personId !== personId) return no('PERMIT_FOREIGN');
  if (use.status !== 'awaiting-intent') return null;
  const intent = await tx.intents.find(tenant, proof.intentId);
  const provider = intent && settings.providers.get(intent.method);
  const facts = { tenant, personId, use, policy: permit.payload.intentPolicy, intent, provider, shownDigest: proof.shownDigest, now };
  const fault = findIntentFault(facts);
  if (fault !== null) return no(fault);
  if (intent === undefined || provider === undefined) throw new AdapterError('INTERNAL');
  if (provider.rightAnswers > 0) {
    const count = await tx.intents.findCount(tenant, accountSubject(personId));
    if (isAccountLocked(count, settings.limits, now)) return no('INTENT_LOCKED');
    await tx.intents.putCount(counted(count, { tenant, subject: accountSubject(personId), times: provider.rightAnswers }, now));
  }
  // A page that waits for the person asks again and again; that is no try.
  if (provider.form !== 'redirect') await tx.intents.update({ tenant, id: intent.id, tries: intent.tries + 1, ended: null });
  const person = await readIntentContext(tx, principal, now);
  return { use, intent, provider, person, authenticators: await readEnrolled(tx, person, provider) };
}

/**
 * Judges what was found once more, as everything stands in the transaction of the permit, and consumes it there: the proof ends, and
 * with it the time step or the counter of the authenticator.
 */
export async function consumeIntent(
  tx: StoreTransaction,
  principal: Principal,
  { use, permit }: { readonly use: UseRecord; readonly permit: PermitRecord },
  found: FoundIntent,
  now: Date,
): Promise<IntentProof | ProblemCode | 'repeat'> {
  const { tenant, personId } = principal;
  const policy = permit.payload.intentPolicy;
  if (found.kind === 'confirm') {
    if (!policy.methods.includes('confirm') || policy.minimumAssurance > 0) return 'INTENT_METHOD_REFUSED';
    if (found.shownDigest !== use.challenge) return 'INTENT_MISMATCH';
    if (use.status === 'awaiting-intent' && isOlderThan(use.createdAt, policy, now)) return 'INTENT_EXPIRED';
    return use.status === 'awaiting-intent' ? composeConfirmation(use, found.shownDigest, now) : 'repeat';
  }
  if (use.status === 'expired' || use.status === 'discarded') return 'repeat';
  if (use.status !== 'awaiting-intent') return isProofOf(use, found.proof) ? 'repeat' : 'INTENT_SPENT';
  if (found.kind === 'ended') return 'INTENT_SPENT';
  const { proof, provider, finding } = found;
  const intent = await tx.intents.find(tenant, proof.intentId);
  // Its own answer was counted already.
  const judged = intent && { ...intent, tries: Math.max(0, intent.tries - 1) };
  const fault = findIntentFault({ tenant, personId, use, policy, intent: judged, provider, shownDigest: proof.shownDigest, now });
  if (fault !== null) return fault;
  if (intent === undefined) throw new AdapterError('INTERNAL');
  if (!(await keepAuthenticator(tx, tenant, found, now))) return 'INTENT_SPENT';
  await tx.intents.update({ tenant, id: intent.id, tries: intent.tries, ended: { at: now.toISOString(), outcome: 'passed' } });
  const count = provider.rightAnswers > 0 ? await tx.intents.findCount(tenant, accountSubject(personId)) : undefined;
  if (count !== undefined) await tx.intents.putCount(discounted(count, found.triedAt, provider.rightAnswers));
  return composeIntentProof(use, intent, provider, finding, now);
}

/** Whether the use was confirmed by this very proof. */
function isProofOf({ intent, challenge }: UseRecord, proof: ProviderProof): boolean {
  const record = typeof intent === 'object' && intent !== null && !Array.isArray(intent) ? intent : {};
  return 'intentId' in record && record['intentId'] === proof.intentId && proof.shownDigest === challenge;
}

/** Writes the next state of the authenticator; false where it is not any more as the provider saw it. */
async function keepAuthenticator(
  tx: StoreTransaction,
  tenant: string,
  { finding, authenticators }: Extract<FoundIntent, { readonly kind: 'found' }>,
  now: Date,
): Promise<boolean> {
  const next = finding.authenticator;
  if (next === undefined) return true;
  const seen = authenticators.find(({ id }) => id === next.id);
  const stored = await tx.intents.findAuthenticator(tenant, next.id);
  if (seen === undefined || stored === undefined || stored.removedAt !== null || stored.revision !== seen.revision) return false;
  await tx.intents.putAuthenticator({ ...stored, state: next.state, revision: stored.revision + 1, lastUsedAt: now.toISOString() });
  return true;
}
