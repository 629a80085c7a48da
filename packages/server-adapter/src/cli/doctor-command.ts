import { EvidenceError, parseVerifierKey, type VerifierKey } from '@sealkit/core/evidence';
import { examineStore, type ExamineOptions } from '../doctor/examine-store.ts';
import type { DoctorReport } from '../doctor/doctor-report.ts';
import { EXIT, type ExitCode, usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { nameOfStore } from './database-url.ts';
import { readCertificateFiles } from './input-files.ts';
import { OBJECT_OPTIONS, objectsOf } from './object-location.ts';
import { type ParsedArguments, type OptionRules, parseArguments } from './parse-arguments.ts';
import { withStoreSnapshot } from './store-snapshot.ts';

/** Lines that a check may take in the report for people. */
const MAX_FINDINGS = 20;

/** `sealkit doctor`: looks at a store from end to end, and changes nothing. */
export async function runDoctor(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const request = parseArguments(words, OPTIONS);
  const [store] = request.files;
  if (store === undefined || request.files.length > 1) throw usageError('expected one store: a file of SQLite, or a URL of PostgreSQL');
  const endProgress = io.showProgress(`examining ${nameOfStore(store)}`);
  let report: DoctorReport;
  try {
    const options = await readOptions(request, io);
    report = await withStoreSnapshot(store, request, (snapshot) => examineStore(snapshot, options));
  } finally {
    endProgress();
  }
  if (request.has('--json')) io.print(JSON.stringify({ store: nameOfStore(store), ...report }));
  else for (const line of textReport(store, report)) io.print(line);
  return report.result === 'sound' ? EXIT.done : EXIT.failed;
}

const OPTIONS = {
  '--tenant': 'values',
  '--schema': 'value',
  ...OBJECT_OPTIONS,
  '--trust-register': 'values',
  '--trust-tsa': 'values',
  '--log-key': 'values',
  '--json': 'flag',
} as const satisfies OptionRules;

async function readOptions(request: ParsedArguments, io: CommandIo): Promise<ExamineOptions> {
  const objects = objectsOf(request);
  const [registers, timestampAnchors] = [request.values('--trust-register'), request.values('--trust-tsa')];
  return {
    ...(objects === undefined ? {} : { objects }),
    ...(registers.length === 0 ? {} : { registers: await readCertificateFiles(registers, io) }),
    ...(timestampAnchors.length === 0 ? {} : { timestampAnchors: await readCertificateFiles(timestampAnchors, io) }),
    logKeys: await Promise.all(request.values('--log-key').map(logKey)),
  };
}

async function logKey(text: string): Promise<VerifierKey> {
  try {
    return await parseVerifierKey(text);
  } catch (error) {
    if (error instanceof EvidenceError) throw usageError(`--log-key: ${error.message}`, 'OPTION_VALUE_MALFORMED');
    throw error;
  }
}

function textReport(store: string, { result, tenants, checks }: DoctorReport): readonly string[] {
  const lines = [`${nameOfStore(store)}: ${result}, tenants: ${tenants.length}`];
  for (const { check, result: outcome, examined, findings, remark } of checks) {
    lines.push(`  ${outcome.padEnd(11)} ${check}: ${examined} examined, ${findings.length} wrong${remark === null ? '' : ` (${remark})`}`);
    for (const { tenant, subject, code } of findings.slice(0, MAX_FINDINGS))
      lines.push(`    ${code} ${tenant === null ? '' : `${tenant}: `}${subject}`.replaceAll(CONTROL, '?'));
    if (findings.length > MAX_FINDINGS) lines.push(`    and ${findings.length - MAX_FINDINGS} more`);
  }
  return lines;
}

// oxlint-disable-next-line no-control-regex -- what somebody wrote into the store must not reach a terminal as it is
const CONTROL = /[\u0000-\u001f\u007f-\u009f]+/g;
