/** A PKI with time-stamp authority, OCSP and CRL that are not ours, served on loopback. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.mjs';
import { JUDGES } from './shared.mjs';

/** `{ url, pki, stop }`; `pki` is what its `pki.json` says, files lie in `folder`. */
export async function servePki(folder) {
  const port = String(await freePort());
  const made = spawnSync(join(JUDGES, 'pki', 'make-test-pki'), [folder, '--port', port], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`make-test-pki failed: ${made.stderr}`);
  const server = spawn(join(JUDGES, 'pki', 'serve-pki'), [folder, '--port', port], { stdio: ['ignore', 'pipe', 'ignore'] });
  const url = await new Promise((ready, fail) => {
    let said = '';
    server.once('exit', () => fail(new Error(`serve-pki ended: ${said}`)));
    server.stdout.on('data', (chunk) => {
      said += chunk;
      const found = /ready (\S+)/.exec(said)?.[1];
      if (found) ready(found);
    });
  });
  const stop = () => new Promise((ended) => server.once('exit', ended) && server.kill());
  return { url, pki: JSON.parse(readFileSync(join(folder, 'pki.json'), 'utf8')), stop };
}
