/**
 * `node tools/bench/seal-uses.mjs [--uses=300] [--callers=16] [--rows=20000]`: durable, audited uses of a seal per second in one
 * process over SQLite, beside what the key store alone does in the same run; how long a page of the use log and the proof of a row
 * take when the log has that many rows, and how long the server's own walk through all of them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '../node-version.mjs';
import { createSealWorld, readBenchDocument, useSeal } from './seal-world.mjs';
// Not for hosts: the log is filled here without the acts behind it.
import { recordRefusal } from '../../packages/server-adapter/dist/audit/use-log.js';

const argument = (name, usual) => Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? usual);
const [USES, CALLERS, ROWS] = [argument('uses', 300), argument('callers', 16), argument('rows', 20_000)];
const REFUSAL = {
  tenant: 't',
  personId: 'p',
  stage: 'permit',
  refusal: 'GRANT_MISSING',
  envelope: null,
  seal: { number: 'B-1', version: 1 },
  pages: [1],
  originalDigest: null,
  permit: null,
};

const folder = mkdtempSync(join(tmpdir(), 'sealkit-bench-'));
try {
  const world = await createSealWorld({ file: join(folder, 'bench.sqlite'), rateLimiter: null });
  const document = await readBenchDocument();
  await sealOnce(world, document);
  const alone = await perSecond(USES * 4, () => signAlone(world));
  const whole = await perSecond(USES, () => sealOnce(world, document));
  console.log(`key store alone            ${alone.toFixed(0).padStart(8)} /s`);
  console.log(
    `uses, durable and audited  ${whole.toFixed(0).padStart(8)} /s  ${((whole / alone) * 100).toFixed(1)} % (${CALLERS} callers)`,
  );
  await fillLog(world);
  const walk = await milliseconds(() => walkWhole(world));
  const { uses } = await get(world, '/seals/B-1/uses?limit=1');
  const first = await milliseconds(() => get(world, `/events/${uses[0].eventId}/proof`));
  const [again, proof] = [
    await median(() => get(world, `/events/${uses[0].eventId}/proof`)),
    await get(world, `/events/${uses[0].eventId}/proof`),
  ];
  for (const path of ['/seals/B-1/uses?limit=50', '/uses?limit=50', '/uses?limit=50&text=nothing-has-this'])
    console.log(`page of ${ROWS} rows ${(await median(() => get(world, path))).toFixed(1).padStart(16)} ms ${path}`);
  console.log(`walk through all of it     ${walk.toFixed(0).padStart(8)} ms (${((walk * 1000) / ROWS).toFixed(0)} µs for a row)`);
  console.log(
    `proof of a row             ${again.toFixed(1).padStart(8)} ms, ${proof.tlogProof.length} octets (${first.toFixed(0)} ms with the log to catch up)`,
  );
  await world.adapter.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function sealOnce(world, document) {
  return useSeal((path, body) => post(world, path, body), document);
}

/** What the key store does for one use: open, authorise, sign. */
async function signAlone({ keyStore }) {
  const context = { tenant: 't', actor: 'p', envelopeId: 'e', idempotencyKey: crypto.randomUUID() };
  const { value: credential } = await keyStore.open({ context, credentialId: 'k' });
  const dtbs = crypto.getRandomValues(new Uint8Array(300));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', dtbs));
  const { value: authorization } = await keyStore.authorize({ context, credential, digests: [digest] });
  await keyStore.sign({ context, credential, authorization, inputs: [{ dtbs, digest }] });
}

/** As many rows in the log of the seal as asked for, in batches. */
async function fillLog({ store }) {
  for (let done = 0; done < ROWS; done += 1000) {
    await store.transaction(async (tx) => {
      for (let at = 0; at < 1000; at += 1) await recordRefusal(tx, { ...REFUSAL, time: new Date() });
    });
  }
}

/** Looks until the server has walked through the log from its first event. */
async function walkWhole(world) {
  for (;;) {
    const { chain } = await get(world, '/uses?limit=1');
    if (!chain.intact) throw new Error('the log does not hold');
    if (chain.wholeAt !== null && chain.verified === chain.length) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function median(work) {
  const times = [];
  for (let at = 0; at < 9; at += 1) times.push(await milliseconds(work));
  return times.sort((one, other) => one - other)[4];
}

async function perSecond(count, work) {
  let begun = 0;
  const start = performance.now();
  const caller = async () => {
    while (begun < count) {
      begun += 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return (count / (performance.now() - start)) * 1000;
}

async function milliseconds(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function get({ adapter }, path) {
  return answerOf(await adapter.fetch(new Request(`https://bench.invalid${path}`)));
}

async function post({ adapter }, path, body) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
  return answerOf(
    await adapter.fetch(new Request(`https://bench.invalid${path}`, { method: 'POST', headers, body: JSON.stringify(body) })),
  );
}

async function answerOf(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(body)}`);
  return body;
}
