import { examineStore } from '../doctor/examine-store.ts';
import type { DoctorReport } from '../doctor/doctor-report.ts';
import { openDirectoryObjects } from '../objects/directory/directory-object-store.ts';
import { EXIT, type ExitCode, usageError } from './cli-error.ts';
import type { CommandIo } from './command-io.ts';
import { nameOfStore } from './database-url.ts';
import { parseArguments } from './parse-arguments.ts';
import { withStoreSnapshot } from './store-snapshot.ts';

/** Lines that a check may take in the report for people. */
const MAX_FINDINGS = 20;

/** `sealkit doctor`: looks at a store from end to end, and changes nothing. */
export async function runDoctor(words: readonly string[], io: CommandIo): Promise<ExitCode> {
  const request = parseArguments(words, { '--tenant': 'values', '--schema': 'value', '--objects': 'value', '--json': 'flag' });
  const [store] = request.files;
  if (store === undefined || request.files.length > 1) throw usageError('expected one store: a file of SQLite, or a URL of PostgreSQL');
  const endProgress = io.showProgress(`examining ${nameOfStore(store)}`);
  let report: DoctorReport;
  try {
    const directory = request.value('--objects');
    const objects = directory === undefined ? {} : { objects: openDirectoryObjects(directory) };
    report = await withStoreSnapshot(store, request, (snapshot) => examineStore(snapshot, objects));
  } finally {
    endProgress();
  }
  if (request.has('--json')) io.print(JSON.stringify({ store: nameOfStore(store), ...report }));
  else for (const line of textReport(store, report)) io.print(line);
  return report.result === 'sound' ? EXIT.done : EXIT.failed;
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
