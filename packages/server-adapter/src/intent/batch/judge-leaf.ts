import type { PermitIntentPolicy } from '@sealkit/core/seal';
import type { ProblemCode } from '../../problem-codes.ts';
import type { IntentBatchRecord } from '../../storage/records.ts';
import { isOlderThan } from '../judge-intent.ts';

/** Everything by which it is decided whether a confirmed batch confirms one use. */
export interface LeafFacts {
  /** Who confirms. */
  readonly tenant: string;
  readonly personId: string;
  readonly use: { readonly tenant: string; readonly id: string; readonly personId: string; readonly challenge: string };
  /** Of the permit of this use. */
  readonly policy: PermitIntentPolicy;
  readonly batch: IntentBatchRecord | undefined;
  /** What the page showed. */
  readonly shownDigest: string;
  readonly now: Date;
}

/**
 * Why a batch does not confirm this use: it is of another tenant or person, the use or its act is none of its leaves, it was not
 * confirmed, it is too late, or the permit does not take it.
 */
export function findLeafFault({ tenant, personId, use, policy, batch, shownDigest, now }: LeafFacts): ProblemCode | null {
  if (batch === undefined || batch.tenant !== tenant || use.tenant !== tenant) return 'INTENT_NOT_FOUND';
  if (batch.personId !== personId || use.personId !== personId) return 'INTENT_FOREIGN';
  const leaf = batch.uses.find(({ useId }) => useId === use.id);
  if (leaf === undefined) return 'INTENT_FOREIGN';
  if (leaf.challenge !== use.challenge || shownDigest !== use.challenge) return 'INTENT_MISMATCH';
  if (policy.batch !== true) return 'INTENT_BATCH_REFUSED';
  if (batch.confirmed === null) return 'INTENT_NOT_FOUND';
  const { method, assurance, startedAt } = batch.confirmed.proven;
  if (!policy.methods.includes(method) || assurance < policy.minimumAssurance) return 'INTENT_METHOD_REFUSED';
  if (Date.parse(startedAt) > now.getTime() || now.toISOString() >= batch.expiresAt) return 'INTENT_EXPIRED';
  return isOlderThan(startedAt, policy, now) ? 'INTENT_EXPIRED' : null;
}
