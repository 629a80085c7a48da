/** Runs the cases of one target in a thread of its own, so that what hangs or takes all memory is a finding like any other. */
import { Worker } from 'node:worker_threads';

/** Milliseconds of computing that one case may take; of waiting, where nothing computes any more. */
const MOST_COMPUTING = 2000;
const MOST_WAITING = 10_000;
const HEAP_MIB = 512;
const LOOK_EVERY = 100;

/**
 * `{ cases, findings: { number, error, octets? }[] }`. Octets are missing where the thread could not give them any more; the number
 * gives them again. Ends after `count` cases or at `until`, in milliseconds since 1970, whichever is first. `thread` is what reads.
 */
export async function runTarget(target, { first, count, until = Infinity, thread = new URL('worker.mjs', import.meta.url) }) {
  const findings = [];
  let cases = 0;
  for (let next = first; next < first + count && Date.now() < until;) {
    const outcome = await runThread(thread, { target, first: next, count: first + count - next, until });
    findings.push(...outcome.findings);
    cases += outcome.cases;
    if (outcome.brokenAt === undefined) break;
    next = outcome.brokenAt + 1;
  }
  return { cases, findings };
}

async function runThread(thread, work) {
  const progress = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(thread, {
    workerData: { ...work, progress },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
  });
  const findings = [];
  const outcome = await new Promise((resolve, reject) => {
    let watch;
    let isReady = false;
    let hasEnded = false;
    const end = (error) => {
      // A thread that is ended says so once more.
      if (hasEnded) return;
      hasEnded = true;
      clearInterval(watch);
      const [number, cases] = progress;
      if (error === undefined) return resolve({ findings, cases });
      findings.push({ number, error });
      resolve({ findings, cases: cases + 1, brokenAt: number });
    };
    worker.on('message', (said) => {
      if (said.kind === 'ready') {
        isReady = true;
        watch = watchOver(progress, end);
      } else if (said.kind === 'done') end();
      else findings.push({ number: said.number, error: said.error, octets: said.octets });
    });
    // Before its first case it has not read anything: what fails there is no finding.
    worker.on('error', (error) => (isReady ? end(error.stack ?? String(error)) : reject(error)));
    worker.on('exit', (code) => code !== 0 && isReady && end(`the thread ended with ${code}`));
  });
  await worker.terminate();
  return outcome;
}

/** Time of the processor tells a case that computes from one that waits for a busy machine. */
function watchOver(progress, end) {
  let seen = { done: -1, at: 0, cpu: process.cpuUsage() };
  return setInterval(() => {
    const done = Atomics.load(progress, 1);
    if (done !== seen.done) {
      seen = { done, at: Date.now(), cpu: process.cpuUsage() };
      return;
    }
    const { user, system } = process.cpuUsage(seen.cpu);
    const computing = (user + system) / 1000;
    const waiting = Date.now() - seen.at;
    if (computing > MOST_COMPUTING || waiting > MOST_WAITING)
      end(`no answer after ${waiting} ms, ${Math.round(computing)} ms of computing`);
  }, LOOK_EVERY);
}
