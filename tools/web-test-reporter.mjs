/** Writes what Web Test Runner found as JSON: a count of passes, and the names of what failed or was skipped. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export function jsonReporter(file) {
  return {
    onTestRunFinished({ sessions }) {
      const report = { passed: 0, failed: [], skipped: [] };
      for (const session of sessions) {
        const name = session.testFile?.replace(`${process.cwd()}/`, '') ?? 'unknown file';
        for (const error of session.errors ?? []) report.failed.push(`${name}: ${error.message}\n${error.stack ?? ''}`);
        if (session.testResults) collect(session.testResults, [name], report);
        else if ((session.errors ?? []).length === 0) report.failed.push(`${name}: gave no results`);
      }
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(report));
    },
  };
}

function collect(suite, path, report) {
  for (const test of suite.tests) {
    const title = [...path, test.name].join(' › ');
    if (test.skipped) report.skipped.push(title);
    else if (test.passed) report.passed += 1;
    else report.failed.push(`${title}\n${test.error?.message ?? ''}\n${test.error?.stack ?? ''}`);
  }
  for (const child of suite.suites) collect(child, [...path, child.name], report);
}
