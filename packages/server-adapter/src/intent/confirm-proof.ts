import type { JsonValue } from '@sealkit/core/bytes';
import { digestOfJson } from '@sealkit/core/crypto';
import type { ConfirmUseRequest } from '@sealkit/core/protocol';
import type { ProblemCode } from '../problem-codes.ts';
import type { PermitRecord, UseRecord } from '../storage/records.ts';

/** A proof of intent as it is kept; its digest goes into the use event and the use record. */
export interface IntentProof {
  readonly record: { readonly [name: string]: JsonValue };
  readonly digest: string;
}

/**
 * Judges the `confirm` method: the person's authenticated session answers with the digest of what the dialog showed.
 * Assurance 0: it proves the session and the shown act, not a second factor.
 */
export function findProofFault(use: UseRecord, permit: PermitRecord, { proof }: ConfirmUseRequest): ProblemCode | null {
  if (!permit.payload.intentPolicy.methods.includes(proof.method) || permit.payload.intentPolicy.minimumAssurance > 0) {
    return 'INTENT_METHOD_REFUSED';
  }
  return proof.shownDigest === use.challenge ? null : 'INTENT_MISMATCH';
}

export async function composeIntentProof(use: UseRecord, { proof }: ConfirmUseRequest, now: Date): Promise<IntentProof> {
  const record = {
    v: 1,
    method: proof.method,
    assurance: 0,
    tenant: use.tenant,
    person: use.personId,
    useId: use.id,
    challenge: use.challenge,
    shownDigest: proof.shownDigest,
    startedAt: use.createdAt,
    finishedAt: now.toISOString(),
    result: 'passed',
  } as const;
  return { record, digest: await digestOfJson(record) };
}
