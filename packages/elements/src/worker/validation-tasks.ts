import { blobSource } from '@sealkit/core/bytes';
import type { ReceiptPayload } from '@sealkit/core/seal';
import {
  extractRevision,
  VALIDATION_POLICIES,
  validateDocument,
  verifyReceipt,
  type ValidationPolicy,
  type ValidationReport,
} from '@sealkit/core/validation';
import type { TrustAnchors } from '../foundation/context.ts';
import { type OnlineAnswer, sourceOfAnswers } from './online-answers.ts';
import { SigningError } from './signing-error.ts';

export type PolicyName = 'basic' | 'strict' | 'long-term';

export interface ValidationInput {
  readonly document: Blob;
  readonly policy: PolicyName;
  readonly trust: TrustAnchors;
  /** ISO 8601 UTC. */
  readonly validationTime: string;
  /** What services said of certificates in the file. */
  readonly answers: readonly OnlineAnswer[];
}

export function policyNamed(name: PolicyName): ValidationPolicy {
  return name === 'long-term' ? VALIDATION_POLICIES.longTerm : VALIDATION_POLICIES[name];
}

/** Validates a file where it is. */
export async function validateFile(input: ValidationInput, signal: AbortSignal): Promise<ValidationReport> {
  const policy = policyNamed(input.policy);
  const { document, trust, validationTime, answers } = input;
  const source = answers.length === 0 ? {} : { revocationSource: sourceOfAnswers(answers) };
  return validateDocument(blobSource(document), { policy, trust, validationTime: new Date(validationTime), signal, ...source });
}

/**
 * Reads what a receipt says once it is known to be the word of a trusted register about this file.
 *
 * @throws {@link SigningError} `RECEIPT_NOT_VERIFIED`
 */
export async function checkReceipt(input: {
  readonly receipt: string;
  readonly registers: readonly Uint8Array[];
  readonly fileDigest: string;
}): Promise<ReceiptPayload> {
  const { verdict, payload, reason } = await verifyReceipt(input.receipt, { registers: input.registers, fileDigest: input.fileDigest });
  if (verdict.indication === 'PASSED' && payload !== null) return payload;
  throw new SigningError('RECEIPT_NOT_VERIFIED', 'expected a receipt of a trusted register for this file', {
    facts: { reason: reason ?? verdict.indication },
  });
}

/** How long the document was at the end of a revision: what was signed are its first octets, up to there. */
export async function measureRevision(input: { readonly document: Blob; readonly revision: number }, signal: AbortSignal): Promise<number> {
  return (await extractRevision(blobSource(input.document), input.revision, { signal })).size;
}
