/** What each row of the benchmark does: `(world) => { work, yardstick?, facts?, end? }`. */
import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import { appendFileSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memorySource, openHttpSource } from '@sealkit/core/bytes';
import { findSignatureFields, signDocument } from '@sealkit/core/pades';
import { openPdf } from '@sealkit/core/pdf';
import { validateDocument, VALIDATION_POLICIES } from '@sealkit/core/validation';
import { buildCertificatePaths, parseCertificate } from '@sealkit/core/x509';
import { nodeDigestEngine, openFileSource, softwareSigner } from '@sealkit/server-adapter';
import { MIB, pdfOfLength, pdfOfPages, pdfWithVoid, withRevisions } from './documents.mjs';

const GIB = 1024 * MIB;

export const ROWS = {
  'sign-1-page': (world) => signRow(world, () => pdfOfPages(1)),
  'sign-200-pages': (world) => signRow(world, () => pdfOfPages(200)),
  'sign-2000-pages-10-signatures': (world) =>
    signRow(world, async () => {
      let bytes = await pdfOfPages(2000);
      for (let count = 1; count <= 10; count += 1) bytes = await signed(bytes, signerOf(world), `Signature${count}`);
      return bytes;
    }),
  'sign-48-MiB': (world) => signRow(world, () => pdfOfLength(48 * MIB)),
  'sign-1-GiB-file': signFileRow,
  'fields-1-GiB-http': httpRow,
  'verify-1-page': (world) => verifyRow(world, () => pdfOfPages(1)),
  'verify-200-pages': (world) => verifyRow(world, () => pdfOfPages(200)),
  'verify-48-MiB': (world) => verifyRow(world, () => pdfOfLength(48 * MIB)),
  'verify-50-signatures-200-pages': fiftyRow,
  'verify-1-GiB-file': verifyFileRow,
  'verify-10000-revisions': revisionsRow,
  'path-10000-same-name': pathRow,
};

function signerOf({ pki }) {
  const { privateKey, certificates } = pki.signers.rsa2048;
  return softwareSigner({ privateKey, certificates });
}

function sign(source, signer, field = 'Signature') {
  return signDocument(source, {
    act: { places: [], invisibleField: { kind: 'new', name: field }, face: null },
    signer,
    time: new Date(),
    engine: nodeDigestEngine,
  });
}

async function signed(bytes, signer, field) {
  const { appended } = await sign(memorySource(bytes), signer, field);
  return new Uint8Array(Buffer.concat([bytes, appended]));
}

async function signRow(world, make) {
  const bytes = await make();
  const signer = signerOf(world);
  return { work: () => sign(memorySource(bytes), signer), yardstick: () => world.yardsticks.sign(bytes, world.keys) };
}

/** A sparse file of a GiB, and how to be rid of it. */
function largeFile() {
  const folder = mkdtempSync(join(tmpdir(), 'sealkit-bench-'));
  const path = join(folder, 'large.pdf');
  const document = pdfWithVoid(GIB);
  const file = openSync(path, 'w');
  const [from, to] = document.void;
  writeSync(file, document.cut(0, from), 0, from, 0);
  const tail = document.cut(to, document.size);
  writeSync(file, tail, 0, tail.length, to);
  closeSync(file);
  return { path, remove: () => rmSync(folder, { recursive: true }) };
}

async function signFileRow(world) {
  const { path, remove } = largeFile();
  const signer = signerOf(world);
  return {
    work: async () => {
      const source = await openFileSource(path);
      try {
        await sign(source, signer);
      } finally {
        await source.close();
      }
    },
    yardstick: () => world.yardsticks.signFile(path, world.keys),
    end: remove,
  };
}

/** Reads the signature fields of a large file over HTTP; counts requests and octets. */
async function httpRow() {
  const document = pdfWithVoid(GIB);
  let requests = 0;
  let octets = 0;
  const server = createServer((request, answer) => {
    const [start, end] = boundsOf(request.headers.range ?? '', document.size);
    requests += 1;
    octets += end - start;
    const headers = { ETag: '"1"', 'Content-Range': `bytes ${start}-${end - 1}/${document.size}`, 'Content-Length': end - start };
    answer.writeHead(206, headers).end(document.cut(start, end));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}/`;
  const work = async () => {
    requests = 0;
    octets = 0;
    const fields = await findSignatureFields(await openPdf(await openHttpSource(url, { fetch })));
    if (fields.length !== 1) throw new Error(`expected one signature field, got ${fields.length}`);
  };
  return { work, facts: () => ({ requests, transferredKiB: octets / 1024 }), end: () => server.close() };
}

function boundsOf(range, size) {
  const suffix = /^bytes=-(\d+)$/.exec(range);
  if (suffix) return [Math.max(0, size - Number(suffix[1])), size];
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range);
  return [Number(start), Math.min(Number(end) + 1, size)];
}

async function verifyRow(world, make) {
  const bytes = await signed(await make(), signerOf(world), 'Signature');
  return { work: () => verified(world, memorySource(bytes)), yardstick: () => world.yardsticks.verify(bytes, world.keys) };
}

async function verified({ pki }, source, integrity = 'intact') {
  const report = await validateDocument(source, {
    policy: VALIDATION_POLICIES.basic,
    validationTime: new Date(),
    trust: { signers: [pki.root.certificate], sealMakers: [], registers: [], timestampAuthorities: [] },
    engine: nodeDigestEngine,
  });
  if (report.document.integrity !== integrity)
    throw new Error(`expected the document ${integrity}, got ${JSON.stringify(report.document)}`);
}

/** Fifty signatures one after the other; the yardstick is the same document with one. */
async function fiftyRow(world) {
  const signer = signerOf(world);
  const once = await signed(await pdfOfPages(200), signer, 'Signature1');
  let bytes = once;
  for (let count = 2; count <= 50; count += 1) bytes = await signed(bytes, signer, `Signature${count}`);
  return { work: () => verified(world, memorySource(bytes)), yardstick: () => verified(world, memorySource(once)) };
}

async function verifyFileRow(world) {
  const { path, remove } = largeFile();
  const source = await openFileSource(path);
  const { appended } = await sign(source, signerOf(world));
  await source.close();
  appendFileSync(path, appended);
  return {
    work: async () => {
      const file = await openFileSource(path);
      try {
        await verified(world, file);
      } finally {
        await file.close();
      }
    },
    yardstick: () => world.yardsticks.verifyFile(path, world.keys),
    end: remove,
  };
}

/** A signed page, and a thousand revisions behind it that each write the information dictionary anew. */
async function revisionsRow(world) {
  const bytes = withRevisions(await signed(await pdfOfPages(1, { useObjectStreams: false }), signerOf(world), 'Signature'), 10_000);
  return { work: () => verified(world, memorySource(bytes), 'modified'), yardstick: () => world.yardsticks.verify(bytes, world.keys) };
}

/** The path among ten thousand certificates of the issuer's name; the yardstick is Node's own reading of them all. */
function pathRow({ pki }) {
  const { certificate } = pki.intermediate;
  const at = Buffer.from(certificate).indexOf(Buffer.from(parseCertificate(certificate).subjectKeyId, 'hex'));
  const noise = Array.from({ length: 10_000 }, (_, index) => {
    const other = new Uint8Array(certificate);
    other[at] ^= 1;
    other[at + 1] = index >> 8;
    other[at + 2] = index & 255;
    return other;
  });
  const leaf = parseCertificate(pki.signers.rsa2048.certificate);
  return {
    work: async () => {
      const paths = await buildCertificatePaths({ leaf, candidates: [...noise, certificate], anchors: [pki.root.certificate] });
      if (paths.length !== 1) throw new Error(`expected one path, got ${paths.length}`);
    },
    yardstick: () => noise.forEach((der) => new X509Certificate(der)),
  };
}
