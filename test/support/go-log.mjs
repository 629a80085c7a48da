/** The Go program that reads and writes transparency logs with the libraries of the formats' authors. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './shared.mjs';

const SOURCE = join(ROOT, 'test', 'interop', 'transparency-log');

/** Why the program cannot be built here; undefined where it can. A fault of the program itself is no reason. */
export function goLogMissing() {
  if (runGo('version').error) return 'go not found';
  return runGo('mod', 'download').status === 0 ? undefined : 'Go 1.26 or its modules not found';
}

/** Builds the program into `folder`; answers a function that runs it: `{ status, stdout, stderr }`. */
export function buildGoLog(folder) {
  const program = join(folder, 'go-log');
  const built = runGo('build', '-o', program, '.');
  if (built.status !== 0) throw new Error(`go build: ${built.stderr}`);
  return (...words) => spawnSync(program, words, { encoding: 'utf8' });
}

function runGo(...words) {
  return spawnSync('go', words, { cwd: SOURCE, encoding: 'utf8' });
}
