/**
 * `node tools/fuzz.mjs [--seconds n | --cases n] [--target name] [--seed n]`: spoils valid PDF, CMS, time-stamps, certificates, CRLs,
 * OCSP responses, containers and evidence, and reads the result. Whatever is no value and no typed error of the reader is a finding:
 * it is printed with the number that gives it again, and its octets are written to `build/fuzz`. `--input file --target name` reads
 * one file. Seconds and cases are for each target; without either, 10 seconds. Exits with 1 when there is a finding.
 */
import './node-version.mjs';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt, ensureInstalled, ROOT } from './workspace.mjs';

ensureInstalled();
ensureBuilt();
const { TARGETS } = await import('./fuzz/targets.mjs');
const { caseOf, faultOf } = await import('./fuzz/cases.mjs');
const { makeSeeds } = await import('./fuzz/seeds.mjs');
const { runTarget } = await import('./fuzz/run.mjs');

const { values } = parseArgs({
  options: {
    seconds: { type: 'string' },
    cases: { type: 'string' },
    target: { type: 'string' },
    seed: { type: 'string' },
    input: { type: 'string' },
  },
});
const names = values.target === undefined ? Object.keys(TARGETS) : [values.target];
if (names.some((name) => !(name in TARGETS))) fail(`no target ${values.target}; there are ${Object.keys(TARGETS).join(', ')}`);
const first = numberOf('seed', Date.now() % 1_000_000_000);

if (values.input !== undefined) await readOne(names, values.input);
else await readMany(names);

async function readOne([target], file) {
  const fault = await faultOf(target, readFileSync(file), await makeSeeds());
  console.log(fault === undefined ? `${target}: read or refused as it should be` : `${target}: ${fault.stack}`);
  if (fault !== undefined) process.exitCode = 1;
}

async function readMany(targets) {
  const seconds = numberOf('seconds', values.cases === undefined ? 10 : Infinity);
  for (const target of targets) {
    const until = Date.now() + seconds * 1000;
    const { cases, findings } = await runTarget(target, { first, count: numberOf('cases', 2 ** 30 - first), until });
    console.log(`${target}: ${cases} cases from seed ${first}, ${findings.length} findings`);
    for (const finding of findings) await report(target, finding);
  }
}

async function report(target, { number, error, octets }) {
  const folder = join(ROOT, 'build', 'fuzz');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${target}-${number}.bin`);
  writeFileSync(file, octets ?? caseOf(target, number, await makeSeeds()));
  console.log(`\n${target} --seed ${number} --cases 1, or --input ${relative(ROOT, file)}\n${error}\n`);
  process.exitCode = 1;
}

function numberOf(name, otherwise) {
  if (values[name] === undefined) return otherwise;
  const number = Number(values[name]);
  return Number.isSafeInteger(number) && number >= 0 ? number : fail(`--${name}: expected a number, got ${values[name]}`);
}

function fail(message) {
  console.error(message);
  process.exit(64);
}
