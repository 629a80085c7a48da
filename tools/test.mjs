/**
 * `npm test`: every suite, one after the other, and one closing line for all of them. A suite that cannot run here is a named
 * skip; `SEALKIT_FORBID_SKIPS=1` turns every skip into a failure. Names as arguments choose suites.
 */
import './node-version.mjs';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const { ROOT, ensureInstalled, run } = await import('./workspace.mjs');
ensureInstalled();
const { runChecks } = await import('./check.mjs');
const { ADVICE, ensureChromium } = await import('./chromium.mjs');

const RESULTS = join(ROOT, 'build', 'test-results');
const FORBID_SKIPS = process.env.SEALKIT_FORBID_SKIPS === '1';
/** Optional SQLite drivers that the oldest supported Node does not have, and what root cannot be refused: skipped by name. */
const ALLOWED_SKIPS = [/node:sqlite/, /better-sqlite3/, /root may write anywhere/];

/** Each suite answers `{ passed, failed, skipped }`: the names of what failed and of what was skipped, and a count. */
const SUITES = {
  build: () => {
    const { failed, output } = run('node', ['tools/build.mjs'], { fatal: false, quiet: true });
    return failed ? { passed: 0, failed: [`build:\n${output}`], skipped: [] } : { passed: 1, failed: [], skipped: [] };
  },
  checks: () => {
    const outcomes = runChecks();
    return {
      passed: outcomes.filter(({ failed }) => !failed).length,
      failed: outcomes.filter(({ failed }) => failed).map(({ name }) => name),
      skipped: [],
    };
  },
  node: () => vitest('node', 'vitest.config.mjs'),
  'core-in-chromium': () => webTestRunner('core'),
  'elements-in-chromium': () => webTestRunner('elements'),
  journey: () => (chromium() ? vitest('journey', 'vitest.journey.config.mjs') : withoutChromium('journey')),
};

function vitest(name, config) {
  const file = join(RESULTS, `${name}.json`);
  const { failed: crashed, output } = run(
    'vitest',
    ['run', '--config', config, '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`],
    { fatal: false, quiet: true },
  );
  const report = readResults(file);
  if (report === undefined) return { passed: 0, failed: [`${name} did not run:\n${output.slice(-8000)}`], skipped: [] };
  const tests = report.testResults.flatMap((suite) =>
    suite.assertionResults.map((test) => ({ ...test, suite: suite.name.replace(`${ROOT}/`, '') })),
  );
  const failed = tests
    .filter(({ status }) => status === 'failed')
    .map((test) => `${test.suite}: ${test.fullName}\n${(test.failureMessages ?? []).join('\n').slice(0, 2000)}`);
  for (const suite of report.testResults)
    if (suite.status === 'failed' && suite.assertionResults.every(({ status }) => status !== 'failed'))
      failed.push(`${suite.name}: ${suite.message}`);
  if (crashed && failed.length === 0) failed.push(`${name} ended with an error:\n${output.slice(-4000)}`);
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed,
    skipped: tests.filter(({ status }) => status !== 'passed' && status !== 'failed').map((test) => test.fullName),
  };
}

function webTestRunner(group) {
  if (!chromium()) return withoutChromium(`${group} in Chromium`);
  const file = join(RESULTS, `wtr-${group}.json`);
  const { failed: crashed, output } = run('wtr', ['--group', group], {
    fatal: false,
    quiet: true,
    env: { CHROME_PATH: chromium(), WTR_RESULTS: file },
  });
  const report = readResults(file);
  if (report === undefined) return { passed: 0, failed: [`${group} in Chromium did not run:\n${output.slice(-8000)}`], skipped: [] };
  if (crashed && report.failed.length === 0) report.failed.push(`${group} in Chromium ended with an error:\n${output.slice(-4000)}`);
  return report;
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

let browser;
function chromium() {
  browser ??= { path: ensureChromium() };
  return browser.path;
}

function withoutChromium(name) {
  return { passed: 0, failed: [`${name}: no Chromium found. ${ADVICE}`], skipped: [] };
}

rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in SUITES));
if (unknown.length > 0) {
  console.error(`no suite ${unknown.join(', ')}; there are ${Object.keys(SUITES).join(', ')}`);
  process.exit(64);
}
let passed = 0;
const failed = [];
const skipped = [];
for (const [name, suite] of Object.entries(SUITES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const start = performance.now();
  console.log(`\n# ${name}`);
  const result = suite();
  passed += result.passed;
  failed.push(...result.failed);
  skipped.push(...result.skipped);
  for (const line of result.failed) console.log(`not ok ${line}`);
  for (const line of result.skipped) console.log(`skipped ${line}`);
  console.log(
    `${result.passed} ok, ${result.failed.length} not ok, ${result.skipped.length} skipped, ${((performance.now() - start) / 1000).toFixed(1)} s`,
  );
}
if (FORBID_SKIPS)
  failed.push(
    ...skipped
      .filter((name) => !ALLOWED_SKIPS.some((allowed) => allowed.test(name)))
      .map((name) => `skipped although everything is here: ${name}`),
  );
console.log(`\n${passed} passed, ${failed.length} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
process.exitCode = failed.length > 0 ? 1 : 0;
