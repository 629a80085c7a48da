import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { judge, type Judgement, judgesPresent } from '@sealkit/testkit/node';
import { testSigner } from '../../test/pades/test-signer.ts';
import { type TestEntry, testZip } from '@sealkit/testkit';
import { type Bytes, concatBytes, encodeBase64, encodeUtf8, memorySource } from '../bytes/index.ts';
import { encodeCadesSignature, encodeSignedAttributes } from '../cades/index.ts';
import { digest } from '../crypto/index.ts';
import { ContainerError } from './container/container-error.ts';
import { type ContainerReport, validateContainer, VALIDATION_POLICIES } from './index.ts';

const TIME = new Date('2026-12-01T12:00:00Z');
const OPTIONS = {
  trust: { signers: testSigner().certificates, sealMakers: [], registers: [] },
  policy: VALIDATION_POLICIES.basic,
  validationTime: TIME,
};
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

async function signatureOver(content: Bytes, isAttached = false): Promise<Bytes> {
  const { algorithm, certificates, ...signer } = testSigner();
  const signedAttributes = await encodeSignedAttributes({
    digestAlgorithm: algorithm.digest,
    messageDigest: await digest(algorithm.digest, content),
    signingCertificate: certificates[0] ?? new Uint8Array(),
    signingTime: TIME,
  });
  const signature = await signer.sign({ dtbs: signedAttributes, digest: await digest(algorithm.digest, signedAttributes) });
  const parts = { signedAttributes, digestAlgorithm: algorithm.digest, signatureAlgorithm: algorithm, signature, certificates };
  return encodeCadesSignature({ ...parts, ...(isAttached ? { content } : {}) });
}

async function manifestOf(signature: string, objects: Readonly<Record<string, Bytes>>, algorithm = SHA256): Promise<Bytes> {
  const references: string[] = [];
  for (const [name, content] of Object.entries(objects))
    references.push(
      `<asic:DataObjectReference URI="${encodeURIComponent(name)}"><ds:DigestMethod Algorithm="${algorithm}"/>` +
        `<ds:DigestValue>${encodeBase64(await digest('SHA-256', content))}</ds:DigestValue></asic:DataObjectReference>`,
    );
  return encodeUtf8(
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>' +
      '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">' +
      `<asic:SigReference MimeType="application/pkcs7-signature" URI="${signature}"/>${references.join('')}</asic:ASiCManifest>`,
  );
}

const mimetype = (kind: 's' | 'e'): TestEntry => ({ name: 'mimetype', content: encodeUtf8(`application/vnd.etsi.asic-${kind}+zip`) });
const packed = (name: string, content: Bytes): TestEntry => ({
  name,
  content,
  deflated: new Uint8Array(deflateRawSync(content)),
  isDescribed: true,
});
const A = encodeUtf8('the contract, long enough to be packed, packed, packed, packed');
const B = encodeUtf8('its annex');
const MANIFEST = 'META-INF/ASiCManifest001.xml';
const SIGNATURE = 'META-INF/signature001.p7s';

async function asicS(object: Bytes = A): Promise<TestEntry[]> {
  return [mimetype('s'), packed('contract 1.txt', object), { name: 'META-INF/signature.p7s', content: await signatureOver(A) }];
}

async function asicE(): Promise<TestEntry[]> {
  const manifest = await manifestOf(SIGNATURE, { 'contract 1.txt': A, 'annex/b.txt': B });
  return [
    mimetype('e'),
    packed('contract 1.txt', A),
    { name: 'annex/b.txt', content: B },
    packed(MANIFEST, manifest),
    packed(SIGNATURE, await signatureOver(manifest)),
  ];
}

const validate = (entries: readonly TestEntry[]): Promise<ContainerReport> => validateContainer(memorySource(testZip(entries)), OPTIONS);

/** Without the one of a name, or with another content for it. */
const changed = (entries: readonly TestEntry[], name: string, content?: Bytes): readonly TestEntry[] =>
  entries.flatMap((entry) => (entry.name === name ? (content === undefined ? [] : [{ name, content }]) : [entry]));

const told = ({ document, signatures }: ContainerReport): readonly unknown[] => [
  document.indication,
  document.subIndication,
  document.integrity,
  ...[...document.checks, ...signatures.flatMap(({ checks }) => checks)]
    .filter(({ status, reason }) => (status === 'failed' || status === 'indeterminate') && reason?.startsWith('CONTAINER_'))
    .map(({ reason }) => reason),
];

async function codeOf(entries: readonly TestEntry[]): Promise<string> {
  try {
    await validate(entries);
    return 'none';
  } catch (error) {
    if (error instanceof ContainerError) return error.code;
    throw error;
  }
}

describe('validateContainer: ASiC-S and ASiC-E with CAdES (EN 319 162-1)', () => {
  it('passes what is signed whole, and names the objects', async () => {
    const simple = await validate(await asicS());
    expect(told(simple)).to.deep.equal(['TOTAL-PASSED', undefined, 'intact']);
    expect(simple.container).to.deep.equal({
      type: 'ASiC-S',
      objects: [{ name: 'contract 1.txt', size: A.length, isSigned: true }],
      evidenceRecords: [],
    });
    const extended = await validate(await asicE());
    expect(told(extended)).to.deep.equal(['TOTAL-PASSED', undefined, 'intact']);
    expect(extended.signatures.map(({ file, objects }) => [file, objects])).to.deep.equal([[SIGNATURE, ['contract 1.txt', 'annex/b.txt']]]);
  });

  it('fails what was changed: an object, the manifest, the signature', async () => {
    expect(told(await validate(await asicS(B)))).to.deep.equal(['TOTAL-FAILED', 'HASH_FAILURE', 'broken']);
    const good = await asicE();
    const changedObject = ['TOTAL-FAILED', 'HASH_FAILURE', 'broken', 'CONTAINER_OBJECT_CHANGED'];
    expect(told(await validate(changed(good, 'annex/b.txt', A)))).to.deep.equal(changedObject);
    const other = await manifestOf(SIGNATURE, { 'contract 1.txt': A, 'annex/b.txt': A });
    expect(told(await validate(changed(changed(good, MANIFEST, other), 'annex/b.txt', A)))).to.deep.equal([
      'TOTAL-FAILED',
      'HASH_FAILURE',
      'broken',
    ]);
    expect((await validate(changed(good, SIGNATURE, encodeUtf8('none')))).document.integrity).to.equal('malformed');
  });

  it('leaves open what is missing, and calls what nobody signed a change', async () => {
    const good = await asicE();
    const missing = ['INDETERMINATE', 'SIGNED_DATA_NOT_FOUND', 'undetermined', 'CONTAINER_OBJECT_MISSING'];
    expect(told(await validate(changed(good, 'annex/b.txt')))).to.deep.equal(missing);
    const added = await validate([...good, { name: 'c.txt', content: B }]);
    expect(told(added)).to.deep.equal(['TOTAL-FAILED', 'FORMAT_FAILURE', 'modified', 'CONTAINER_OBJECT_NOT_SIGNED']);
    expect(added.container.objects.filter(({ isSigned }) => !isSigned).map(({ name }) => name)).to.deep.equal(['c.txt']);
    const beside = await validate([...good, { name: 'META-INF/annex.pdf', content: B }]);
    expect(beside.notices).to.deep.equal([{ code: 'CONTAINER_FILE_NOT_JUDGED', values: { name: 'META-INF/annex.pdf' } }]);
    const two = await validate([...(await asicS()), { name: 'c.txt', content: B }]);
    expect(two.document.indication).to.equal('TOTAL-FAILED');
    expect(told(two)).to.include.members(['CONTAINER_OBJECT_NOT_ONE', 'CONTAINER_OBJECT_NOT_SIGNED']);
    const unsigned = await validate(changed(good, SIGNATURE));
    expect([unsigned.document.indication, unsigned.document.integrity]).to.deep.equal([null, null]);
  });

  it('is not fooled by a signature that holds other content, another manifest for it, or a weak digest', async () => {
    const attached = changed(await asicS(B), 'META-INF/signature.p7s', await signatureOver(A, true));
    expect(told(await validate(attached))).to.deep.equal(['TOTAL-FAILED', 'FORMAT_FAILURE', 'broken', 'CONTAINER_SIGNATURE_NOT_DETACHED']);
    const longer = changed(await asicS(B), 'META-INF/signature.p7s', await signatureOver(concatBytes(B, A), true));
    expect(told(await validate(longer))).to.include('CONTAINER_SIGNATURE_NOT_DETACHED');
    const swapped = changed(await asicS(B), 'META-INF/signature.p7s', await signatureOver(B.toReversed(), true));
    expect(told(await validate(swapped))).to.include('CONTAINER_SIGNATURE_NOT_DETACHED');
    const good = await asicE();
    const second = await validate([
      ...good,
      { name: 'META-INF/ASiCManifest002.xml', content: await manifestOf(SIGNATURE, { 'c.txt': B }) },
      { name: 'c.txt', content: B },
    ]);
    expect([second.document.indication, second.document.integrity]).to.deep.equal(['TOTAL-FAILED', 'modified']);
    const weak = await manifestOf(SIGNATURE, { 'contract 1.txt': A, 'annex/b.txt': B }, 'http://www.w3.org/2000/09/xmldsig#sha1');
    const unsuitable = await validate(changed(changed(good, MANIFEST, weak), SIGNATURE, await signatureOver(weak)));
    expect(told(unsuitable)).to.deep.equal([
      'INDETERMINATE',
      'CRYPTO_CONSTRAINTS_FAILURE_NO_POE',
      'undetermined',
      'CONTAINER_DIGEST_UNSUITABLE',
    ]);
  });

  it('passes a signature that holds the file that it is over once more', async () => {
    for (const entries of [await asicS(), await asicE()]) {
      const name = entries.at(-1)?.name ?? '';
      const over = entries.find((entry) => entry.name === MANIFEST)?.content ?? A;
      const attached = changed(entries, name, await signatureOver(Uint8Array.from(over), true));
      expect(told(await validate(attached)), name).to.deep.equal(['TOTAL-PASSED', undefined, 'intact']);
    }
  });

  it('refuses what is no container of this kind, with a code', async () => {
    const good = await asicE();
    expect(await codeOf([...good, { name: 'annex/B.txt', content: B }])).to.equal('CONTAINER_NAME_REFUSED');
    expect(await codeOf(changed(good, MANIFEST, encodeUtf8('<!DOCTYPE a><a/>')))).to.equal('CONTAINER_XML_MALFORMED');
    const xades = [mimetype('e'), { name: 'a', content: A }, { name: 'META-INF/signatures001.xml', content: B }];
    expect(await codeOf(xades)).to.equal('CONTAINER_SIGNATURE_UNSUPPORTED');
    const other = await validate(changed(good, 'mimetype', encodeUtf8('application/zip')));
    expect(told(other)).to.include('CONTAINER_MIMETYPE_UNEXPECTED');
  });

  it('says of a media type that stands elsewhere or packed that it does, and judges the signatures as ever', async () => {
    const good = await asicE();
    const [type = mimetype('e'), ...rest] = good;
    for (const entries of [
      good.toReversed(),
      [packed('mimetype', encodeUtf8('application/vnd.etsi.asic-e+zip')), ...rest],
      [...rest, type],
    ]) {
      const report = await validate(entries);
      expect(told(report)).to.deep.equal(told(await validate(good)));
      expect(report.notices).to.deep.equal([{ code: 'CONTAINER_MIMETYPE_MISPLACED', values: {} }]);
    }
  });

  it('ends every changed octet with a typed error or another answer', async () => {
    const zip = testZip(await asicE());
    const answers = new Map<string, number>();
    for (let at = 0; at < zip.length; at += 5) {
      let answer: string;
      try {
        const { document } = await validateContainer(memorySource(zip.with(at, (zip[at] ?? 0) ^ 0x11)), OPTIONS);
        answer = document.indication ?? 'none';
      } catch (error) {
        expect(error, `octet ${at}`).to.be.instanceOf(ContainerError);
        answer = 'refused';
      }
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
    // What passes are dates, versions and attributes of ZIP, and certificates beside the signer's: nothing of the content.
    const passedAt = answers.get('TOTAL-PASSED') ?? 0;
    expect(passedAt < zip.length / 5 / 6, JSON.stringify([...answers])).to.equal(true);
    expect((answers.get('refused') ?? 0) > 100, JSON.stringify([...answers])).to.equal(true);
  });

  (judgesPresent ? it : it.skip)(
    'agrees with DSS on whole and on changed containers',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'sealkit-asic-'));
      try {
        const [anchor = new Uint8Array()] = testSigner().certificates;
        const anchorFile = join(folder, 'anchor.der');
        writeFileSync(anchorFile, anchor);
        const good = await asicE();
        const containers: Readonly<Record<string, readonly TestEntry[]>> = {
          'simple.asics': await asicS(),
          'simple-changed.asics': await asicS(B),
          'extended.asice': good,
          'object-changed.asice': changed(good, 'annex/b.txt', A),
          'object-missing.asice': changed(good, 'annex/b.txt'),
          'manifest-changed.asice': changed(good, MANIFEST, await manifestOf(SIGNATURE, { 'contract 1.txt': A })),
        };
        const files = Object.entries(containers).map(([name, entries]) => {
          writeFileSync(join(folder, name), testZip(entries));
          return join(folder, name);
        });
        const judged = judge(files, '--tools', 'dss', '--trust', anchorFile, '--at', TIME.toISOString());
        const theirs = judged.map(({ file, accept }: Judgement) => [file.split('/').at(-1), accept]);
        const ours: unknown[] = [];
        for (const file of files) {
          const report = await validateContainer(memorySource(new Uint8Array(readFileSync(file))), OPTIONS);
          ours.push([file.split('/').at(-1), report.document.indication === 'TOTAL-PASSED']);
        }
        expect(theirs).to.deep.equal(ours);
        expect(ours.filter((each) => JSON.stringify(each).includes('true')).length).to.equal(2);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    120_000,
  );

  const RECORDS = join(resolve(process.env['SEALKIT_SHARED'] ?? '../shared'), 'corpus', 'evidence-record-dss');

  it.skipIf(!existsSync(RECORDS))('judges evidence records over its objects (skipped where the shared corpus is absent)', async () => {
    const [one, two] = ['content of data object DO-01', 'content of data object DO-02'].map(encodeUtf8) as [Bytes, Bytes];
    const objects = { 'one.txt': one, 'two.txt': two };
    const manifest = await manifestOf(SIGNATURE, objects);
    const recordFile = 'META-INF/evidencerecord001.ers';
    const record = new Uint8Array(readFileSync(join(RECORDS, 'ER-2Chains3ATS.ers')));
    const entries = [
      mimetype('e'),
      { name: 'one.txt', content: one },
      { name: 'two.txt', content: two },
      { name: MANIFEST, content: manifest },
      { name: SIGNATURE, content: await signatureOver(manifest) },
      { name: 'META-INF/ASiCEvidenceRecordManifest001.xml', content: await manifestOf(recordFile, objects) },
      { name: recordFile, content: record },
    ];
    const whole = await validate(entries);
    // Nobody trusts its authorities here, which makes the signature no worse.
    expect(told(whole)).to.deep.equal(['TOTAL-PASSED', undefined, 'intact']);
    const summary = ({ container }: ContainerReport): readonly unknown[] =>
      container.evidenceRecords.map((each) => [each.file, each.indication, each.subIndication, each.objects.map(({ isOver }) => isOver)]);
    expect(summary(whole)).to.deep.equal([[recordFile, 'INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND', [true, true]]]);
    expect(whole.container.evidenceRecords[0]?.timestamps.length).to.equal(3);
    const row = whole.signatures[0]?.checks.find(({ id }) => id === 'cv.evidence-records-intact');
    expect(row).to.deep.include({ status: 'not-applicable', reason: 'EVIDENCE_RECORD_IN_CONTAINER', values: { files: [recordFile] } });
    const broken = await validate(changed(entries, recordFile, new Uint8Array(readFileSync(join(RECORDS, 'er-asn1-simple.ers')))));
    expect(summary(broken)).to.deep.equal([[recordFile, 'FAILED', 'HASH_FAILURE', [false, false]]]);
    expect([broken.document.indication, broken.document.integrity]).to.deep.equal(['TOTAL-FAILED', 'modified']);
    const garbled = await validate(changed(entries, recordFile, encodeUtf8('none')));
    expect(summary(garbled)).to.deep.equal([[recordFile, 'FAILED', 'FORMAT_FAILURE', [null, null]]]);
  });
});
