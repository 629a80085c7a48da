/** Reads cases one after the other, and says before each which one: whoever watches can tell one that hangs. */
import { parentPort, workerData } from 'node:worker_threads';
import { caseOf, faultOf } from './cases.mjs';
import { makeSeeds } from './seeds.mjs';

const { target, first, count, until, progress } = workerData;
const [NUMBER, DONE] = [0, 1];
const seeds = await makeSeeds();
parentPort.postMessage({ kind: 'ready' }, []);
process.on('unhandledRejection', (error) => tell(progress[NUMBER], error));

for (let number = first; number < first + count && Date.now() < until; number += 1) {
  Atomics.store(progress, NUMBER, number);
  const octets = caseOf(target, number, seeds);
  const fault = await faultOf(target, octets, seeds);
  if (fault !== undefined) tell(number, fault, octets);
  Atomics.add(progress, DONE, 1);
}
parentPort.postMessage({ kind: 'done' }, []);

function tell(number, error, octets = caseOf(target, number, seeds)) {
  parentPort.postMessage(
    { kind: 'fault', number, octets, error: error instanceof Error ? (error.stack ?? String(error)) : String(error) },
    [],
  );
}
