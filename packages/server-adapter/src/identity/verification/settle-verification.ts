import type { Bytes, JsonValue } from '@sealkit/core/bytes';
import type { IdentityOutcome } from '@sealkit/core/ports';
import { appendEvent } from '../../audit/audit-event.ts';
import type { IdentityVerificationRecord } from '../../storage/records.ts';
import type { StoreTransaction } from '../../storage/store.ts';
import { agreesWithClaims } from './kept-claims.ts';

export interface Settling {
  readonly now: Date;
  readonly numberKey: Bytes;
  /** Who brought it about. */
  readonly actor: string;
  /** Who decided, where a person did, and why (a mark). */
  readonly decision?: { readonly by: string; readonly reason: string };
}

/**
 * Writes down what a provider answered: an event where the verification ends. What a provider found that is not what was claimed is no
 * verification of the claim.
 */
export async function settleVerification(
  tx: StoreTransaction,
  record: IdentityVerificationRecord,
  outcome: IdentityOutcome,
  settling: Settling,
): Promise<IdentityVerificationRecord> {
  if (outcome.status === 'pending') {
    const waiting = { ...record, resume: outcome.resume, actionUrl: outcome.actionUrl ?? null };
    await tx.identities.put(waiting);
    return waiting;
  }
  const { now, numberKey, actor, decision } = settling;
  const differs =
    outcome.status === 'passed' &&
    outcome.confirmed !== 'as-claimed' &&
    !(await agreesWithClaims(tx, record.tenant, record.claims, outcome.confirmed, numberKey));
  const reason = outcome.status === 'failed' ? outcome.reason : differs ? 'CLAIMS_DIFFER' : null;
  const event = await appendEvent(tx, {
    tenant: record.tenant,
    envelopeId: null,
    sealNumber: null,
    type: reason === null ? 'identity-verified' : 'identity-failed',
    time: now,
    actor,
    body: {
      ...factsOf(record),
      failure: reason,
      providerReference: outcome.reference ?? null,
      decidedBy: decision?.by ?? null,
      ...(decision === undefined ? {} : { reason: decision.reason }),
    },
  });
  const ended: IdentityVerificationRecord = {
    ...record,
    state: reason === null ? 'passed' : 'failed',
    finishedAt: now.toISOString(),
    resume: null,
    actionUrl: null,
    reason,
    decidedBy: decision?.by ?? null,
    providerReference: outcome.reference ?? null,
    event: { id: event.id, digest: event.digest },
  };
  await tx.identities.put(ended);
  return ended;
}

/** What every event of a verification says: ids, marks and digests. */
export function factsOf({ id, subject, provider, method, claims, documents }: IdentityVerificationRecord): {
  readonly [name: string]: JsonValue;
} {
  return {
    verificationId: id,
    subjectKind: subject.kind,
    subjectId: subject.id,
    provider,
    method,
    verifiedName: claims.name,
    registrationNumber: claims.registrationNumber,
    legalRepresentative: claims.legalRepresentative,
    personalNumberShown: claims.personalNumber?.shown ?? null,
    personalNumberDigest: claims.personalNumber?.digest ?? null,
    phoneShown: claims.phone?.shown ?? null,
    phoneDigest: claims.phone?.digest ?? null,
    accountShown: claims.account?.shown ?? null,
    accountDigest: claims.account?.digest ?? null,
    documents: documents.map(({ digest }) => digest),
  };
}
