import { decodeBase64 } from '../bytes/index.ts';
import type { RegisterJws } from '../seal/index.ts';
import { type Certificate, parseCertificate } from '../x509/index.ts';
import { judgeRegisterStatement } from './checks/register-statement.ts';
import { createCertificatePool } from './facts/certificate-pool.ts';
import { summarizeCertificate } from './facts/certificate-summary.ts';
import { gatherJws } from './facts/gather-jws.ts';
import { VALIDATION_POLICIES } from './policies.ts';
import { blockVerdictOfChecks } from './processes/verdict-algebra.ts';
import type { CertificateSummary } from './report/report.ts';
import type { BlockVerdict } from './report/verdict.ts';

export interface RegisterStatementQuery<Payload extends object> {
  readonly compact: string;
  /** Reads the kind of statement that is expected: `parsePermit`, `parseUseRecord` or `parseReceipt`. */
  readonly parse: (compact: string) => RegisterJws<Payload>;
  /** Anchors for the register, DER. */
  readonly registers: readonly Uint8Array[];
  /** Time at which the register's certificate must be valid. */
  readonly at: (payload: Payload) => Date;
}

export interface RegisterStatementVerdict<Payload extends object> {
  readonly verdict: BlockVerdict;
  /** Stable code of the first reason; null when the statement passed. */
  readonly reason: string | null;
  /** What the statement says; null when it is none. Believe it only with the verdict PASSED. */
  readonly payload: Payload | null;
  readonly register: CertificateSummary | null;
}

/**
 * Checks a statement of the register: the form, the register's signature, and its certificate up to the caller's anchors. A
 * statement that is not good is a verdict; nothing is thrown for it.
 */
export async function verifyRegisterStatement<Payload extends object>(
  query: RegisterStatementQuery<Payload>,
): Promise<RegisterStatementVerdict<Payload>> {
  const { compact, parse, registers } = query;
  const pool = createCertificatePool();
  const facts = await gatherJws({ compact, parse, registers, pool });
  const payload = facts.fault === null ? parse(compact).payload : null;
  const certificates = new Map<string, Certificate>();
  for (const [fingerprint, der] of Object.entries(pool.contents())) certificates.set(fingerprint, parseCertificate(decodeBase64(der)));
  const validationTime = payload === null ? new Date(0) : query.at(payload);
  const outcome = judgeRegisterStatement(facts, validationTime, {
    policy: VALIDATION_POLICIES.basic,
    validationTime,
    certificates,
    revocation: new Map(),
    existence: { timeOf: () => validationTime, isArchived: () => false },
  });
  const leaf = facts.paths.certificate === null ? undefined : certificates.get(facts.paths.certificate);
  const register = leaf === undefined ? null : summarizeCertificate(leaf, facts.paths.certificate ?? '');
  const verdict = blockVerdictOfChecks([outcome]);
  return { verdict, reason: verdict.indication === 'PASSED' ? null : (outcome.reason ?? null), payload, register };
}
