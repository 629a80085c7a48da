/** Runs validators that are not ours, and makes keys and certificates that are not ours. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JUDGES } from './shared.mjs';

/** What each judge says of each file: `{ file, judge, accept, reason, signatures }[]`. */
export function judge(files, { trust = [], tools, at } = {}) {
  const options = [...trust.flatMap((file) => ['--trust', file]), ...(tools ? ['--tools', tools] : []), ...(at ? ['--at', at] : [])];
  const { stdout, stderr, status } = spawnSync(join(JUDGES, 'judge'), [...files, ...options, '--json'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 2 || stdout.trim() === '') throw new Error(`the judges could not work: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Those that refuse, as readable lines; empty when all accept. */
export function refusals(rows) {
  return rows.filter(({ accept }) => accept !== true).map(({ file, judge: name, reason }) => `${name} on ${file}: ${reason}`);
}

/** A PKI in `folder`; answers what its `pki.json` says. */
export function makeTestPki(folder) {
  const { status, stderr } = spawnSync(join(JUDGES, 'pki', 'make-test-pki'), [folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`make-test-pki failed: ${stderr}`);
  return JSON.parse(readFileSync(join(folder, 'pki.json'), 'utf8'));
}
