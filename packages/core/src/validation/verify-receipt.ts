import { parseReceipt, type ReceiptPayload } from '../seal/index.ts';
import type { CertificateSummary } from './report/report.ts';
import type { BlockVerdict } from './report/verdict.ts';
import { verifyRegisterStatement } from './verify-register-statement.ts';

export interface VerifyReceiptOptions {
  /** Anchors for the register, DER. */
  readonly registers: readonly Uint8Array[];
  /** Digest of the signed file, `sha256:<hex>`, where the host has it: the receipt must name it. */
  readonly fileDigest?: string;
  /** Time at which the register's certificate must be valid; the receipt's own time when absent. */
  readonly at?: Date;
}

export interface ReceiptVerdict {
  readonly verdict: BlockVerdict;
  /** Stable code of the first reason; null when the receipt passed. */
  readonly reason: string | null;
  /** What the receipt says; null when it is none. Believe it only with the verdict PASSED. */
  readonly payload: ReceiptPayload | null;
  readonly register: CertificateSummary | null;
}

/**
 * Checks a server's receipt: the form, the register's signature, its certificate up to the caller's anchors, and the file
 * that it is about. A receipt that is not good is a verdict; nothing is thrown for it.
 */
export async function verifyReceipt(receipt: string, options: VerifyReceiptOptions): Promise<ReceiptVerdict> {
  const at = (payload: ReceiptPayload): Date => options.at ?? new Date(payload.time);
  const judged = await verifyRegisterStatement({ compact: receipt, parse: parseReceipt, registers: options.registers, at });
  const { payload, register, verdict } = judged;
  const differs = options.fileDigest !== undefined && payload !== null && payload.fileDigest !== options.fileDigest;
  if (verdict.indication !== 'FAILED' && differs)
    return { verdict: { indication: 'FAILED', subIndication: 'HASH_FAILURE' }, reason: 'FILE_DIGEST_DIFFERS', payload, register };
  return judged;
}
