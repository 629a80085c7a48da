import { decodeBase64 } from '../bytes/index.ts';
import { type Certificate, parseCertificate } from '../x509/index.ts';
import type { CheckContext } from './checks/check.ts';
import type { RevocationFacts } from './facts/revocation-facts.ts';
import type { ValidationFacts } from './facts/validation-facts.ts';
import { judgeDocument } from './processes/document-validation.ts';
import { proveTimes } from './processes/proofs-of-existence.ts';
import type { ValidationPolicy, ValidationReport } from './report/report.ts';

/**
 * The report that facts, a policy and a time give. Pure: the same values give the same report, also after a round trip
 * through JSON. @see ETSI EN 319 102-1 §5.1
 */
export function judge(facts: ValidationFacts, policy: ValidationPolicy, validationTime: Date): ValidationReport {
  return judgeDocument(facts, contextOf(facts, policy, validationTime));
}

/** What everything is judged by: the facts as they are looked up, and what their time-stamps prove. */
export function contextOf(facts: ValidationFacts, policy: ValidationPolicy, validationTime: Date): CheckContext {
  const certificates = new Map<string, Certificate>();
  for (const [fingerprint, der] of Object.entries(facts.certificates)) certificates.set(fingerprint, parseCertificate(decodeBase64(der)));
  const revocation = new Map<string, RevocationFacts[]>();
  for (const answer of facts.revocation) revocation.set(answer.certificate, [...(revocation.get(answer.certificate) ?? []), answer]);
  const { document, signatures } = facts;
  const around = { document, signatures, policy, validationTime, certificates, revocation };
  return { ...around, existence: proveTimes(facts, around) };
}
