/**
 * `node tools/bench/soak.mjs [--signers=500] [--seconds=120] [--pause=0]`: persons that sign one document after another over HTTP, all
 * at the same time, against a server in a process of its own over SQLite. Says how many uses were finished and how long they took,
 * how the memory of the server went, and whether every use that was answered is in the store, which `sealkit doctor` looks at in the end.
 * `--pause`: milliseconds between two uses of a person.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import '../node-version.mjs';
import { createSqliteStore } from '@sealkit/server-adapter/sqlite';
import { readBenchDocument, useSeal } from './seal-world.mjs';

const argument = (name, usual) => Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? usual);
const [SIGNERS, SECONDS, PAUSE] = [argument('signers', 500), argument('seconds', 120), argument('pause', 0)];
const HERE = fileURLToPath(new URL('.', import.meta.url));
const PAGE_BYTES = 4096;

const folder = mkdtempSync(join(tmpdir(), 'sealkit-soak-'));
const file = join(folder, 'soak.sqlite');
try {
  const server = spawn(process.execPath, [join(HERE, 'soak-server.mjs'), file, String(Math.max(2, SIGNERS))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(server.stdout, 'data');
  const measured = await signAll(String(line).trim(), server.pid);
  server.kill('SIGTERM');
  await once(server, 'close');
  report(measured, await lostOf(measured.finished));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Every person signs until the time is over; the last use of each is waited for. */
async function signAll(url, pid) {
  const document = await readBenchDocument();
  const finished = [];
  const latencies = [];
  const refused = new Map();
  const memory = [];
  const end = performance.now() + SECONDS * 1000;
  const sampling = setInterval(() => memory.push(residentMiB(pid)), 500);
  const signer = async (person) => {
    const post = poster(url, person);
    while (performance.now() < end) {
      const start = performance.now();
      try {
        finished.push((await useSeal(post, document)).useId);
        latencies.push(performance.now() - start);
      } catch (error) {
        refused.set(error.message, (refused.get(error.message) ?? 0) + 1);
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  };
  await Promise.all(Array.from({ length: SIGNERS }, (_, at) => signer(`p${at}`)));
  clearInterval(sampling);
  return { finished, latencies: latencies.sort((one, other) => one - other), refused, memory };
}

/** Sends as a page does: what has merely to wait is sent again under its key. */
function poster(url, person) {
  return async (path, body) => {
    const headers = { authorization: `Bearer ${person}`, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
    for (let tries = 0; ; tries += 1) {
      const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      const answer = await response.json();
      if (response.ok) return answer;
      if ((response.status !== 429 && response.status !== 503) || tries === 20)
        throw new Error(`${path} ${response.status} ${answer.code}`);
      await new Promise((resolve) => setTimeout(resolve, 100 * (tries + 1)));
    }
  };
}

function residentMiB(pid) {
  return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES) / 2 ** 20;
}

/** Uses that were answered as finished and are not in the store as such. */
async function lostOf(finished) {
  const store = await createSqliteStore({ file });
  let lost = 0;
  for (const id of finished) {
    const use = await store.transaction((tx) => tx.uses.find('t', id));
    if (use?.status !== 'completed') lost += 1;
  }
  await store.close();
  return lost;
}

function report({ finished, latencies, refused, memory }, lost) {
  const at = (share) => latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))]?.toFixed(0) ?? '-';
  const quarter = (which) => {
    const part = memory.slice(Math.floor((memory.length * which) / 4), Math.floor((memory.length * (which + 1)) / 4));
    return (part.reduce((sum, value) => sum + value, 0) / part.length).toFixed(0);
  };
  console.log(
    `${SIGNERS} signers, ${SECONDS} s: ${finished.length} uses finished, ${(finished.length / SECONDS).toFixed(1)} /s, ${lost} lost`,
  );
  console.log(`a whole use (four requests): p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`);
  console.log(`resident memory of the server by quarters of the time: ${[0, 1, 2, 3].map(quarter).join(', ')} MiB`);
  for (const [message, count] of refused) console.log(`refused ${count} times: ${message}`);
  const doctor = spawnSync('npx', ['--no-install', 'sealkit', 'doctor', file], { encoding: 'utf8' });
  process.stdout.write(doctor.stdout + doctor.stderr);
  if (lost > 0 || doctor.status !== 0) process.exitCode = 1;
}
