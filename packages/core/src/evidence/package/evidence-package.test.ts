import { testPki } from '@sealkit/testkit';
import { TEST_TIME } from '@sealkit/testkit';
import { canonicalJson, encodeUtf8, type JsonValue, memorySource } from '../../bytes/index.ts';
import { digestOfJson, digestText } from '../../crypto/index.ts';
import { buildEvidencePackage } from './build-package.ts';
import { readCanonicalZip, writeCanonicalZip } from './canonical-zip.ts';
import type { EvidenceRecords } from './evidence-records.ts';
import type { EvidenceReport } from './evidence-report.ts';
import { verifyEvidencePackage } from './verify-package.ts';

/** An envelope that was opened and nothing more. */
async function smallRecords(): Promise<EvidenceRecords> {
  const document = encodeUtf8('no PDF');
  const version = { version: 1, digest: await digestText('SHA-256', document), length: document.length, useId: null };
  const envelope = { id: 'env', name: '合同', versions: [version] };
  const event = (sequence: number, prev: string | null, body: JsonValue): { readonly [name: string]: JsonValue } => ({
    type: 'envelope-opened',
    chain: 'env',
    tenant: 't',
    sequence,
    prev,
    body,
  });
  const first = event(1, null, { envelope: 'earlier' });
  const second = event(2, await digestText('SHA-256', encodeUtf8(canonicalJson(first))), { envelope: await digestOfJson(envelope) });
  return {
    tenant: 't',
    issued: { at: TEST_TIME.toISOString(), personId: 'p', issuer: 'register' },
    envelope,
    persons: [],
    organisations: [],
    seals: [],
    document: null,
    events: [first, second],
    log: null,
    uses: [],
    certificates: [],
    crls: [],
    ocspResponses: [],
    signatures: null,
    anchors: [],
    environment: null,
    report: null,
    missing: [],
  };
}

async function smallPackage(changes: Partial<EvidenceRecords> = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { register } = await testPki();
  return buildEvidencePackage({ ...(await smallRecords()), ...changes }, { signer: register.signer });
}

async function verify(bytes: Uint8Array, document?: Uint8Array<ArrayBuffer>): Promise<EvidenceReport> {
  const { root } = await testPki();
  const trust = { signers: [], sealMakers: [], registers: [root.certificate], logs: [] };
  const beside = document === undefined ? {} : { document };
  return verifyEvidencePackage(memorySource(bytes), { trust, validationTime: TEST_TIME, ...beside });
}

const failures = ({ rows }: EvidenceReport): readonly string[] =>
  rows.filter(({ status }) => status === 'failed').map(({ id, subject, reason }) => `${id} ${subject} ${reason}`);

describe('a package without uses', () => {
  it('passes, in browsers too', async () => {
    const report = await verify(await smallPackage());
    expect([report.indication, report.tenant, report.envelopeId]).to.deep.equal(['PASSED', 't', 'env']);
    expect(report.rows.map(({ id }) => id)).to.deep.equal([
      'container.form',
      'container.entries',
      'container.manifest',
      'container.sha256',
      'container.sm3',
      'container.signature-form',
      'container.signature',
      'evidence.form',
      'events.chain',
      'events.head',
      'events.envelope',
    ]);
  });

  it('names the entry of which one octet is changed, wherever it is', async () => {
    const entries = readCanonicalZip(await smallPackage());
    if ('reason' in entries) throw new RangeError(entries.reason);
    for (const { name, bytes } of entries) {
      for (let at = 0; at < bytes.length; at += Math.max(1, Math.floor(bytes.length / 12))) {
        const changed = bytes.slice();
        changed[at] = (changed[at] ?? 0) ^ 1;
        const report = await verify(writeCanonicalZip(entries.map((entry) => (entry.name === name ? { name, bytes: changed } : entry))));
        expect([name, at, report.indication]).to.deep.equal([name, at, 'FAILED']);
        const told = failures(report).filter((failure) => failure.includes(name));
        if (!name.startsWith('META-INF/ASiC')) expect([name, at, told.length > 0]).to.deep.equal([name, at, true]);
      }
    }
  });

  it('refuses what is missing and what nobody speaks of', async () => {
    const entries = readCanonicalZip(await smallPackage());
    if ('reason' in entries) throw new RangeError(entries.reason);
    for (const { name } of entries.filter(({ name: one }) => !one.startsWith('certificates/'))) {
      const less = await verify(writeCanonicalZip(entries.filter((entry) => entry.name !== name)));
      expect(failures(less)).to.include(`container.entries ${name} ENTRY_MISSING`);
    }
    const more = await verify(writeCanonicalZip([...entries, { name: 'note.txt', bytes: encodeUtf8('x') }]));
    expect(failures(more)).to.include('container.entries note.txt ENTRY_UNKNOWN');
  });

  it('fails for a document that is no PDF, within or beside the package', async () => {
    const document = encodeUtf8('no PDF');
    const within = await verify(await smallPackage({ document }));
    const beside = await verify(await smallPackage(), document);
    for (const report of [within, beside])
      expect(failures(report)).to.deep.equal(['document.integrity documents/document.pdf PDF_HEADER_MISSING']);
    expect(failures(await verify(await smallPackage(), encodeUtf8('no pdf')))).to.include('document.version 1 DIFFERS');
    expect(failures(await verify(await smallPackage(), encodeUtf8('no')))).to.include('document.version 1 DOCUMENT_SHORTER');
  });

  it('tells a chain of another envelope, and an envelope that its events do not know', async () => {
    const records = await smallRecords();
    const foreign = records.events?.slice(0, 1).map((event) => ({ ...event, chain: 'other' })) ?? [];
    expect(failures(await verify(await smallPackage({ events: foreign })))).to.deep.equal([
      'events.chain 1 EVENT_FOREIGN',
      'events.envelope  DIFFERS',
    ]);
  });
});
