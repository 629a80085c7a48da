/** Brings a clone to the point where its commands can run: dependencies installed, packages built, each only when needed. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const BUILD_STAMP = join(ROOT, 'build', 'built.json');
const INSTALL_STAMP = join(ROOT, 'node_modules', '.sealkit-lock');
const BUILD_INPUTS = [
  'packages/core/src',
  'packages/elements/src',
  'packages/server-adapter/src',
  'packages/testkit/src',
  'rollup.config.mjs',
  'tsconfig.base.json',
  'package-lock.json',
];

/** Runs a program of node_modules/.bin or the PATH; ends this process with its code when it fails and `fatal` is set. */
export function run(command, args, { fatal = true, quiet = false, env = {} } = {}) {
  const local = join(ROOT, 'node_modules', '.bin', command);
  const result = spawnSync(existsSync(local) ? local : command, args, {
    cwd: ROOT,
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, ...env },
  });
  const failed = result.error !== undefined || result.status !== 0;
  if (failed && fatal) {
    if (quiet) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
    console.error(`${command} ${args.join(' ')} failed${result.error ? `: ${result.error.message}` : ''}`);
    process.exit(result.status || 1);
  }
  return { failed, output: `${result.stdout ?? ''}${result.stderr ?? ''}` };
}

/** Installs what the lock file names, unless that is what is installed. */
export function ensureInstalled() {
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (existsSync(INSTALL_STAMP) && readFileSync(INSTALL_STAMP, 'utf8') === lock) return;
  console.error('Installing dependencies (once, about a minute) …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true, env: { PUPPETEER_SKIP_DOWNLOAD: '1' } });
  writeFileSync(INSTALL_STAMP, lock);
}

/** Builds the packages, unless nothing changed since the last build. */
export function ensureBuilt({ force = false } = {}) {
  const newest = newestChange();
  if (!force && existsSync(BUILD_STAMP) && JSON.parse(readFileSync(BUILD_STAMP, 'utf8')).newest === newest) return;
  console.error('Building …');
  run('tsc', ['-b'], { quiet: true });
  run('rollup', ['-c', '--silent'], { quiet: true });
  mkdirSync(dirname(BUILD_STAMP), { recursive: true });
  writeFileSync(BUILD_STAMP, JSON.stringify({ newest }));
}

function newestChange() {
  let newest = 0;
  let files = 0;
  const visit = (path) => {
    const entry = statSync(path);
    if (entry.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
    else {
      newest = Math.max(newest, entry.mtimeMs);
      files += 1;
    }
  };
  for (const input of BUILD_INPUTS) visit(join(ROOT, input));
  return `${newest}/${files}`;
}
