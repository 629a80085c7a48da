import { decodeBase64 } from '../bytes/index.ts';
import { type Certificate, parseCertificate } from '../x509/index.ts';
import type { CheckContext } from './checks/check.ts';
import type { ValidationFacts } from './facts/validation-facts.ts';
import { judgeDocument } from './processes/document-validation.ts';
import type { ValidationPolicy, ValidationReport } from './report/report.ts';

/**
 * The report that facts, a policy and a time give. Pure: the same values give the same report, also after a round trip
 * through JSON. @see ETSI EN 319 102-1 §5.1
 */
export function judge(facts: ValidationFacts, policy: ValidationPolicy, validationTime: Date): ValidationReport {
  const certificates = new Map<string, Certificate>();
  for (const [fingerprint, der] of Object.entries(facts.certificates)) certificates.set(fingerprint, parseCertificate(decodeBase64(der)));
  const context: CheckContext = { document: facts.document, policy, validationTime, certificates };
  return judgeDocument(facts, context);
}
