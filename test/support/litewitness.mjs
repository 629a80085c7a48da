/** litewitness of filippo.io/torchwood: a witness of transparency logs that we did not write, with its key in an ssh-agent. */
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findSqliteDriver } from '../../packages/server-adapter/src/storage/sqlite/sqlite-driver.ts';
import { freePort } from './free-port.mjs';
import { ROOT } from './shared.mjs';

const SOURCE = join(ROOT, 'test', 'interop', 'witness');
const NAME = 'witness.example/w';
/** RFC 9162 §2.1.1: the root of a tree without leaves. */
const EMPTY_ROOT = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

/** Why the witness cannot be run here; undefined where it can. */
export function litewitnessMissing() {
  for (const tool of ['ssh-agent', 'ssh-add', 'ssh-keygen']) if (spawnSync(tool, ['-?']).error) return `${tool} not found`;
  if (spawnSync('go', ['version']).error) return 'go not found';
  return go('mod', 'download').status === 0 ? undefined : 'Go 1.26 or its modules not found';
}

/** Starts a witness that knows some logs by origin and verifier key; `{ url, verifierKey, stop }`. */
export async function startLitewitness(folder, logs) {
  const program = join(folder, 'litewitness');
  const built = go('build', '-o', program, 'filippo.io/torchwood/cmd/litewitness');
  if (built.status !== 0) throw new Error(`go build: ${built.stderr}`);
  const [socket, key, database] = ['agent.sock', 'key', 'witness.db'].map((name) => join(folder, name));
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  await lineOf(agent.stdout, /SSH_AUTH_SOCK/);
  run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  run('ssh-add', ['-q', key], { SSH_AUTH_SOCK: socket });
  const [, fingerprint] = run('ssh-keygen', ['-lf', `${key}.pub`]).split(' ');
  const port = await freePort();
  const words = ['-name', NAME, '-key', fingerprint, '-ssh-agent', socket, '-db', database, '-listen', `127.0.0.1:${port}`];
  const witness = spawn(program, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const [, verifierKey] = await lineOf(witness.stderr, /vkey=(\S+)[^]*msg=listening/);
  addLogs(database, logs);
  return {
    url: `http://127.0.0.1:${port}`,
    verifierKey,
    stop: () => {
      witness.kill();
      agent.kill();
    },
  };
}

/** What its own `witnessctl add-log` writes; that command needs modules that are not to be had everywhere. */
function addLogs(file, logs) {
  const database = findSqliteDriver().open(file);
  database.exec('PRAGMA busy_timeout = 5000');
  for (const { origin, verifierKey } of logs) {
    database.run('INSERT INTO log (origin, tree_size, tree_hash) VALUES (?, 0, ?)', [origin, EMPTY_ROOT]);
    database.run('INSERT INTO key (origin, key) VALUES (?, ?)', [origin, verifierKey]);
  }
  database.close();
}

function go(...words) {
  return spawnSync('go', words, { cwd: SOURCE, encoding: 'utf8' });
}

function run(program, words, env = {}) {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`${program}: ${stderr}`);
  return stdout;
}

/** Waits until what a process says matches. */
function lineOf(stream, pattern) {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`expected ${pattern}, heard: ${said}`)), 20_000);
    stream.on('data', (octets) => {
      said += octets;
      const found = pattern.exec(said);
      if (found === null) return;
      clearTimeout(timer);
      resolve(found);
    });
  });
}
