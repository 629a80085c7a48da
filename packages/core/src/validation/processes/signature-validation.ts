import { algorithmsConsistent } from '../checks/algorithms-consistent.ts';
import { algorithmsProtected } from '../checks/algorithms-protected.ts';
import { algorithmsStrong } from '../checks/algorithms-strong.ts';
import { byteRangeConsistent } from '../checks/byte-range-consistent.ts';
import { certificatePathFound } from '../checks/certificate-path-found.ts';
import { certificatePathValid } from '../checks/certificate-path-valid.ts';
import { type Check, type CheckContext, runCheck } from '../checks/check.ts';
import { cmsReadable } from '../checks/cms-readable.ts';
import { contentMatchesSubFilter } from '../checks/content-matches-sub-filter.ts';
import { contentsInGap } from '../checks/contents-in-gap.ts';
import { contentsPaddingZero } from '../checks/contents-padding-zero.ts';
import { dictionaryUnchanged } from '../checks/dictionary-unchanged.ts';
import { documentStructureSound } from '../checks/document-structure-sound.ts';
import { laterChangesPermitted } from '../checks/later-changes-permitted.ts';
import { messageDigestMatches } from '../checks/message-digest-matches.ts';
import { oneSignerInfo } from '../checks/one-signer-info.ts';
import { permissionsConsistent } from '../checks/permissions-consistent.ts';
import { rangeEndsRevision } from '../checks/range-ends-revision.ts';
import { rangesDoNotCollide } from '../checks/ranges-do-not-collide.ts';
import { revocationKnown } from '../checks/revocation-known.ts';
import { seedValuesHonoured } from '../checks/seed-values-honoured.ts';
import { signatureDictionaryComplete } from '../checks/signature-dictionary-complete.ts';
import { signatureValueValid } from '../checks/signature-value-valid.ts';
import { signedAttributesWellFormed } from '../checks/signed-attributes-well-formed.ts';
import { signingCertificateIdentified } from '../checks/signing-certificate-identified.ts';
import { subFilterKnown } from '../checks/sub-filter-known.ts';
import { timestampCertificatesIdentified } from '../checks/timestamp-certificates-identified.ts';
import { timestampsProveTime } from '../checks/timestamps-prove-time.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { CheckResult, Integrity } from '../report/report.ts';
import type { Verdict } from '../report/verdict.ts';
import { PERMIT_CHECKS, PLACE_CHECKS, STATEMENT_CHECKS } from './seal-validation.ts';
import { verdictOfChecks } from './verdict-algebra.ts';

/** Blocks of EN 319 102-1 §5.3 in the order in which their failures count. */
const FORMAT_CHECKS: readonly Check[] = [
  signatureDictionaryComplete,
  byteRangeConsistent,
  contentsInGap,
  cmsReadable,
  contentsPaddingZero,
  subFilterKnown,
  contentMatchesSubFilter,
  oneSignerInfo,
  signedAttributesWellFormed,
  rangesDoNotCollide,
  documentStructureSound,
];
const CRYPTOGRAPHIC_CHECKS: readonly Check[] = [messageDigestMatches, signatureValueValid, algorithmsProtected];
const IDENTIFICATION_CHECKS: readonly Check[] = [signingCertificateIdentified];
const CERTIFICATE_CHECKS: readonly Check[] = [certificatePathFound, certificatePathValid, revocationKnown];
const ACCEPTANCE_CHECKS: readonly Check[] = [algorithmsConsistent, algorithmsStrong, seedValuesHonoured];
const TIME_CHECKS: readonly Check[] = [timestampsProveTime];
/** A part of the signature that nobody can be named for is not known to be what it seems. */
const TIMESTAMP_IDENTIFICATION: readonly Check[] = [timestampCertificatesIdentified];

export interface JudgedSignature {
  readonly checks: readonly CheckResult[];
  readonly integrity: Integrity;
  readonly verdict: Verdict;
}

/** Runs all checks of one signature and draws its verdict. @see ETSI EN 319 102-1 §5.3 */
export function judgeSignature(signature: SignatureFacts, others: readonly SignatureFacts[], context: CheckContext): JudgedSignature {
  const run = (checks: readonly Check[]): readonly CheckResult[] => checks.map((check) => runCheck(check, signature, context));
  const format = run(FORMAT_CHECKS);
  const cryptographic = run(CRYPTOGRAPHIC_CHECKS);
  const changes = run([rangeEndsRevision, dictionaryUnchanged, permissionsConsistent, laterChangesPermitted(others)]);
  const identification = run(IDENTIFICATION_CHECKS);
  const certificate = run(CERTIFICATE_CHECKS);
  const acceptance = run(ACCEPTANCE_CHECKS);
  const stamps = run(TIMESTAMP_IDENTIFICATION);
  const time = [...stamps, ...run(TIME_CHECKS)];
  const seal = run([...STATEMENT_CHECKS, ...PLACE_CHECKS, ...PERMIT_CHECKS]);
  return {
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
