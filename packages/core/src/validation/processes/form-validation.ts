import { algorithmsProtected } from '../checks/algorithms-protected.ts';
import { byteRangeConsistent } from '../checks/byte-range-consistent.ts';
import { type Check, type CheckContext, runCheck } from '../checks/check.ts';
import { cmsReadable } from '../checks/cms-readable.ts';
import { contentMatchesSubFilter } from '../checks/content-matches-sub-filter.ts';
import { contentsInGap } from '../checks/contents-in-gap.ts';
import { contentsPaddingZero } from '../checks/contents-padding-zero.ts';
import { evidenceRecordsIntact } from '../checks/evidence-records-intact.ts';
import { documentStructureSound } from '../checks/document-structure-sound.ts';
import { messageDigestMatches } from '../checks/message-digest-matches.ts';
import { oneSignerInfo } from '../checks/one-signer-info.ts';
import { rangeEndsRevision } from '../checks/range-ends-revision.ts';
import { rangesDoNotCollide } from '../checks/ranges-do-not-collide.ts';
import { signatureDictionaryComplete } from '../checks/signature-dictionary-complete.ts';
import { signatureValueValid } from '../checks/signature-value-valid.ts';
import { signedAttributesWellFormed } from '../checks/signed-attributes-well-formed.ts';
import { signingCertificateIdentified } from '../checks/signing-certificate-identified.ts';
import { subFilterKnown } from '../checks/sub-filter-known.ts';
import type { SignatureFacts } from '../facts/validation-facts.ts';
import type { CheckResult } from '../report/report.ts';

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
const CRYPTOGRAPHIC_CHECKS: readonly Check[] = [messageDigestMatches, signatureValueValid, algorithmsProtected, evidenceRecordsIntact];
const IDENTIFICATION_CHECKS: readonly Check[] = [signingCertificateIdentified];

/** What a signature is, whoever made it and whenever: its form, its values, and the certificate that it names. */
export interface JudgedForm {
  readonly format: readonly CheckResult[];
  readonly cryptographic: readonly CheckResult[];
  readonly identification: readonly CheckResult[];
}

export function judgeForm(signature: SignatureFacts, context: CheckContext): JudgedForm {
  const run = (checks: readonly Check[]): readonly CheckResult[] => checks.map((check) => runCheck(check, signature, context));
  return { format: run(FORMAT_CHECKS), cryptographic: run(CRYPTOGRAPHIC_CHECKS), identification: run(IDENTIFICATION_CHECKS) };
}

/** Whether a document time-stamp is over whole revisions and verifies: all that it takes but for its authority. */
export function isSoundTimestamp(signature: SignatureFacts, context: CheckContext): boolean {
  const { format, cryptographic, identification } = judgeForm(signature, context);
  return [...format, ...cryptographic, ...identification, runCheck(rangeEndsRevision, signature, context)].every(
    ({ status }) => status !== 'failed' && status !== 'indeterminate',
  );
}
