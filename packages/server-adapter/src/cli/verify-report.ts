import {
  type CertificateSummary,
  type CheckResult,
  type ContainerReport,
  type CounterSignatureReport,
  type DecidingCheck,
  type SignatureReport,
  simpleReport,
  type SimpleSignature,
  type TimestampReport,
  type ValidationReport,
} from '@sealkit/core/validation';
import { EXIT, type ExitCode } from './cli-error.ts';
import { checkText, detailedText } from './verify-details.ts';
import type { VerifyRequest } from './verify-options.ts';

/** The report as the command's JSON: the members that other programs rely on, and with `--detailed` everything. */
export function jsonReport(file: string, report: ValidationReport | ContainerReport, request: VerifyRequest): object {
  if (request.simple) return { file, ...simpleReport(report) };
  const { document } = report;
  return {
    file,
    document: {
      indication: document.indication,
      ...(document.subIndication === undefined ? {} : { subIndication: document.subIndication }),
      integrity: document.integrity,
      signatures: document.signatures,
      timestamps: document.timestamps,
      encrypted: document.encrypted,
      pages: document.pages,
      revisions: document.revisions,
      digest: document.digest,
      ...(request.detailed ? { checks: document.checks } : {}),
    },
    ...('container' in report ? { container: report.container } : {}),
    signatures: report.signatures.map((signature) => jsonSignature(signature, request.detailed)),
    notices: report.notices,
    ...(request.detailed ? { policy: report.policy, validationTime: report.validationTime } : {}),
  };
}

function jsonSignature(signature: SignatureReport, detailed: boolean): object {
  const { checks, path, seal, signer, timestamps, counterSignatures, ...rest } = signature;
  return {
    ...rest,
    signer: signer === null ? null : jsonCertificate(signer),
    seal:
      seal === null
        ? null
        : {
            ...seal,
            statement: { ...seal.statement, maker: seal.statement.maker && jsonCertificate(seal.statement.maker), picture: undefined },
          },
    path: jsonPath(path, detailed),
    timestamps: timestamps.map((each) => jsonTimestamp(each, detailed)),
    counterSignatures: counterSignatures.map((counter) => jsonCounterSignature(counter, detailed)),
    ...(detailed ? { checks } : {}),
  };
}

function jsonPath(path: SignatureReport['path'], detailed: boolean): object {
  return detailed ? path : path.map((step) => ({ ...step, certificate: jsonCertificate(step.certificate) }));
}

function jsonTimestamp({ authority, path, ...rest }: TimestampReport, detailed: boolean): object {
  return { ...rest, authority: authority && jsonCertificate(authority), ...(detailed ? { path } : {}) };
}

function jsonCounterSignature({ checks, path, signer, counterSignatures, ...rest }: CounterSignatureReport, detailed: boolean): object {
  return {
    ...rest,
    signer: signer === null ? null : jsonCertificate(signer),
    path: jsonPath(path, detailed),
    counterSignatures: counterSignatures.map((counter) => jsonCounterSignature(counter, detailed)),
    ...(detailed ? { checks } : {}),
  };
}

function jsonCertificate({ der: _der, ...summary }: CertificateSummary): object {
  return summary;
}

/** The report for people: one sentence, then a block for each signature. */
export function textReport(file: string, report: ValidationReport | ContainerReport, request: VerifyRequest): readonly string[] {
  const { document, signatures } = report;
  if (document.indication === null) return [`${file}: no signature`];
  if (request.simple) return simpleText(file, report);
  const lines = [`${file}: ${verdict(document)}, document ${document.integrity ?? 'not judged'}`];
  if ('container' in report) lines.push(...containerText(report.container));
  if (request.detailed) lines.push(...documentLines(document.checks));
  for (const signature of signatures) lines.push(...textSignature(signature, request.detailed));
  for (const notice of report.notices) lines.push(`  notice: ${notice.code}`);
  return lines;
}

/** What was looked at of the file as a whole. */
function documentLines(checks: readonly CheckResult[]): readonly string[] {
  return checks.length === 0 ? [] : ['  checks of the file as a whole', ...checks.map((check) => `    ${checkText(check)}`)];
}

function containerText({ objects, evidenceRecords }: ContainerReport['container']): readonly string[] {
  return [
    ...objects.map(({ name, isSigned }) => `  ${isSigned ? 'signed' : 'not signed'}: ${name}`),
    ...evidenceRecords.map((record) => `  evidence record ${record.file}: ${verdict(record)}, proves ${record.provenTime ?? 'no time'}`),
  ];
}

function simpleText(file: string, report: ValidationReport): readonly string[] {
  const { document, signatures } = simpleReport(report);
  return [
    `${file}: ${verdict(document)}, document ${document.integrity ?? 'not judged'}${reasonOf(document.because)}`,
    ...signatures.map(
      (signature) =>
        `  ${nameOf(signature)}: ${verdict(signature)}${reasonOf(signature.because)}, by ${signature.signer ?? 'nobody identified'}`,
    ),
  ];
}

function reasonOf(because: DecidingCheck | null): string {
  return because === null ? '' : ` because of ${because.id}${because.reason === undefined ? '' : ` (${because.reason})`}`;
}

function nameOf({ kind, field }: Pick<SimpleSignature, 'kind' | 'field'>): string {
  return field === null ? kind : `${kind} in field ${field}`;
}

function textSignature(signature: SignatureReport, detailed: boolean): readonly string[] {
  const { signer, laterChanges, seal } = signature;
  const lines = [
    `  ${nameOf(signature)}: ${verdict(signature)}`,
    `    integrity ${signature.integrity}${signature.coverage === null ? '' : `, covers ${signature.coverage}`}${signature.baselineLevel === null ? '' : `, level ${signature.baselineLevel}`}`,
    `    signer ${signer === null ? 'not identified' : `${signer.subject} (sha256 ${signer.sha256})`}`,
  ];
  if (signature.claimedSigningTime !== null) lines.push(`    claimed signing time ${signature.claimedSigningTime}`);
  for (const { signer: by, ...counter } of signature.counterSignatures)
    lines.push(`    counter-signed by ${by?.subject ?? 'somebody not identified'}: ${verdict(counter)}, integrity ${counter.integrity}`);
  if (laterChanges !== null && laterChanges.findings.length > 0) {
    lines.push(`    later changes: ${laterChanges.level}, ${laterChanges.permitted ? 'permitted' : 'not permitted'}`);
    for (const finding of laterChanges.findings)
      lines.push(
        `      ${finding.code}${finding.page === undefined ? '' : ` on page ${finding.page}`}${finding.object === undefined ? '' : ` (object ${finding.object})`}`,
      );
  }
  if (seal !== null)
    lines.push(`    seal ${seal.statement.number} version ${seal.statement.version}: statement ${seal.statement.indication}`);
  const shown = detailed ? detailedText(signature) : signature.checks.filter(isOpen).map(checkText);
  lines.push(...shown.map((line) => `    ${line}`));
  return lines;
}

function isOpen({ status }: CheckResult): boolean {
  return status === 'failed' || status === 'indeterminate' || status === 'not-checked';
}

function verdict({ indication, subIndication }: { readonly indication: string | null; readonly subIndication?: string }): string {
  return subIndication === undefined ? String(indication) : `${String(indication)}/${subIndication}`;
}

/** The exit code of one report. */
export function exitCodeOf(report: ValidationReport): ExitCode {
  switch (report.document.indication) {
    case 'TOTAL-PASSED':
      return EXIT.done;
    case 'TOTAL-FAILED':
      return EXIT.failed;
    case 'INDETERMINATE':
      return EXIT.indeterminate;
    case null:
      return EXIT.noSignature;
  }
}
