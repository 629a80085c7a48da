import { type Check, type CheckContext, runCheck } from '../checks/check.ts';
import { judgeLaterChanges } from '../checks/later-changes.ts';
import { fileReadable } from '../checks/file-readable.ts';
import { sealPictureNotCopied } from '../checks/seal-picture-not-copied.ts';
import { signaturesKept } from '../checks/signatures-kept.ts';
import type { DocumentFacts, SignatureFacts, ValidationFacts } from '../facts/validation-facts.ts';
import type { DocumentIntegrity, LaterChanges, SignatureReport, ValidationReport } from '../report/report.ts';
import type { Verdict } from '../report/verdict.ts';
import { bestSignatureTime } from './best-signature-time.ts';
import { reportSignature } from './signature-report.ts';
import { type JudgedSignature, judgeSignature } from './signature-validation.ts';
import { verdictOfChecks, worstVerdict } from './verdict-algebra.ts';

const DOCUMENT_CHECKS: readonly Check<DocumentFacts>[] = [fileReadable, signaturesKept, sealPictureNotCopied];
const INTEGRITY_ORDER: readonly DocumentIntegrity[] = ['intact', 'undetermined', 'modified', 'broken', 'malformed'];

/** All signatures of a file and the answer for the file, which is never better than that of its worst signature. */
export function judgeDocument(facts: ValidationFacts, context: CheckContext): ValidationReport {
  const { document, signatures } = facts;
  const judged = signatures.map((signature) => judgeOne(signature, facts, context));
  const checks = DOCUMENT_CHECKS.map((check) => runCheck(check, document, context));
  // What is wrong with the file as a whole counts as much as what is wrong with one signature.
  const spoilt = judged.length > 0 && checks.some(({ status }) => status === 'failed');
  const verdicts = judged.map(({ judgement }) => judgement.verdict);
  const verdict = worstVerdict(spoilt ? [...verdicts, verdictOfChecks(checks)] : verdicts);
  const integrities = judged.map(documentIntegrityOf);
  const timestamps = signatures.filter(({ kind }) => kind === 'document-time-stamp' || kind === 'time-stamp-token').length;
  return {
    version: 1,
    policy: context.policy,
    validationTime: context.validationTime.toISOString(),
    document: {
      ...documentVerdict(verdict),
      integrity: judged.length === 0 ? null : worstIntegrity(spoilt ? [...integrities, 'modified'] : integrities),
      signatures: signatures.length - timestamps,
      timestamps,
      encrypted: document.encrypted,
      pages: document.pages,
      revisions: document.revisionEnds.length,
      digest: document.digest,
      size: document.size,
      checks,
    },
    signatures: judged.map(({ report }) => report),
    notices: [...document.notices, ...facts.signatures.flatMap(containerNotices)],
  };
}

/** Oddities of a signature's container outside what it signs. */
function containerNotices({
  cms,
  fields,
}: SignatureFacts): readonly { readonly code: string; readonly values: { readonly field: string | null } }[] {
  const codes = [
    ...cms.repairs,
    ...(cms.signer?.identifierExact === false ? ['SIGNER_NAME_SPELLED_DIFFERENTLY'] : []),
    ...(cms.signer?.certificateInside === false ? ['SIGNER_CERTIFICATE_OUTSIDE'] : []),
  ];
  return codes.map((code) => ({ code: `CMS_${code}`, values: { field: fields[0] ?? null } }));
}

interface Judged {
  readonly judgement: JudgedSignature;
  readonly changes: LaterChanges | null;
  readonly report: SignatureReport;
}

function judgeOne(signature: SignatureFacts, facts: ValidationFacts, context: CheckContext): Judged {
  const others = othersOf(signature, facts);
  const judgement = judgeSignature(signature, others, context);
  const changes = judgeLaterChanges(signature, others, facts.document, context.policy);
  const time = bestSignatureTime(signature, context);
  return { judgement, changes, report: reportSignature(signature, judgement, { changes, time }, context) };
}

function othersOf(signature: SignatureFacts, { signatures }: ValidationFacts): readonly SignatureFacts[] {
  return signatures.filter((other) => other !== signature);
}

function documentVerdict(verdict: Verdict | undefined): { indication: Verdict['indication'] | null; subIndication?: string } {
  if (verdict === undefined) return { indication: null };
  return verdict.indication === 'TOTAL-PASSED' ? { indication: verdict.indication } : { ...verdict };
}

/** An intact signature over a document that was changed since answers for another document. */
function documentIntegrityOf({ judgement }: Judged): DocumentIntegrity {
  const changed = judgement.checks.some(({ group, id, status }) => status === 'failed' && (group === 'changes' || CHANGED.has(id)));
  return judgement.integrity === 'intact' || judgement.integrity === 'undetermined'
    ? changed
      ? 'modified'
      : judgement.integrity
    : judgement.integrity;
}

const CHANGED: ReadonlySet<string> = new Set(['fc.range-ends-revision', 'fc.dictionary-unchanged']);

function worstIntegrity(all: readonly DocumentIntegrity[]): DocumentIntegrity {
  return all.reduce((worst, each) => (INTEGRITY_ORDER.indexOf(each) > INTEGRITY_ORDER.indexOf(worst) ? each : worst), 'intact');
}
