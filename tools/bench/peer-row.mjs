/** One library on one document: `node peer-row.mjs FOLDER DOCUMENT INDEX`; prints nothing when there is no such library. */
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { memorySource } from '@sealkit/core/bytes';
import { signDocument } from '@sealkit/core/pades';
import { nodeDigestEngine, softwareSigner } from '@sealkit/server-adapter';
import { createTestPki } from '@sealkit/testkit';
import { MIB, pdfOfLength, pdfOfPages } from './documents.mjs';

const [, , folder, document, index] = process.argv;
/** As of the other rows: warm, the median of several runs. */
const WARM_MS = 1500;
const MEASURE_MS = 2500;
const FEWEST_RUNS = 5;
/** Without object streams: some libraries read no others. */
const CLASSIC = { useObjectStreams: false };
const DOCUMENTS = {
  '1-page': () => pdfOfPages(1, CLASSIC),
  '200-pages': () => pdfOfPages(200, CLASSIC),
  '48-MiB': () => pdfOfLength(48 * MIB, CLASSIC),
};

const OURSELVES = {
  name: 'Sealkit',
  async prepare({ pkcs8, chain }) {
    const signer = softwareSigner({ privateKey: pkcs8, certificates: chain });
    const act = { places: [], invisibleField: { kind: 'new', name: 'Signature' }, face: null };
    return async (bytes) => {
      const { appended } = await signDocument(memorySource(bytes), { act, signer, time: new Date(), engine: nodeDigestEngine });
      return [bytes, appended];
    };
  },
};
const { PEERS } = await import(pathToFileURL(join(folder, 'signers.mjs')).href);
const peer = [OURSELVES, ...PEERS][Number(index)];
if (peer) process.stdout.write(JSON.stringify(await measure()));

async function measure() {
  const pki = await createTestPki();
  const { privateKey, certificate, certificates: chain } = pki.signers.rsa2048;
  const key = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
  const bytes = await DOCUMENTS[document]();
  const p12 = readFileSync(join(folder, 'bench.p12'));
  const work = await peer.prepare({ p12, password: 'bench', pkcs8: privateKey, certificate, chain });
  const before = process.memoryUsage().rss;
  const warmed = performance.now();
  for (let run = 0; run < 2 || performance.now() - warmed < WARM_MS; run += 1) await work(bytes.slice());
  const times = [];
  const yardstickTimes = [];
  const started = performance.now();
  while (times.length < FEWEST_RUNS || performance.now() - started < MEASURE_MS) {
    const copy = bytes.slice();
    yardstickTimes.push(await timed(() => sign('sha256', createHash('sha256').update(bytes).digest(), key)));
    times.push(await timed(() => work(copy)));
  }
  const [ms, yardstickMs] = [median(times), median(yardstickTimes)];
  const rssMiB = process.resourceUsage().maxRSS / 1024;
  return {
    row: `sign-${document} by ${peer.name}`,
    ms,
    yardstickMs,
    ratio: ms / yardstickMs,
    rssMiB,
    aboveRuntimeMiB: rssMiB - before / MIB,
  };
}

async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values) {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];
}
