/** Other libraries beside us on the same documents, each library and document in a process of its own. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestPki } from '@sealkit/testkit';
import forge from 'node-forge';
import { ROOT, run } from '../workspace.mjs';

const SOURCE = join(ROOT, 'tools', 'bench', 'peers');
const FOLDER = join(ROOT, 'build', 'bench-peers');
const DOCUMENTS = ['1-page', '200-pages', '48-MiB'];

/** Rows as of the other measurements; a library that fails on a document is a row with its error. */
export async function measurePeers() {
  mkdirSync(FOLDER, { recursive: true });
  const manifest = join(FOLDER, 'package.json');
  const fresh = existsSync(manifest) && readFileSync(manifest, 'utf8') === readFileSync(join(SOURCE, 'package.json'), 'utf8');
  cpSync(SOURCE, FOLDER, { recursive: true });
  if (!fresh || !existsSync(join(FOLDER, 'node_modules'))) {
    console.error('Installing the other libraries (for this benchmark only) …');
    run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', FOLDER], { quiet: true });
  }
  writeFileSync(join(FOLDER, 'bench.p12'), await keyFile());
  const rows = [];
  for (const document of DOCUMENTS) {
    for (let peer = 0; ; peer += 1) {
      const measured = measureApart(document, peer);
      if (measured === null) break;
      rows.push(measured);
    }
  }
  return rows;
}

/** The key of the other rows as a PKCS #12 file. */
async function keyFile() {
  const { privateKey, certificates } = (await createTestPki()).signers.rsa2048;
  const asn1 = (der) => forge.asn1.fromDer(forge.util.createBuffer(Buffer.from(der).toString('binary')));
  const chain = certificates.map((certificate) => forge.pki.certificateFromAsn1(asn1(certificate)));
  const p12 = forge.pkcs12.toPkcs12Asn1(forge.pki.privateKeyFromAsn1(asn1(privateKey)), chain, 'bench', { algorithm: '3des' });
  return Buffer.from(forge.asn1.toDer(p12).getBytes(), 'binary');
}

function measureApart(document, peer) {
  const script = join(ROOT, 'tools', 'bench', 'peer-row.mjs');
  const result = spawnSync(process.execPath, [script, FOLDER, document, String(peer)], { encoding: 'utf8', maxBuffer: 1 << 26 });
  const line = result.stdout.trim().split('\n').at(-1) ?? '';
  if (result.status === 0) return line === '' ? null : JSON.parse(line);
  return {
    row: `sign-${document} by peer ${peer}`,
    ...NOTHING,
    error: result.stderr.split('\n').find((text) => text.includes('Error')) ?? '',
  };
}

const NOTHING = { ms: 0, yardstickMs: 0, ratio: 0, rssMiB: 0, aboveRuntimeMiB: 0 };
