import { writeFileSync } from 'node:fs';
import {
  formatsOf,
  issuedSigner,
  type Judgement,
  judge as askJudges,
  judgesPresent,
  levelServices,
  RARE_CASES,
  refusalsOf,
  type ServedPki,
  servePki,
  trustOf,
} from '@sealkit/testkit/node';
import { type Bytes, encodeUtf8, memorySource } from '../bytes/index.ts';
import { parseSignedData, readSignedDataElements } from '../cms/index.ts';
import { digest } from '../crypto/index.ts';
import type { SignatureAlgorithm, Signer, SigningDigest } from '../ports/index.ts';
import { augmentCades, type AugmentCadesOptions } from './augment-cades.ts';
import type { BaselineLevel } from './baseline-level.ts';
import { CadesError } from './cades-error.ts';
import { encodeCadesSignature } from './cades-signature.ts';
import { encodeSignedAttributes } from './signed-attributes.ts';

const title = 'CAdES of every level, before DSS, OpenSSL and pyHanko, with a time-stamp authority, OCSP and CRLs that are not ours';

const ALGORITHMS: Readonly<Record<string, readonly [string, SignatureAlgorithm]>> = {
  RSA: ['rsa2048', { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-256' }],
  'RSA-PSS': ['rsa2048', { name: 'RSASSA-PSS', digest: 'SHA-256', saltLength: 32 }],
  'P-256': ['p256', { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' }],
  'P-384': ['p384', { name: 'ECDSA', digest: 'SHA-384', curve: 'P-384' }],
  Ed25519: ['ed25519', { name: 'Ed25519', digest: 'SHA-512' }],
};
const LEVELS: readonly BaselineLevel[] = ['B-B', 'B-T', 'B-LT', 'B-LTA'];
const CONTENT = encodeUtf8('the signer’s document\n');

(judgesPresent ? describe : describe.skip)(judgesPresent ? title : `${title} (skipped: judges not found, see SEALKIT_SHARED)`, () => {
  let pki: ServedPki;
  beforeAll(async () => (pki = await servePki()), 60_000);
  afterAll(() => pki.stop());

  function signerOf(name: string): Signer<SigningDigest> {
    const [key, algorithm] = ALGORITHMS[name] ?? [];
    if (key !== undefined && algorithm !== undefined) return pki.signer(key, algorithm);
    const rare = RARE_CASES[name];
    if (rare === undefined) throw new TypeError(`expected an algorithm, got ${name}`);
    return issuedSigner(pki, name, rare);
  }

  async function sign(name: string, isAttached: boolean): Promise<Bytes> {
    const signer = signerOf(name);
    const { algorithm } = signer;
    const [signingCertificate = new Uint8Array()] = signer.certificates;
    const signedAttributes = await encodeSignedAttributes({
      messageDigest: await digest(algorithm.digest, CONTENT),
      digestAlgorithm: algorithm.digest,
      signingCertificate,
      signingTime: new Date(),
    });
    const signature = await signer.sign({ dtbs: signedAttributes, digest: await digest(algorithm.digest, signedAttributes) });
    return encodeCadesSignature({
      signedAttributes,
      digestAlgorithm: algorithm.digest,
      signatureAlgorithm: algorithm,
      signature,
      certificates: signer.certificates,
      ...(isAttached ? { content: CONTENT } : {}),
    });
  }

  async function raise(cms: Bytes, level: BaselineLevel, isAttached: boolean, more: Partial<AugmentCadesOptions> = {}): Promise<Bytes> {
    if (level === 'B-B') return cms;
    const content = isAttached ? {} : { content: memorySource(CONTENT) };
    const raised = await augmentCades(cms, { level, ...levelServices(pki), ...content, ...more });
    expect([raised.level, raised.missing]).to.deep.equal([level, []]);
    return raised.cms;
  }

  /** pyHanko looks for revocation answers of a CMS nowhere: it is handed those that lie in this very file, and no others. */
  function judge(files: Readonly<Record<string, Bytes>>, isAttached: boolean, isLongTerm: boolean): readonly Judgement[] {
    writeFileSync(pki.file('content.bin'), CONTENT);
    const written = Object.entries(files).map(([name, cms]) => {
      const path = pki.file(`${name.replaceAll(/[^\w-]/g, '_')}.p7${isAttached ? 'm' : 's'}`);
      writeFileSync(path, cms);
      return { path, cms, words: isAttached ? [path] : [path, '--content', pki.file('content.bin')] };
    });
    const lines = written.map(({ words }) => words);
    if (!isLongTerm) return askJudges(lines, ...trustOf(pki));
    const withAnswers = written.map(({ path, cms, words }) => [...words, ...answersOf(path, cms)]);
    return [
      ...askJudges(lines, ...trustOf(pki), '--revocation', 'hard', '--tools', 'dss,openssl'),
      ...askJudges(withAnswers, ...trustOf(pki), '--ltv', '--revocation', 'hard', '--tools', 'pyhanko'),
    ];
  }

  function answersOf(path: string, cms: Bytes): readonly string[] {
    const { crls, ocspResponses } = parseSignedData(cms);
    const file = (kind: string, index: number, der: Bytes): string => {
      const name = `${path}.${index}.${kind}`;
      writeFileSync(name, der);
      return name;
    };
    return [
      ...crls.flatMap((der, index) => ['--crl', file('crl', index, der)]),
      ...ocspResponses.flatMap((der, index) => ['--ocsp', file('ocsp', index, der)]),
    ];
  }

  const expected = (level: BaselineLevel): string => `CAdES-BASELINE-${level.slice(2)} TOTAL_PASSED`;

  for (const level of LEVELS)
    for (const isAttached of [false, true])
      it(`${level} with every algorithm, ${isAttached ? 'attached' : 'detached'}`, async () => {
        const files: Record<string, Bytes> = {};
        for (const name of Object.keys(ALGORITHMS))
          files[`${level} ${name}`] = await raise(await sign(name, isAttached), level, isAttached);
        const isLongTerm = level === 'B-LT' || level === 'B-LTA';
        const judged = judge(files, isAttached, isLongTerm);
        expect(refusalsOf(judged)).to.deep.equal([]);
        expect(formatsOf(judged)).to.deep.equal(Object.keys(files).map(() => expected(level)));
      }, 240_000);

  it('B-LTA with brainpool and SHA-3, as far as DSS knows them', async () => {
    // DSS 6.4 has no SHAKE256, which goes with Ed448.
    const names = Object.keys(RARE_CASES).filter((name) => name !== 'Ed448');
    for (const isAttached of [false, true]) {
      const files: Record<string, Bytes> = {};
      for (const name of names) files[`rare ${name}`] = await raise(await sign(name, isAttached), 'B-LTA', isAttached);
      const judged = judge(files, isAttached, true).filter(({ judge: name }) => name === 'dss');
      expect(refusalsOf(judged)).to.deep.equal([]);
      expect(formatsOf(judged)).to.deep.equal(names.map(() => expected('B-LTA')));
    }
  }, 240_000);

  it('of a detached signature with SHA-3 is refused over another content', async () => {
    const cms = await sign('RSA-PSS SHA3-512', false);
    const other = memorySource(encodeUtf8('another document\n'));
    const refused = await augmentCades(cms, { level: 'B-T', ...levelServices(pki), content: other }).catch((error: unknown) => error);
    expect(refused instanceof CadesError ? refused.code : refused).to.equal('CADES_CONTENT_DIFFERS');
  }, 60_000);

  it('is refused with what is missing, or said plainly where the caller allows a lower one', async () => {
    const cms = await sign('RSA', true);
    const { anchors } = levelServices(pki).material;
    const refused = await augmentCades(cms, { level: 'B-LTA', ...levelServices(pki), material: { anchors } }).catch(
      (error: unknown) => error,
    );
    expect(refused instanceof CadesError ? refused.code : refused).to.equal('CADES_VALIDATION_MATERIAL_MISSING');
    const lower = await augmentCades(cms, { level: 'B-LTA', ...levelServices(pki), material: { anchors, onMissing: 'lower-level' } });
    expect([lower.level, lower.missing.length > 0]).to.deep.equal(['B-T', true]);
    const judged = judge({ lower: lower.cms }, true, false);
    expect([refusalsOf(judged), formatsOf(judged)]).to.deep.equal([[], [expected('B-T')]]);
  }, 120_000);

  it('step by step, and one ring after the other, without a change to what is there (EN 319 122-1 §5.5.3)', async () => {
    for (const isAttached of [false, true]) {
      const t = await raise(await sign('P-256', isAttached), 'B-T', isAttached);
      const lt = await raise(t, 'B-LT', isAttached);
      const lta = await raise(lt, 'B-LTA', isAttached);
      const ring = await raise(lta, 'B-LTA', isAttached, { digestAlgorithm: 'SHA-512' });
      const third = await raise(ring, 'B-LTA', isAttached);
      for (const [before, after] of [
        [t, lt],
        [lt, lta],
        [lta, ring],
        [ring, third],
      ] as const)
        expectKept(before, after);
      expect(parseSignedData(lt).version).to.equal(5);
      const judged = judge({ lta, ring, third }, isAttached, true);
      expect(refusalsOf(judged)).to.deep.equal([]);
      expect(formatsOf(judged)).to.deep.equal([1, 2, 3].map(() => expected('B-LTA')));
    }
  }, 240_000);
});

/** Every element is there with its octets, in its place; new ones stand behind. */
function expectKept(before: Bytes, after: Bytes): void {
  const [old, now] = [before, after].map((cms) => readSignedDataElements(cms));
  for (const kind of ['certificates', 'crls'] as const) expect(now?.[kind].slice(0, old?.[kind].length)).to.deep.equal(old?.[kind]);
  for (const [index, signer] of (old?.signerInfos ?? []).entries()) {
    const raised = now?.signerInfos[index];
    expect(raised?.fields).to.deep.equal(signer.fields);
    expect(raised?.unsignedAttributes.slice(0, signer.unsignedAttributes.length)).to.deep.equal(signer.unsignedAttributes);
  }
  expect(now?.encapContentInfo).to.deep.equal(old?.encapContentInfo);
}
