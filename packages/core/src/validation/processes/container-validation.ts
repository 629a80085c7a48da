import { type CheckContext, failed, passed } from '../checks/check.ts';
import { evidenceRecordsIntact } from '../checks/evidence-records-intact.ts';
import { judgeReferences } from '../container/reference-check.ts';
import type { ContainerFacts, ContainerProofFacts, ContainerRecordFacts } from '../facts/container-facts.ts';
import { timestampId } from '../facts/evidence-id.ts';
import type { ContainerRecordReport, ContainerReport, ContainerSignatureReport } from '../report/container-report.ts';
import type { CheckResult, DocumentIntegrity, Integrity, SignatureReport } from '../report/report.ts';
import type { Verdict } from '../report/verdict.ts';
import { judgeDocument } from './document-validation.ts';
import { reportTimestamps } from './timestamp-report.ts';
import { blockVerdictOfChecks, verdictOfChecks, worstVerdict } from './verdict-algebra.ts';

/** The answer for a container, which is never better than that of its worst signature. @see ETSI EN 319 162-1 §4.3, §4.4 */
export function judgeContainerFacts(container: ContainerFacts, context: CheckContext): ContainerReport {
  const whole = judgeDocument(container.facts, context);
  const signatures = container.proofs.flatMap((proof) =>
    proof.signatures.flatMap((place) => entryOf(whole.signatures[place], proof, container.records)),
  );
  const records = container.records.map((record) => recordReport(record, context));
  const signed = signedNames(container.proofs);
  const checks = documentChecks(container, signed, records);
  const spoilt = checks.some(({ status }) => status === 'failed');
  const verdicts = signatures.map(verdictOf);
  const verdict = worstVerdict(spoilt && verdicts.length > 0 ? [...verdicts, verdictOfChecks(checks)] : verdicts);
  const stamps = signatures.filter(({ kind }) => kind === 'time-stamp-token').length;
  const integrities = [...signatures.map(({ integrity }) => integrity), ...(spoilt ? ['modified' as const] : [])];
  return {
    version: 1,
    policy: context.policy,
    validationTime: whole.validationTime,
    document: {
      indication: verdict?.indication ?? null,
      ...(verdict === undefined || verdict.indication === 'TOTAL-PASSED' ? {} : { subIndication: verdict.subIndication }),
      integrity: signatures.length === 0 ? null : worstOf(integrities),
      signatures: signatures.length - stamps,
      timestamps: stamps,
      encrypted: false,
      pages: null,
      revisions: 0,
      digest: whole.document.digest,
      size: whole.document.size,
      checks,
    },
    container: {
      type: container.type,
      objects: container.objects.map(({ name, size }) => ({ name, size, isSigned: signed.has(name) })),
      evidenceRecords: records,
    },
    signatures,
    notices: [...container.unread.map((name) => ({ code: 'CONTAINER_FILE_NOT_JUDGED', values: { name } })), ...whole.notices],
  };
}

/** By signatures where there are some: a time-stamp over something else makes it no part of what was signed. */
function signedNames(proofs: readonly ContainerProofFacts[]): ReadonlySet<string> {
  const counting = proofs.some(({ kind }) => kind === 'signature') ? 'signature' : 'time-stamp';
  return new Set(proofs.filter(({ kind }) => kind === counting).flatMap(({ objects }) => objects));
}

function entryOf(
  signature: SignatureReport | undefined,
  proof: ContainerProofFacts,
  records: readonly ContainerRecordFacts[],
): readonly ContainerSignatureReport[] {
  if (signature === undefined) return [];
  const outcome = proof.holdsContent ? failed('FORMAT_FAILURE', 'CONTAINER_SIGNATURE_NOT_DETACHED') : judgeReferences(proof.references);
  const told = { ...signature, checks: signature.checks.map((check) => recordRow(check, proof, records)) };
  return [{ ...withRow(told, { ...REFERENCES, ...outcome }), file: proof.file, objects: proof.objects }];
}

/** A signature has no record of its own where the container has one over it: that one is judged for the container as a whole. */
function recordRow(check: CheckResult, { file, objects }: ContainerProofFacts, records: readonly ContainerRecordFacts[]): CheckResult {
  if (check.id !== evidenceRecordsIntact.id || check.status !== 'not-applicable') return check;
  const names = new Set([file, ...objects]);
  const over = records.filter((record) => record.objects.some(({ name }) => names.has(name)));
  if (over.length === 0) return check;
  return { ...check, reason: 'EVIDENCE_RECORD_IN_CONTAINER', values: { files: over.map((record) => record.file) } };
}

const REFERENCES = { id: 'fc.container-references', group: 'document', clause: 'ETSI EN 319 162-1 §4.4.4, §A.4' } as const;

/** What is wrong with the objects of a manifest is wrong with the signature over it. */
function withRow(signature: SignatureReport, row: CheckResult): SignatureReport {
  const checks = [...signature.checks, row];
  if (row.status !== 'failed' && row.status !== 'indeterminate') return { ...signature, checks };
  const verdict = worstVerdict([verdictOf(signature), verdictOfChecks([row])]) ?? verdictOf(signature);
  const changed = row.status === 'failed' ? 'broken' : 'undetermined';
  return {
    ...withoutWord(signature),
    indication: verdict.indication,
    ...(verdict.indication === 'TOTAL-PASSED' ? {} : { subIndication: verdict.subIndication }),
    integrity: worstIntegrity(signature.integrity, changed),
    checks,
  };
}

function withoutWord(signature: SignatureReport): Omit<SignatureReport, 'subIndication'> {
  const copy: { -readonly [name in keyof SignatureReport]: SignatureReport[name] } = { ...signature };
  delete copy.subIndication;
  return copy;
}

/** A record passes where it is over all that it should be and each of its time-stamps holds. @see RFC 4998 §5.3 */
function recordReport({ file, fault, objects, references, signature }: ContainerRecordFacts, context: CheckContext): ContainerRecordReport {
  const stand = context.signatures[signature];
  const timestamps = stand?.timestamps ?? [];
  const rows = [
    fault === null ? passed() : failed('FORMAT_FAILURE', fault),
    judgeReferences(references),
    coverOutcome(objects),
    ...timestamps.map((_, place) => context.existence.outcomeOf(timestampId(signature, place)) ?? OPEN),
  ];
  const verdict = blockVerdictOfChecks(rows);
  return {
    file,
    indication: verdict.indication,
    ...(verdict.indication === 'PASSED' ? {} : { subIndication: verdict.subIndication }),
    provenTime: verdict.indication === 'PASSED' ? (timestamps[0]?.time ?? null) : null,
    objects,
    timestamps: stand === undefined ? [] : reportTimestamps(stand, context),
  };
}

const OPEN = { status: 'indeterminate', subIndication: 'SIGNED_DATA_NOT_FOUND', values: {} } as const;

function coverOutcome(objects: ContainerRecordFacts['objects']): Parameters<typeof blockVerdictOfChecks>[0][number] {
  if (objects.some(({ isOver }) => isOver === false)) return { status: 'failed', subIndication: 'HASH_FAILURE' };
  return objects.length === 0 || objects.some(({ isOver }) => isOver === null) ? OPEN : { status: 'passed' };
}

function documentChecks(
  { objects, faults }: ContainerFacts,
  signed: ReadonlySet<string>,
  records: readonly ContainerRecordReport[],
): readonly CheckResult[] {
  const unsigned = objects.map(({ name }) => name).filter((name) => !signed.has(name));
  const broken = records.filter(({ indication }) => indication === 'FAILED').map(({ file }) => file);
  const [fault] = faults;
  return [
    { ...SOUND, ...(fault === undefined ? passed() : failed('FORMAT_FAILURE', fault, { faults })) },
    { ...SIGNED, ...(unsigned.length === 0 ? passed() : failed('FORMAT_FAILURE', 'CONTAINER_OBJECT_NOT_SIGNED', { objects: unsigned })) },
    ...(records.length === 0
      ? []
      : [
          {
            ...RECORDS,
            ...(broken.length === 0 ? passed() : failed('HASH_FAILURE', 'EVIDENCE_RECORD_OVER_SOMETHING_ELSE', { files: broken })),
          },
        ]),
  ];
}

const SOUND = { id: 'document.container-sound', group: 'document', clause: 'ETSI EN 319 162-1 §4.3.3, §4.4.3, §A.1' } as const;
const SIGNED = { id: 'document.container-objects-signed', group: 'document', clause: 'ETSI EN 319 162-1 §4.4.4' } as const;
const RECORDS = { id: 'document.container-evidence-records', group: 'document', clause: 'ETSI EN 319 162-1 §A.6; RFC 4998 §5.3' } as const;

function verdictOf({ indication, subIndication }: Pick<SignatureReport, 'indication' | 'subIndication'>): Verdict {
  const status = indication === 'TOTAL-FAILED' ? 'failed' : indication === 'INDETERMINATE' ? 'indeterminate' : 'passed';
  return verdictOfChecks([{ status, ...(subIndication === undefined ? {} : { subIndication }) }]);
}

const ORDER: readonly DocumentIntegrity[] = ['intact', 'undetermined', 'modified', 'broken', 'malformed'];

function worstOf(all: readonly DocumentIntegrity[]): DocumentIntegrity {
  return all.reduce((worst, each) => (ORDER.indexOf(each) > ORDER.indexOf(worst) ? each : worst), 'intact');
}

function worstIntegrity(left: Integrity, right: Integrity): Integrity {
  return ORDER.indexOf(left) > ORDER.indexOf(right) ? left : right;
}
