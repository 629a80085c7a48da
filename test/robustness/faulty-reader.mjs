/** In place of the thread that reads cases: each fault once, by the number of the case. */
import { parentPort, workerData } from 'node:worker_threads';

const { first, count, progress } = workerData;
const FAULTS = {
  1: async (number) => tell(number, new TypeError('a reader threw')),
  2: async () => {
    void Promise.reject(new RangeError('nobody waited'));
    await new Promise((done) => setTimeout(done, 50));
  },
  4: async () => {
    for (;;);
  },
  6: async () => {
    let some = [0.5];
    while (some.length < 4_000_000) some = some.concat(some);
    for (const all = []; ;) all.push(some.slice());
  },
  8: async () => {
    await new Promise(() => setInterval(() => {}, 1000));
  },
};

process.on('unhandledRejection', (error) => tell(progress[0], error));
parentPort.postMessage({ kind: 'ready' }, []);
for (let number = first; number < first + count; number += 1) {
  Atomics.store(progress, 0, number);
  await FAULTS[number]?.(number);
  Atomics.add(progress, 1, 1);
}
parentPort.postMessage({ kind: 'done' }, []);

function tell(number, error) {
  parentPort.postMessage({ kind: 'fault', number, error: error.stack }, []);
}
