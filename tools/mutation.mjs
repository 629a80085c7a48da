/**
 * `npm run mutation -- [source …] [--tests test,…] [--concurrency n]`: how many small faults, put into the given sources one at a
 * time, the tests notice (Stryker). Sources are files or folders under `packages/core/src`; the tests are those beside and below
 * them, and the named ones; not those over files of others (`*.node.test.ts`). They run in Mocha, as they do in browsers, since that
 * takes milliseconds for a fault where it need not load the sources anew.
 * Stryker is installed under `build/mutation`, not with the project: it is large, and needed for this alone.
 */
import './node-version.mjs';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled, ROOT, run } from './workspace.mjs';

const STRYKER = ['@stryker-mutator/core@9.6.1', '@stryker-mutator/mocha-runner@9.6.1', 'mocha@11.7.5', 'chai@6.2.1', 'tsx@4.21.0'];
const CORE = 'packages/core/src';
const USUAL = ['validation/checks', 'validation/certificates', 'x509/path-building.ts', 'x509/path-checking.ts'];
const HOME = join(ROOT, 'build', 'mutation');
/** Builds paths among ten thousand certificates, for seconds, against a clock: a slow machine is no fault that was noticed. */
const SLOW = new Set(['x509/many-certificates.test.ts']);
const STATES = ['Killed', 'Timeout', 'Survived', 'NoCoverage'];

/** Chai's expect and the names of vitest's hooks on globalThis, as the tests of core expect them. */
const GLOBALS = `import { expect } from 'chai';
globalThis.expect = expect;
globalThis.beforeAll = (...hook) => globalThis.before(...hook);
globalThis.afterAll = (...hook) => globalThis.after(...hook);
`;

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
const tests = [...new Set([...sources.flatMap(testsOf), ...(values.tests?.split(',') ?? [])])].map((test) => `${CORE}/${test}`);
if (tests.length === 0) {
  console.error(`no tests beside ${sources.join(', ')}: name some with --tests`);
  process.exit(64);
}
writeFileSync(join(HOME, 'globals.mjs'), GLOBALS);
writeFileSync(join(HOME, 'stryker.json'), JSON.stringify(strykerConfig(sources, tests), null, 2));
const { failed } = run(join(HOME, 'node_modules', '.bin', 'stryker'), ['run', join(HOME, 'stryker.json')], { fatal: false });
if (failed) process.exit(1);
printScores();

function installStryker() {
  if (existsSync(join(HOME, 'node_modules', '.bin', 'stryker')) && existsSync(join(HOME, 'node_modules', '.bin', 'mocha'))) return;
  mkdirSync(HOME, { recursive: true });
  writeFileSync(join(HOME, 'package.json'), JSON.stringify({ private: true }));
  console.error('Installing Stryker (once, 105 MB) …');
  run('npm', ['install', '--prefix', HOME, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', ...STRYKER]);
}

/** Of a folder all below it; of a file those beside it that begin with its name or import it. */
function testsOf(source) {
  const path = join(ROOT, CORE, source);
  const folder = statSync(path).isDirectory() ? source : dirname(source);
  const isBeside = (test, text) => text.includes(`from './${basename(source)}'`) || test.startsWith(basename(source, '.ts'));
  return readdirSync(join(ROOT, CORE, folder), { recursive: folder === source })
    .map(String)
    .filter((test) => test.endsWith('.test.ts') && !test.endsWith('.node.test.ts') && !SLOW.has(`${folder}/${test}`))
    .filter((test) => folder === source || isBeside(test, readFileSync(join(ROOT, CORE, folder, test), 'utf8')))
    .map((test) => `${folder}/${test}`);
}

function mutated(source) {
  const path = `${CORE}/${source}`;
  return statSync(join(ROOT, path)).isDirectory() ? [`${path}/**/*.ts`, `!${path}/**/*.test.ts`] : [path];
}

function strykerConfig(chosen, spec) {
  const nodeArgs = [join(HOME, 'node_modules/tsx/dist/esm/index.mjs'), join(HOME, 'globals.mjs')].map((file) => `--import=${file}`);
  return {
    testRunner: 'mocha',
    testRunnerNodeArgs: [...nodeArgs, '--conditions=sealkit-source'],
    plugins: [join(HOME, 'node_modules/@stryker-mutator/mocha-runner/dist/src/index.js')],
    mochaOptions: { spec },
    mutate: chosen.flatMap(mutated),
    ignorePatterns: ['**', '!package.json', '!packages/core/package.json', '!packages/core/src/**', '!packages/core/test/**'],
    tempDirName: join(HOME, 'sandbox'),
    jsonReporter: { fileName: join(HOME, 'mutation.json') },
    reporters: ['json', 'clear-text', 'progress-append-only'],
    clearTextReporter: { logTests: false, allowColor: false, reportScoreTable: false },
    coverageAnalysis: 'perTest',
    concurrency: Number(values.concurrency),
    timeoutMS: 10_000,
  };
}

/** Killed and timed out of all that can be told apart; of those noticed, how many by a time limit alone, and of all, how many no test reaches. */
function printScores() {
  const { files } = JSON.parse(readFileSync(join(HOME, 'mutation.json'), 'utf8'));
  const rows = Object.entries(files).map(([name, { mutants }]) => {
    const counts = STATES.map((state) => mutants.filter(({ status }) => status === state).length);
    return { name: name.replace(`${CORE}/`, ''), counts };
  });
  const all = { name: 'all', counts: STATES.map((_, index) => rows.reduce((total, { counts }) => total + counts[index], 0)) };
  console.log(
    `${'source'.padEnd(60)}${'noticed'.padStart(12)}${'score'.padStart(10)}${'timed out'.padStart(12)}${'unreached'.padStart(12)}`,
  );
  for (const { name, counts } of [...rows, all]) {
    const [killed, timedOut, survived, unreached] = counts;
    const total = killed + timedOut + survived + unreached;
    const noticed = killed + timedOut;
    const score = total === 0 ? '–' : `${((100 * noticed) / total).toFixed(1)} %`;
    console.log(
      `${name.padEnd(60)}${`${noticed}/${total}`.padStart(12)}${score.padStart(10)}${String(timedOut).padStart(12)}${String(unreached).padStart(12)}`,
    );
  }
}
