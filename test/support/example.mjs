/** Starts the example as `npm start` does, in a folder of its own, and ends it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './shared.mjs';

const READY = /http:\/\/127\.0\.0\.1:\d+\//;
const PATIENCE_MS = 150_000;

/** `{ url, output, stop, kill, folder }`; `folder` is kept when it was given. */
export async function startExample({
  folder = mkdtempSync(join(tmpdir(), 'sealkit-example-')),
  port = '0',
  arguments: options = [],
  input,
  mayRefuse = false,
} = {}) {
  const child = spawn(process.execPath, [join(ROOT, 'tools', 'start.mjs'), ...options], {
    cwd: folder,
    env: { ...process.env, PORT: port },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  if (input === undefined) child.stdin.end();
  else child.stdin.end(input);
  let output = '';
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  const ready = new Promise((resolve) => {
    const listen = (chunk) => {
      output += chunk;
      const url = READY.exec(output)?.[0];
      if (url) resolve(url);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
  });
  const timeout = new Promise((_, reject) =>
    setTimeout(() => reject(new Error(`the example did not start:\n${output}`)), PATIENCE_MS).unref(),
  );
  const first = await Promise.race([ready.then((url) => ({ url })), ended.then((code) => ({ code })), timeout]);
  if (first.url === undefined && !mayRefuse) throw new Error(`the example ended with ${first.code}:\n${output}`);
  const end = async (signal) => {
    child.kill(signal);
    return ended;
  };
  return {
    ...first,
    folder,
    output: () => output,
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
