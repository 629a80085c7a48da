import type { CheckResult, SealReport, SignatureReport, ValidationReport } from '@sealkit/core/validation';
import type { VerdictName } from '../foundation/verdict-mark.ts';
import { isWithdrawn, statusVerdict } from './certificate-status.ts';

/** How a report reads to people. Pure: nothing is judged here that the report has not judged. */

export type Answer = 'document' | 'signedVersion' | 'seal' | 'permit' | 'person' | 'changes';
export type SentenceId =
  | 'pass-seal'
  | 'pass-signature'
  | 'fail-changed'
  | 'fail-broken'
  | 'fail-picture'
  | 'fail-other'
  | 'unsure-revoked'
  | 'unsure-status'
  | 'unsure-signer'
  | 'unsure-seal'
  | 'unsure-other'
  | 'none';

export function verdictOfStatus(status: CheckResult['status']): VerdictName {
  const verdicts = { passed: 'pass', failed: 'fail', indeterminate: 'unsure', 'not-checked': 'skip', 'not-applicable': 'na' } as const;
  return verdicts[status];
}

export function verdictOfIndication(indication: string | null): VerdictName {
  if (indication === null) return 'skip';
  if (indication === 'TOTAL-PASSED' || indication === 'PASSED') return 'pass';
  return indication === 'TOTAL-FAILED' || indication === 'FAILED' ? 'fail' : 'unsure';
}

/** The document's verdict is never better than its worst signature. */
export function documentVerdict(report: ValidationReport): VerdictName {
  if (report.signatures.length === 0) return 'skip';
  return worst([
    verdictOfIndication(report.document.indication),
    ...report.signatures.map(({ indication }) => verdictOfIndication(indication)),
  ]);
}

export function sentenceOf(report: ValidationReport): SentenceId {
  const verdict = documentVerdict(report);
  if (verdict === 'skip') return 'none';
  if (verdict === 'pass') return report.signatures.some(({ seal }) => seal !== null) ? 'pass-seal' : 'pass-signature';
  if (verdict === 'fail') {
    if (report.signatures.some(isChangedLater)) return 'fail-changed';
    if (report.signatures.some(({ integrity }) => integrity === 'broken')) return 'fail-broken';
    return report.signatures.some(({ seal }) => hasForeignPicture(seal)) ? 'fail-picture' : 'fail-other';
  }
  if (report.signatures.some(({ integrity }) => integrity !== 'intact')) return 'unsure-other';
  if (report.signatures.some(isWithdrawn)) return 'unsure-revoked';
  if (report.signatures.some((signature) => answerChain(signature) !== 'pass')) return 'unsure-signer';
  if (report.signatures.some((signature) => answerPerson(signature) === 'unsure')) return 'unsure-status';
  return report.signatures.some(({ seal }) => answerSeal(seal) === 'unsure') ? 'unsure-seal' : 'unsure-other';
}

/** The four answers in their order; without any permit the person stands in its place. */
export function fourAnswers(
  report: ValidationReport,
): readonly { readonly answer: Answer; readonly verdict: VerdictName; readonly detail: string }[] {
  const { signatures } = report;
  const permits = signatures.flatMap((signature) => signature.seal?.permit ?? signature.permit ?? []);
  const document = worst(signatures.map(({ integrity }) => INTEGRITY[integrity]));
  const seal = worst(signatures.map((signature) => answerSeal(signature.seal)));
  const person = worst(signatures.map(answerPerson));
  const permit = worst(permits.map(({ indication }) => verdictOfIndication(indication)));
  const changes = worst(signatures.map(answerChanges));
  const levels = signatures.map(({ laterChanges }) => laterChanges?.level ?? 'none');
  return [
    // After a change that is not permitted the first answer is about what was signed, and says that the present file is another.
    document === 'pass' && signatures.some(isChangedLater)
      ? { answer: 'signedVersion', verdict: document, detail: 'signedVersion-pass' }
      : { answer: 'document', verdict: document, detail: `document-${document}` },
    { answer: 'seal', verdict: seal, detail: `seal-${seal}` },
    permits.length > 0
      ? { answer: 'permit', verdict: permit, detail: `permit-${permit}` }
      : { answer: 'person', verdict: person, detail: personDetail(signatures, person) },
    {
      answer: 'changes',
      verdict: changes,
      detail:
        changes === 'pass' ? (levels.every((level) => level === 'none') ? 'changes-none' : 'changes-permitted') : `changes-${changes}`,
    },
  ];
}

/** How many checks ended in each way, over the document and all signatures. */
export function countVerdicts(report: ValidationReport): Readonly<Record<VerdictName | 'all', number>> {
  const counts = { pass: 0, fail: 0, unsure: 0, skip: 0, na: 0, all: 0 };
  for (const check of allChecks(report)) {
    counts[verdictOfStatus(check.status)] += 1;
    counts.all += 1;
  }
  return counts;
}

export function allChecks(report: ValidationReport): readonly CheckResult[] {
  return [...report.document.checks, ...report.signatures.flatMap(({ checks }) => checks)];
}

export function isChangedLater(signature: SignatureReport): boolean {
  return signature.laterChanges !== null && !signature.laterChanges.permitted;
}

/** A signer whom no anchor vouches for, and who could be trusted by fingerprint: one with an intact signature and a certificate. */
export function isForeignSigner(signature: SignatureReport): boolean {
  return signature.signer !== null && signature.integrity === 'intact' && !isVouchedFor(signature);
}

/** The path ends at an anchor, or the signer's certificate is itself trusted: then it stands alone and has passed. */
export function isVouchedFor({ path }: SignatureReport): boolean {
  return path.some(({ role }) => role === 'anchor') || isTrustedItself(path);
}

export function isTrustedItself(path: SignatureReport['path']): boolean {
  return path.length === 1 && path[0]?.verdict.indication === 'PASSED';
}

const INTEGRITY: Readonly<Record<SignatureReport['integrity'], VerdictName>> = {
  intact: 'pass',
  broken: 'fail',
  malformed: 'fail',
  undetermined: 'unsure',
};

function hasForeignPicture(seal: SealReport | null): boolean {
  return seal !== null && seal.places.some(({ picture }) => picture === 'different');
}

function answerSeal(seal: SealReport | null): VerdictName {
  if (seal === null) return 'na';
  const pictures = seal.places.map(({ picture }): VerdictName =>
    picture === 'equal' ? 'pass' : picture === 'different' ? 'fail' : 'skip',
  );
  return worst([verdictOfIndication(seal.statement.indication), ...pictures]);
}

/** Whether the signer's certificates lead to an anchor and were in force. */
function answerChain(signature: SignatureReport): VerdictName {
  if (signature.path.length === 0) return 'unsure';
  return worst([
    isVouchedFor(signature) ? 'pass' : 'unsure',
    ...signature.path.map(({ verdict }) => verdictOfIndication(verdict.indication)),
  ]);
}

/** The same, and whether one of them was withdrawn. */
function answerPerson(signature: SignatureReport): VerdictName {
  return worst([answerChain(signature), ...signature.path.map((step) => statusVerdict(step, signature))]);
}

function personDetail(signatures: readonly SignatureReport[], person: VerdictName): string {
  if (signatures.some(isWithdrawn)) return 'person-revoked';
  const isChainOpen = signatures.some((signature) => answerChain(signature) === 'unsure');
  return person === 'unsure' && !isChainOpen ? 'person-status' : `person-${person}`;
}

function answerChanges(signature: SignatureReport): VerdictName {
  if (signature.laterChanges === null) return 'na';
  // Without what was signed there is nothing to compare the later versions with.
  if (signature.integrity !== 'intact' && signature.laterChanges.permitted) return 'unsure';
  return signature.laterChanges.permitted ? 'pass' : 'fail';
}

const ORDER: readonly VerdictName[] = ['na', 'pass', 'skip', 'unsure', 'fail'];

export function worst(verdicts: readonly VerdictName[]): VerdictName {
  return verdicts.reduce<VerdictName>((left, right) => (ORDER.indexOf(right) > ORDER.indexOf(left) ? right : left), 'na');
}
