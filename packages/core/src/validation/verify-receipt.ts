import { decodeBase64 } from '../bytes/index.ts';
import { parseReceipt, type ReceiptPayload } from '../seal/index.ts';
import { type Certificate, parseCertificate } from '../x509/index.ts';
import { judgeRegisterStatement } from './checks/register-statement.ts';
import { createCertificatePool } from './facts/certificate-pool.ts';
import { summarizeCertificate } from './facts/certificate-summary.ts';
import { gatherJws } from './facts/gather-jws.ts';
import { VALIDATION_POLICIES } from './policies.ts';
import { blockVerdictOfChecks } from './processes/verdict-algebra.ts';
import type { CertificateSummary } from './report/report.ts';
import type { BlockVerdict } from './report/verdict.ts';

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
  const pool = createCertificatePool();
  const facts = await gatherJws({ compact: receipt, parse: parseReceipt, registers: options.registers, pool });
  const payload = facts.fault === null ? parseReceipt(receipt).payload : null;
  const certificates = new Map<string, Certificate>();
  for (const [fingerprint, der] of Object.entries(pool.contents())) certificates.set(fingerprint, parseCertificate(decodeBase64(der)));
  const validationTime = options.at ?? new Date(payload?.time ?? 0);
  const outcome = judgeRegisterStatement(facts, validationTime, {
    policy: VALIDATION_POLICIES.basic,
    validationTime,
    certificates,
    revocation: new Map(),
    existence: { timeOf: () => validationTime, isArchived: () => false },
  });
  const leaf = facts.paths.certificate === null ? undefined : certificates.get(facts.paths.certificate);
  const register = leaf === undefined ? null : summarizeCertificate(leaf, facts.paths.certificate ?? '');
  const differs = options.fileDigest !== undefined && payload !== null && payload.fileDigest !== options.fileDigest;
  if (outcome.status !== 'failed' && differs) {
    return { verdict: { indication: 'FAILED', subIndication: 'HASH_FAILURE' }, reason: 'FILE_DIGEST_DIFFERS', payload, register };
  }
  const verdict = blockVerdictOfChecks([outcome]);
  return { verdict, reason: verdict.indication === 'PASSED' ? null : (outcome.reason ?? null), payload, register };
}
