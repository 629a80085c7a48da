import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestEntry, testZip } from '@sealkit/testkit';
import { formatsOf, judge as askJudges, judgesPresent, levelServices, type ServedPki, servePki, trustOf } from '@sealkit/testkit/node';
import { type Bytes, encodeBase64, encodeUtf8, memorySource } from '../bytes/index.ts';
import { augmentCades, encodeCadesSignature, encodeSignedAttributes, obtainTimestamp } from '../cades/index.ts';
import { digest } from '../crypto/index.ts';
import { type ContainerFacts, type ContainerReport, gatherContainerFacts, judgeContainer, VALIDATION_POLICIES } from './index.ts';

const DAY = 86_400_000;
const NOW = Date.now() + 60_000;
const title = 'time-stamps over the manifests of a container, of an authority that is not ours';
const CONTRACT = encodeUtf8('the contract');
const SIGNATURE = 'META-INF/signature001.p7s';
const TOKEN = 'META-INF/timestamp001.tst';
const MANIFEST = 'META-INF/ASiCManifest001.xml';
const ARCHIVE = 'META-INF/ASiCArchiveManifest001.xml';

(judgesPresent ? describe : describe.skip)(judgesPresent ? title : `${title} (skipped: judges not found, see SEALKIT_SHARED)`, () => {
  let pki: ServedPki;
  let signed: readonly TestEntry[];
  let archived: readonly TestEntry[];

  beforeAll(async () => {
    pki = await servePki();
    signed = await signedContainer();
    archived = await withArchive(signed);
  }, 60_000);
  afterAll(() => pki.stop());

  async function signedContainer(): Promise<readonly TestEntry[]> {
    const manifest = await manifestOver(SIGNATURE, { 'contract.txt': CONTRACT });
    const signer = pki.signer('p256', { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' });
    const { algorithm, certificates } = signer;
    const signedAttributes = await encodeSignedAttributes({
      digestAlgorithm: 'SHA-256',
      messageDigest: await digest('SHA-256', manifest),
      signingCertificate: certificates[0] ?? new Uint8Array(),
      signingTime: new Date(),
    });
    const signature = await signer.sign({ dtbs: signedAttributes, digest: await digest('SHA-256', signedAttributes) });
    const parts = { signedAttributes, digestAlgorithm: 'SHA-256', signatureAlgorithm: algorithm, signature, certificates } as const;
    const raised = await augmentCades(encodeCadesSignature(parts), { level: 'B-LT', ...levelServices(pki) });
    return [
      { name: 'mimetype', content: encodeUtf8('application/vnd.etsi.asic-e+zip') },
      { name: 'contract.txt', content: CONTRACT },
      { name: MANIFEST, content: manifest },
      { name: SIGNATURE, content: raised.cms },
    ];
  }

  /** As EN 319 162-1 §A.5 has it: the time-stamp is over a manifest of all that was there. */
  async function withArchive(entries: readonly TestEntry[], only?: readonly string[]): Promise<readonly TestEntry[]> {
    const isListed = (name: string): boolean => (only === undefined ? name !== 'mimetype' : only.includes(name));
    const listed = Object.fromEntries(entries.filter(({ name }) => isListed(name)).map(({ name, content }) => [name, content]));
    const manifest = await manifestOver(TOKEN, listed, 'application/vnd.etsi.timestamp-token');
    const { token } = await obtainTimestamp(
      { algorithm: 'SHA-256', value: await digest('SHA-256', manifest) },
      levelServices(pki).timestamps,
    );
    return [...entries, { name: ARCHIVE, content: manifest }, { name: TOKEN, content: token }];
  }

  const factsOf = (entries: readonly TestEntry[]): Promise<ContainerFacts> =>
    gatherContainerFacts(memorySource(testZip(entries)), {
      trust: {
        signers: pki.certificates('certs/root.pem'),
        timestampAuthorities: pki.certificates('certs/tsa-root.pem'),
        sealMakers: [],
        registers: [],
      },
    });
  const after = (facts: ContainerFacts, days: number): ContainerReport =>
    judgeContainer(facts, VALIDATION_POLICIES.longTerm, new Date(NOW + days * DAY));
  const told = ({ document, signatures }: ContainerReport): readonly unknown[] => [
    document.indication,
    document.integrity,
    ...signatures.map(({ file, baselineLevel, indication }) => [file, baselineLevel, indication]),
  ];

  it('raise the level of the signatures in the files that they list, and are shown with them', async () => {
    expect(told(after(await factsOf(signed), 0))).to.deep.equal(['TOTAL-PASSED', 'intact', [SIGNATURE, 'B-LT', 'TOTAL-PASSED']]);
    const report = after(await factsOf(archived), 0);
    expect(told(report)).to.deep.equal(['TOTAL-PASSED', 'intact', [SIGNATURE, 'B-LTA', 'TOTAL-PASSED'], [TOKEN, null, 'TOTAL-PASSED']]);
    expect(report.signatures[0]?.timestamps.map(({ kind, indication }) => [kind, indication])).to.deep.equal([
      ['signature-time-stamp', 'PASSED'],
      ['time-stamp-token', 'PASSED'],
    ]);
  });

  it('prove nothing of a file whose digest is another, and nothing without their manifest', async () => {
    const signature = archived.find(({ name }) => name === SIGNATURE)?.content ?? new Uint8Array();
    const other = archived.map((entry) => (entry.name === SIGNATURE ? { ...entry, content: withTrailingZero(signature) } : entry));
    const report = after(await factsOf(other), 0);
    expect(report.signatures[0]?.baselineLevel).to.equal('B-LT');
    expect([report.document.indication, report.document.integrity]).to.deep.equal(['TOTAL-FAILED', 'broken']);
    // Over the signature's file alone: of what that is over, nothing is proven.
    const bare = await withArchive(signed, [SIGNATURE]);
    expect(after(await factsOf(bare), 0).signatures[0]?.baselineLevel).to.equal('B-LT');
    const alone = after(await factsOf(archived.filter(({ name }) => name !== ARCHIVE)), 0);
    expect(alone.signatures[0]?.baselineLevel).to.equal('B-LT');
  });

  it('give the same report out of saved facts', async () => {
    const facts = await factsOf(archived);
    expect(after(JSON.parse(JSON.stringify(facts)) as ContainerFacts, 0).signatures).to.deep.equal(after(facts, 0).signatures);
  });

  it('are taken by EU DSS as well', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sealkit-asic-'));
    try {
      const file = join(folder, 'archived.asice');
      writeFileSync(file, testZip(archived));
      const judged = askJudges([file], ...trustOf(pki), '--tools', 'dss', '--ltv', '--revocation', 'hard');
      expect(judged.map(({ accept, reason }) => [accept, reason])).to.deep.equal([[true, judged[0]?.reason]]);
      expect(formatsOf(judged)).to.deep.equal(['CAdES-BASELINE-LTA TOTAL_PASSED']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});

/** Zeros behind a signature change no word of it. */
function withTrailingZero(cms: Uint8Array): Bytes {
  const longer = new Uint8Array(cms.length + 1);
  longer.set(cms);
  return longer;
}

async function manifestOver(
  signature: string,
  objects: Readonly<Record<string, Uint8Array>>,
  type = 'application/pkcs7-signature',
): Promise<Bytes> {
  const references: string[] = [];
  for (const [name, content] of Object.entries(objects))
    references.push(
      `<asic:DataObjectReference URI="${encodeURI(name)}"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>` +
        `<ds:DigestValue>${encodeBase64(await digest('SHA-256', content))}</ds:DigestValue></asic:DataObjectReference>`,
    );
  return encodeUtf8(
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>' +
      '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">' +
      `<asic:SigReference MimeType="${type}" URI="${signature}"/>${references.join('')}</asic:ASiCManifest>`,
  );
}
