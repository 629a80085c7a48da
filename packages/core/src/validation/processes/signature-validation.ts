import { algorithmsConsistent } from '../checks/algorithms-consistent.ts';
import { algorithmsStrong } from '../checks/algorithms-strong.ts';
import { certificatePathFound } from '../checks/certificate-path-found.ts';
import { certificatePathValid } from '../checks/certificate-path-valid.ts';
import { type Check, type CheckContext, runCheck } from '../checks/check.ts';
import { dictionaryUnchanged } from '../checks/dictionary-unchanged.ts';
import { laterChangesPermitted } from '../checks/later-changes-permitted.ts';
import { longTermMaterial } from '../checks/long-term-material.ts';
import { permissionsConsistent } from '../checks/permissions-consistent.ts';
import { rangeEndsRevision } from '../checks/range-ends-revision.ts';
import { revocationKnown } from '../checks/revocation-known.ts';
import { seedValuesHonoured } from '../checks/seed-values-honoured.ts';
import { timestampCertificatesIdentified } from '../checks/timestamp-certificates-identified.ts';
import { timestampsInOrder } from '../checks/timestamps-in-order.ts';
import { timestampsProveTime } from '../checks/timestamps-prove-time.ts';
import type { JudgedSigner } from '../certificates/judged-signer.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { CheckResult, Integrity } from '../report/report.ts';
import type { Verdict } from '../report/verdict.ts';
import { judgeForm } from './form-validation.ts';
import { PERMIT_CHECKS, PLACE_CHECKS, STATEMENT_CHECKS } from './seal-validation.ts';
import { judgeSignerOf } from './signer-validation.ts';
import { verdictOfChecks } from './verdict-algebra.ts';

/** A part of the signature that nobody can be named for is not known to be what it seems. */
const TIMESTAMP_IDENTIFICATION: readonly Check[] = [timestampCertificatesIdentified];

export interface JudgedSignature {
  readonly checks: readonly CheckResult[];
  readonly integrity: Integrity;
  readonly verdict: Verdict;
  readonly signer: JudgedSigner;
}

/** Runs all checks of one signature and draws its verdict. @see ETSI EN 319 102-1 §5.3, §5.5, §5.6 */
export function judgeSignature(signature: SignatureFacts, others: readonly SignatureFacts[], context: CheckContext): JudgedSignature {
  const run = (checks: readonly Check[]): readonly CheckResult[] => checks.map((check) => runCheck(check, signature, context));
  const { format, cryptographic, identification } = judgeForm(signature, context);
  const signer = judgeSignerOf(signature, context);
  const ofSigner = (check: Check<JudgedSigner>): CheckResult => runCheck(check, signer, context);
  const changes = run([rangeEndsRevision, dictionaryUnchanged, permissionsConsistent, laterChangesPermitted(others)]);
  const certificate = [runCheck(certificatePathFound, signature, context), ofSigner(certificatePathValid), ofSigner(revocationKnown)];
  const acceptance = [...run([algorithmsConsistent]), ofSigner(algorithmsStrong), ...run([seedValuesHonoured])];
  const stamps = run(TIMESTAMP_IDENTIFICATION);
  const order = run([timestampsInOrder]);
  const longTerm = [runCheck(longTermMaterial, { signature, signer }, context)];
  const time = [...stamps, ...run([timestampsProveTime]), ...order, ...longTerm];
  const seal = run([...STATEMENT_CHECKS, ...PLACE_CHECKS, ...PERMIT_CHECKS]);
  return {
    signer,
    checks: [...format, ...cryptographic, ...changes, ...identification, ...certificate, ...acceptance, ...time, ...seal],
    integrity: integrityOf(format, [...cryptographic, ...identification, ...stamps]),
    verdict: verdictOfChecks([
      ...format,
      ...cryptographic,
      ...changes,
      ...identification,
      ...stamps,
      ...certificate,
      ...acceptance,
      ...order,
      ...longTerm,
      ...asConstraints(seal),
    ]),
  };
}

/** What cannot be decided about a seal leaves a constraint of the signature open; the seal's own report says which. */
function asConstraints(checks: readonly CheckResult[]): readonly CheckResult[] {
  return checks.map((check) => (check.status === 'indeterminate' ? { ...check, subIndication: 'SIG_CONSTRAINTS_FAILURE' } : check));
}

/** About octets only, whatever the trust. */
function integrityOf(format: readonly CheckResult[], cryptographic: readonly CheckResult[]): Integrity {
  if (format.some(({ status }) => status === 'failed')) return 'malformed';
  if (cryptographic.some(({ status }) => status === 'failed')) return 'broken';
  return cryptographic.some(({ status, reason }) => status === 'indeterminate' || reason === 'NO_SIGNER_INFO') ? 'undetermined' : 'intact';
}
