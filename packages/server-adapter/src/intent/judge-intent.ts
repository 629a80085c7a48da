import type { PermitIntentPolicy } from '@sealkit/core/seal';
import type { ProblemCode } from '../problem-codes.ts';
import type { IntentRecord } from '../storage/records.ts';

/** Everything by which it is decided whether a proof that was begun may confirm something. */
export interface IntentFacts {
  /** Who confirms. */
  readonly tenant: string;
  readonly personId: string;
  /** The use, the batch of uses, or the change of an authenticator. */
  readonly subject: { readonly tenant: string; readonly id: string; readonly personId: string; readonly challenge: string };
  readonly policy: PermitIntentPolicy;
  readonly intent: IntentRecord | undefined;
  /** Of the provider under the method of the proof; undefined where there is none any more. */
  readonly provider: { readonly assurance: number; readonly tries: number } | undefined;
  /** What the page showed. */
  readonly shownDigest: string;
  readonly now: Date;
}

/**
 * Why a proof does not confirm this, whatever its provider finds: it is of another tenant, person, use, batch or act, has ended, was
 * begun too long ago, took too many answers, or is none that the permit takes.
 */
export function findIntentFault({
  tenant,
  personId,
  subject,
  policy,
  intent,
  provider,
  shownDigest,
  now,
}: IntentFacts): ProblemCode | null {
  if (intent === undefined || intent.tenant !== tenant || subject.tenant !== tenant) return 'INTENT_NOT_FOUND';
  if (intent.personId !== personId || subject.personId !== personId) return 'INTENT_FOREIGN';
  if (intent.useId !== subject.id) return 'INTENT_FOREIGN';
  if (intent.challenge !== subject.challenge || shownDigest !== subject.challenge) return 'INTENT_MISMATCH';
  if (provider === undefined || !policy.methods.includes(intent.method)) return 'INTENT_METHOD_REFUSED';
  if (provider.assurance < policy.minimumAssurance) return 'INTENT_METHOD_REFUSED';
  if (intent.ended !== null) return intent.ended.outcome === 'passed' ? 'INTENT_SPENT' : 'INTENT_SUPERSEDED';
  if (intent.tries >= provider.tries) return 'INTENT_TRIES_USED';
  return isTooOld(intent, policy, now) ? 'INTENT_EXPIRED' : null;
}

function isTooOld({ startedAt, expiresAt }: IntentRecord, policy: PermitIntentPolicy, now: Date): boolean {
  return Date.parse(startedAt) > now.getTime() || now.toISOString() >= expiresAt || isOlderThan(startedAt, policy, now);
}

/** Whether what began at an instant is older than a policy lets it be. */
export function isOlderThan(startedAt: string, { maximumAge }: PermitIntentPolicy, now: Date): boolean {
  return maximumAge !== undefined && now.getTime() - Date.parse(startedAt) > maximumAge * 1000;
}
