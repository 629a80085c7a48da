/**
 * `npm run mutation -- [source …] [--tests test,…]`: how many small faults, put into the given sources one at a time, the tests notice
 * (Stryker). Sources are files or folders under `packages/core/src`; the tests are those beside and below them, and the named ones.
 * Stryker is installed under `build/mutation`, not with the project: it is large, and needed for this alone. Takes minutes for each file.
 */
import './node-version.mjs';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, ROOT, run } from './workspace.mjs';

const STRYKER = ['@stryker-mutator/core@9.6.1', '@stryker-mutator/vitest-runner@9.6.1', 'vitest@4.1.12'];
const CORE = 'packages/core/src';
const USUAL = ['validation/checks', 'validation/certificates', 'x509/path-building.ts', 'x509/path-checking.ts'];
const HOME = join(ROOT, 'build', 'mutation');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tests: { type: 'string' }, concurrency: { type: 'string', default: '2' } },
});
ensureInstalled();
installStryker();
const sources = positionals.length > 0 ? positionals : USUAL;
const missing = sources.filter((source) => !existsSync(join(ROOT, CORE, source)));
if (missing.length > 0) {
  console.error(`not under ${CORE}: ${missing.join(', ')}`);
  process.exit(64);
}
const tests = [...sources.map(testsOf), ...(values.tests?.split(',') ?? [])].map((test) => `${CORE}/${test}`);
writeFileSync(join(HOME, 'vitest.config.mjs'), vitestConfig(tests));
writeFileSync(join(HOME, 'stryker.json'), JSON.stringify(strykerConfig(sources), null, 2));
const { failed } = run(join(HOME, 'node_modules', '.bin', 'stryker'), ['run', join(HOME, 'stryker.json')], { fatal: false });
if (failed) process.exit(1);
printScores();

function installStryker() {
  if (existsSync(join(HOME, 'node_modules', '.bin', 'stryker'))) return;
  mkdirSync(HOME, { recursive: true });
  writeFileSync(join(HOME, 'package.json'), JSON.stringify({ private: true }));
  console.error('Installing Stryker (once, 105 MB) …');
  run('npm', ['install', '--prefix', HOME, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', ...STRYKER]);
}

function testsOf(source) {
  if (statSync(join(ROOT, CORE, source)).isDirectory()) return `${source}/**/*.test.ts`;
  return `${source.replace(/\.ts$/, '')}*.test.ts`;
}

function mutated(source) {
  const path = `${CORE}/${source}`;
  return statSync(join(ROOT, path)).isDirectory() ? [`${path}/**/*.ts`, `!${path}/**/*.test.ts`] : [path];
}

function vitestConfig(include) {
  const conditions = JSON.stringify(['sealkit-source', 'module', 'node', 'development|production']);
  const resolve = `{ conditions: ${conditions} }`;
  const test = JSON.stringify({ globals: true, include, exclude: ['**/node_modules/**'], testTimeout: 30_000 });
  return `export default { resolve: ${resolve}, ssr: { resolve: ${resolve} }, test: ${test} };\n`;
}

function strykerConfig(chosen) {
  return {
    testRunner: 'vitest',
    plugins: [join(HOME, 'node_modules/@stryker-mutator/vitest-runner/dist/src/index.js')],
    vitest: { configFile: join(HOME, 'vitest.config.mjs'), related: false },
    mutate: chosen.flatMap(mutated),
    ignorePatterns: ['**', '!package.json', '!packages/core/package.json', '!packages/core/src/**', '!packages/core/test/**'],
    tempDirName: join(HOME, 'sandbox'),
    jsonReporter: { fileName: join(HOME, 'mutation.json') },
    reporters: ['json', 'clear-text'],
    clearTextReporter: { logTests: false, allowColor: false, reportScoreTable: false },
    coverageAnalysis: 'perTest',
    concurrency: Number(values.concurrency),
    timeoutMS: 10_000,
  };
}

/** Killed and timed out of all that can be told apart. */
function printScores() {
  const { files } = JSON.parse(readFileSync(join(HOME, 'mutation.json'), 'utf8'));
  const rows = Object.entries(files).map(([name, { mutants }]) => {
    const count = (...statuses) => mutants.filter(({ status }) => statuses.includes(status)).length;
    return {
      name: name.replace(`${CORE}/`, ''),
      noticed: count('Killed', 'Timeout'),
      all: count('Killed', 'Timeout', 'Survived', 'NoCoverage'),
    };
  });
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  for (const { name, noticed, all } of [...rows, { name: 'all', noticed: sum('noticed'), all: sum('all') }])
    console.log(
      `${name.padEnd(60)}${`${noticed}/${all}`.padStart(10)}${all === 0 ? '' : `${((100 * noticed) / all).toFixed(1)} %`.padStart(10)}`,
    );
}
