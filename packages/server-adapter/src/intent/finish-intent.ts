import type { ConfirmProof } from '@sealkit/core/protocol';
import type { Principal } from '../adapter-config.ts';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import type { ProblemCode } from '../problem-codes.ts';
import { type Refused, unwrapRefusal } from '../refusal.ts';
import type { IntentRecord, PermitRecord, ProvenIntent, UseRecord } from '../storage/records.ts';
import type { StoreTransaction } from '../storage/store.ts';
import { counted, discounted, isAccountLocked } from './intent-limits.ts';
import { composeIntentProof, type IntentProof, provenByProvider, provenBySession } from './intent-proof.ts';
import type { EnrolledAuthenticator, IntentContext, IntentFinding, IntentProvider } from './intent-provider.ts';
import { type FindIntentSubject, type IntentSubject, statementOf } from './intent-subject.ts';
import { findIntentFault, isOlderThan } from './judge-intent.ts';
import { askProvider, isPersonStopped, readEnrolled, readIntentContext } from './person-context.ts';
import { accountSubject } from './start-intent.ts';

/** A proof that is about the subject itself, not about a batch that it is in. */
export type OwnProof = Exclude<ConfirmProof, { readonly batchId: string }>;
type ProviderProof = Extract<ConfirmProof, { readonly intentId: string }>;

/** What a confirmation rests on, found before the transaction that consumes it. */
export type FoundIntent =
  | { readonly kind: 'confirm'; readonly shownDigest: string }
  /** What it is about does not wait any more: whether this is a repeat of what confirmed it. */
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
  readonly subject: IntentSubject;
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
export async function findIntent(
  context: AdapterContext,
  principal: Principal,
  find: FindIntentSubject,
  proof: OwnProof,
): Promise<FoundIntent> {
  if (!('intentId' in proof)) return { kind: 'confirm', shownDigest: proof.shownDigest };
  const now = context.clock.now();
  const tried = unwrapRefusal(await context.store.transaction((tx) => countTry(context, tx, principal, find, proof, now)));
  if (tried === null) return { kind: 'ended', proof };
  const { subject, intent, provider, person, authenticators } = tried;
  const statement = statementOf(subject);
  const finding = await askProvider(() =>
    provider.finish({ context: person, handle: intent.id, statement, authenticators, state: intent.state, answer: proof.answer }),
  );
  if (finding.result === 'pending') throw new AdapterError('INTENT_PENDING');
  if (finding.result === 'failed') {
    const code = provider.form === 'code' ? 'INTENT_CODE_WRONG' : 'INTENT_PROOF_INVALID';
    const values = { triesLeft: Math.max(0, provider.tries - intent.tries - 1) };
    const refused = await context.store.transaction(async (tx) => (await find(tx, principal, now)).refuse(code, values));
    throw refused.error;
  }
  return { kind: 'found', proof, provider, finding, authenticators, triedAt: now.toISOString() };
}

async function countTry(
  { intent: settings }: AdapterContext,
  tx: StoreTransaction,
  principal: Principal,
  find: FindIntentSubject,
  proof: ProviderProof,
  now: Date,
): Promise<Try | Refused | null> {
  const { tenant, personId } = principal;
  const subject = await find(tx, principal, now);
  const no = subject.refuse;
  if (subject.personId !== personId) return no('PERMIT_FOREIGN');
  if (await isPersonStopped(tx, principal)) return no('PERSON_STOPPED');
  if (!subject.waits) return null;
  const intent = await tx.intents.find(tenant, proof.intentId);
  const provider = intent && settings.providers.get(intent.method);
  const facts = { tenant, personId, subject, policy: subject.policy, intent, provider, shownDigest: proof.shownDigest, now };
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
  return { subject, intent, provider, person, authenticators: await readEnrolled(tx, person, provider) };
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
  const subject = { ...use, policy: permit.payload.intentPolicy };
  if (found.kind === 'confirm') {
    if (use.status === 'awaiting-intent') return provenOrFault(use, await consumeProof(tx, principal, subject, found, now));
    return sessionFault(subject, found.shownDigest) ?? 'repeat';
  }
  if (use.status === 'expired' || use.status === 'discarded') return 'repeat';
  if (use.status !== 'awaiting-intent') return isProofOf(use, found.proof) ? 'repeat' : 'INTENT_SPENT';
  if (found.kind === 'ended') return 'INTENT_SPENT';
  return provenOrFault(use, await consumeProof(tx, principal, subject, found, now));
}

async function provenOrFault(use: UseRecord, proven: ProvenIntent | ProblemCode): Promise<IntentProof | ProblemCode> {
  return typeof proven === 'string' ? proven : composeIntentProof(use, proven);
}

/** Ends the proof of something that waits for it, and says what was proven; or the first thing that stands against it. */
export async function consumeProof(
  tx: StoreTransaction,
  { tenant, personId }: Principal,
  subject: Pick<IntentSubject, 'tenant' | 'id' | 'personId' | 'challenge' | 'policy' | 'createdAt'>,
  found: Exclude<FoundIntent, { readonly kind: 'ended' }>,
  now: Date,
): Promise<ProvenIntent | ProblemCode> {
  const { policy } = subject;
  if (found.kind === 'confirm') {
    const fault = sessionFault(subject, found.shownDigest);
    if (fault !== null) return fault;
    return isOlderThan(subject.createdAt, policy, now) ? 'INTENT_EXPIRED' : provenBySession(subject.createdAt, now);
  }
  const { proof, provider, finding } = found;
  const intent = await tx.intents.find(tenant, proof.intentId);
  // Its own answer was counted already.
  const judged = intent && { ...intent, tries: Math.max(0, intent.tries - 1) };
  const fault = findIntentFault({ tenant, personId, subject, policy, intent: judged, provider, shownDigest: proof.shownDigest, now });
  if (fault !== null) return fault;
  if (intent === undefined) throw new AdapterError('INTERNAL');
  if (!(await keepAuthenticator(tx, tenant, found, now))) return 'INTENT_SPENT';
  await tx.intents.update({ tenant, id: intent.id, tries: intent.tries, ended: { at: now.toISOString(), outcome: 'passed' } });
  const count = provider.rightAnswers > 0 ? await tx.intents.findCount(tenant, accountSubject(personId)) : undefined;
  if (count !== undefined) await tx.intents.putCount(discounted(count, found.triedAt, provider.rightAnswers));
  return provenByProvider(intent, provider, finding, now);
}

/** Why the session alone does not confirm it. */
function sessionFault({ policy, challenge }: Pick<IntentSubject, 'policy' | 'challenge'>, shownDigest: string): ProblemCode | null {
  if (!policy.methods.includes('confirm') || policy.minimumAssurance > 0) return 'INTENT_METHOD_REFUSED';
  return shownDigest === challenge ? null : 'INTENT_MISMATCH';
}

/** Whether the use was confirmed by this very proof. */
function isProofOf({ intent, challenge }: UseRecord, proof: ProviderProof): boolean {
  const record = typeof intent === 'object' && intent !== null && !Array.isArray(intent) ? intent : {};
  return 'intentId' in record && record['intentId'] === proof.intentId && proof.shownDigest === challenge;
}

/** Writes the next state of the authenticator; false where it is not any more as the provider saw it. */
export async function keepAuthenticator(
  tx: StoreTransaction,
  tenant: string,
  { finding, authenticators }: Pick<Extract<FoundIntent, { readonly kind: 'found' }>, 'finding' | 'authenticators'>,
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
