/** One row of the benchmark: the median of several runs, and the yardstick measured in turn with them. */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { validateDocument, VALIDATION_POLICIES } from '@sealkit/core/validation';
import { memorySource } from '@sealkit/core/bytes';
import { completeSignature, prepareSignature } from '@sealkit/core/pades';
import { createTestPki } from '@sealkit/testkit';
import { nodeDigestEngine } from '@sealkit/server-adapter';
import { PDFDocument } from 'pdf-lib';

const RUNS = 9;
const DOCUMENTS = { '1-page': () => makePdf(1, 0), '200-pages': () => makePdf(200, 0), '48-MiB': () => makePdf(1, 48 * 1024 * 1024) };

/** `{ row, ms, yardstickMs, ratio, rssMiB }` */
export async function measureRow(row) {
  const [, act, name] = /^(sign|verify)-(.+)$/.exec(row);
  const original = await DOCUMENTS[name]();
  const pki = await createTestPki();
  const signer = pki.signers.p256;
  const keys = await yardstickKeys(signer);
  const signed = act === 'verify' ? await signOnce(original, signer) : undefined;
  const subject = signed ?? original;
  const once = signed ? () => verifyOnce(signed, pki) : () => signOnce(original, signer, { join: false });
  const yardstick = signed ? () => yardstickVerify(subject, keys) : () => yardstickSign(subject, keys);
  await once();
  yardstick();
  const times = [];
  const yardstickTimes = [];
  for (let run = 0; run < RUNS; run += 1) {
    yardstickTimes.push(await timed(yardstick));
    times.push(await timed(once));
  }
  const ms = median(times);
  const yardstickMs = median(yardstickTimes);
  return { row, ms, yardstickMs, ratio: ms / yardstickMs, rssMiB: process.resourceUsage().maxRSS / 1024 };
}

async function signOnce(original, signer, { join = true } = {}) {
  const prepared = await prepareSignature(memorySource(original), {
    act: { places: [], invisibleField: { kind: 'new', name: 'Signature1' }, face: null },
    signerCertificates: signer.certificates,
    signatureAlgorithm: signer.algorithm,
    digestAlgorithm: 'SHA-256',
    time: new Date(),
    engine: nodeDigestEngine,
  });
  const dtbs = new Uint8Array(Buffer.from(prepared.dataToBeSigned, 'base64'));
  const value = await signer.signer.sign({ dtbs, digest: new Uint8Array(createHash('sha256').update(dtbs).digest()) });
  const { appended } = await completeSignature(prepared, value);
  return join ? new Uint8Array(Buffer.concat([original, appended])) : appended;
}

async function verifyOnce(signed, pki) {
  const report = await validateDocument(memorySource(signed), {
    policy: VALIDATION_POLICIES.basic,
    validationTime: new Date(),
    trust: { signers: [pki.root.certificate], sealMakers: [], registers: [], timestampAuthorities: [] },
    engine: nodeDigestEngine,
  });
  if (report.document.integrity !== 'intact') throw new Error(`expected an intact document, got ${JSON.stringify(report.document)}`);
}

async function yardstickKeys(signer) {
  const privateKey = createPrivateKey({ key: Buffer.from(signer.privateKey), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return { privateKey, publicKey, message: Buffer.from('yardstick'), signature: sign('sha256', Buffer.from('yardstick'), privateKey) };
}

function yardstickSign(bytes, { privateKey }) {
  sign('sha256', createHash('sha256').update(bytes).digest(), privateKey);
}

function yardstickVerify(bytes, { publicKey, message, signature }) {
  createHash('sha256').update(bytes).digest();
  if (!verify('sha256', message, publicKey, signature)) throw new Error('the yardstick signature did not verify');
}

async function makePdf(pages, padding) {
  const pdf = await PDFDocument.create();
  for (let page = 0; page < pages; page += 1) pdf.addPage([595.28, 841.89]).drawText(`Page ${page + 1}`, { x: 72, y: 720 });
  if (padding > 0) pdf.context.register(pdf.context.stream(noise(padding)));
  return pdf.save();
}

/** Octets that do not compress, the same on every run. */
function noise(length) {
  const bytes = new Uint8Array(length);
  let state = 0x9e3779b9;
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values) {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];
}
