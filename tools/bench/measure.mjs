/** Measures one row: the median of several runs, and the yardstick measured in turn with them. */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createTestPki } from '@sealkit/testkit';
import { ROWS } from './rows.mjs';

/** Milliseconds of warming up, and of measuring; at least a few runs of each. */
const WARM_MS = 1500;
const MEASURE_MS = 2500;
const FEWEST_WARM = 2;
const FEWEST_RUNS = 5;
const MOST_RUNS = 400;

/**
 * `{ row, ms, yardstickMs, ratio, rssMiB, aboveRuntimeMiB }`, and what else a row counts. The yardstick is SHA-256 over the
 * octets plus one operation of the same key, by Node's own cryptography.
 */
export async function measureRow(name) {
  const pki = await createTestPki();
  const keys = yardstickKeys(pki.signers.rsa2048);
  const { work, yardstick, facts, end } = await ROWS[name]({ pki, keys, yardsticks: YARDSTICKS });
  const before = process.memoryUsage().rss;
  const warmed = performance.now();
  for (let run = 0; run < FEWEST_WARM || performance.now() - warmed < WARM_MS; run += 1) {
    await yardstick?.();
    await work();
  }
  const times = [];
  const yardstickTimes = [];
  const started = performance.now();
  while (times.length < FEWEST_RUNS || (times.length < MOST_RUNS && performance.now() - started < MEASURE_MS)) {
    if (yardstick) yardstickTimes.push(await timed(yardstick));
    times.push(await timed(work));
  }
  await end?.();
  const ms = median(times);
  const yardstickMs = yardstick ? median(yardstickTimes) : 0;
  const peak = process.resourceUsage().maxRSS / 1024;
  return {
    row: name,
    ms,
    yardstickMs,
    ratio: yardstick ? ms / yardstickMs : 0,
    rssMiB: peak,
    aboveRuntimeMiB: Math.max(0, peak - before / 1024 / 1024),
    ...facts?.(),
  };
}

const YARDSTICKS = {
  sign: (bytes, { privateKey }) => void sign('sha256', createHash('sha256').update(bytes).digest(), privateKey),
  signFile: async (path, { privateKey }) => void sign('sha256', await digestOfFile(path), privateKey),
  verify: (bytes, { publicKey, message, signature }) => {
    createHash('sha256').update(bytes).digest();
    verifyOnce(publicKey, message, signature);
  },
  verifyFile: async (path, { publicKey, message, signature }) => {
    await digestOfFile(path);
    verifyOnce(publicKey, message, signature);
  },
};

async function digestOfFile(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest();
}

function verifyOnce(publicKey, message, signature) {
  if (!verify('sha256', message, publicKey, signature)) throw new Error('the yardstick signature did not verify');
}

function yardstickKeys(signer) {
  const privateKey = createPrivateKey({ key: Buffer.from(signer.privateKey), format: 'der', type: 'pkcs8' });
  const message = Buffer.from('yardstick');
  return { privateKey, publicKey: createPublicKey(privateKey), message, signature: sign('sha256', message, privateKey) };
}

async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values) {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];
}
