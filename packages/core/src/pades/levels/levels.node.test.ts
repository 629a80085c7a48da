import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import {
  formatsOf,
  type Judgement,
  judge as askJudges,
  judgesPresent,
  type LevelServices,
  levelServices,
  refusalsOf,
  type ServedPki,
  servePki,
  trustOf,
} from '@sealkit/testkit/node';
import { JPEG_SAMPLES } from '../../../test/pades/jpeg-samples.ts';
import { PNG_SAMPLES } from '../../../test/pades/png-samples.ts';
import { pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import { type Bytes, concatBytes, decodeLatin1, memorySource } from '../../bytes/index.ts';
import { openPdf } from '../../pdf/index.ts';
import type { SignatureAlgorithm } from '../../ports/index.ts';
import { layOutText } from '../appearance/text-layout.ts';
import { PadesError } from '../pades-error.ts';
import type { SignatureFace } from '../signing-act.ts';
import { augmentSignature, type AugmentSignatureOptions } from './augment-signature.ts';
import type { BaselineLevel, MaterialOptions } from '../../cades/index.ts';
import { addDocumentTimestamp } from './document-timestamp.ts';
import { readSecurityStore } from './security-store.ts';
import { signDocument, type SignDocumentOptions } from './sign-document.ts';

const title = 'every level, before pyHanko, DSS, pdfsig, qpdf and OpenSSL, with a time-stamp authority, OCSP and CRLs that are not ours';

const ALGORITHMS: Readonly<Record<string, readonly [string, SignatureAlgorithm]>> = {
  'RSA SHA-256': ['rsa2048', { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-256' }],
  'RSA SHA-384': ['rsa2048', { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-384' }],
  'RSA SHA-512': ['rsa2048', { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-512' }],
  'RSA-PSS SHA-256': ['rsa2048', { name: 'RSASSA-PSS', digest: 'SHA-256', saltLength: 32 }],
  'RSA-PSS SHA-512': ['rsa2048', { name: 'RSASSA-PSS', digest: 'SHA-512', saltLength: 64 }],
  'P-256': ['p256', { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' }],
  'P-256 SHA-512': ['p256', { name: 'ECDSA', digest: 'SHA-512', curve: 'P-256' }],
  'P-384': ['p384', { name: 'ECDSA', digest: 'SHA-384', curve: 'P-384' }],
  'P-521': ['p521', { name: 'ECDSA', digest: 'SHA-512', curve: 'P-521' }],
  Ed25519: ['ed25519', { name: 'Ed25519', digest: 'SHA-512' }],
};
const LEVELS: readonly BaselineLevel[] = ['B-B', 'B-T', 'B-LT', 'B-LTA'];
const SVG = '<svg width="20mm" height="20mm" viewBox="0 0 20 20"><path d="M 0 0 L 20 0 L 20 20 Z" fill="#CF111B"/></svg>';
const BLOCKS = { outline: () => ({ unitsPerEm: 10, advance: 7, path: 'M 1 0 L 6 0 L 6 7 L 1 7 Z' }) };
const SIZE = { widthUm: 20_000, heightUm: 20_000 };
const FACES: readonly (SignatureFace | null)[] = [
  null,
  { kind: 'vector', svg: SVG },
  { kind: 'raster', format: 'png', base64: PNG_SAMPLES.find(({ what }) => what.includes('alpha'))?.base64 ?? '', ...SIZE },
  { kind: 'raster', format: 'jpeg', base64: JPEG_SAMPLES.rgb, ...SIZE },
  layOutText({ lines: ['signed', '签署'], ...SIZE }, BLOCKS),
];
const ORIGINAL = smallPdf(pagesPdf(['/MediaBox [0 0 595 842]', '/MediaBox [0 0 595 842] /Rotate 90'])).bytes;

(judgesPresent ? describe : describe.skip)(judgesPresent ? title : `${title} (skipped: judges not found, see SEALKIT_SHARED)`, () => {
  let pki: ServedPki;
  beforeAll(async () => (pki = await servePki()), 60_000);
  afterAll(() => pki.stop());

  const services = (): LevelServices => levelServices(pki);
  const rsa = () => pki.signer('rsa2048', { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-256' });

  async function sign(original: Bytes, more: Partial<SignDocumentOptions> & { readonly field?: string } = {}): Promise<Bytes> {
    const act = { places: [], face: null, invisibleField: { kind: 'new', name: more.field ?? 'A' } } as const;
    const signed = await signDocument(memorySource(original), { act, signer: rsa(), time: new Date(), ...services(), ...more });
    return concatBytes(original, signed.appended);
  }
  async function augment(
    original: Bytes,
    level: AugmentSignatureOptions['level'],
    more: Partial<AugmentSignatureOptions> = {},
  ): Promise<Bytes> {
    const augmented = await augmentSignature(memorySource(original), { level, ...services(), ...more });
    expect(augmented.level).to.equal(level);
    return concatBytes(original, augmented.appended);
  }

  function judge(files: Readonly<Record<string, Bytes>>, ...options: readonly string[]): readonly Judgement[] {
    const paths = Object.entries(files).map(([name, bytes]) => {
      const path = pki.file(`${name.replaceAll(/[^\w-]/g, '_')}.pdf`);
      writeFileSync(path, bytes);
      return path;
    });
    return askJudges(paths, ...trustOf(pki), ...options);
  }
  const expected = (level: BaselineLevel): string => `PAdES-BASELINE-${level.slice(2)} TOTAL_PASSED`;

  for (const level of LEVELS) {
    it(`${level} with every algorithm, one appearance after the other`, async () => {
      const files: Record<string, Bytes> = {};
      let index = 0;
      for (const [name, [key, algorithm]] of Object.entries(ALGORITHMS)) {
        const face = FACES[index % FACES.length] ?? null;
        index += 1;
        const placement = { page: 1 + (index % 2), x: 10_000, y: 10_000, width: 20_000, height: 20_000, rotation: index * 7000 };
        const act =
          face === null
            ? ({ places: [], face, invisibleField: { kind: 'new', name: 'A' } } as const)
            : ({ places: [{ placement, field: { kind: 'new', name: 'A' } }], face } as const);
        files[`${level} ${name}`] = await sign(ORIGINAL, { act, signer: pki.signer(key, algorithm), level });
      }
      const longTerm = level === 'B-LT' || level === 'B-LTA';
      const judged = judge(files, ...(longTerm ? ['--ltv', '--revocation', 'hard'] : []));
      expect(refusalsOf(judged)).to.deep.equal([]);
      expect(formatsOf(judged)).to.deep.equal(Object.keys(files).map(() => expected(level)));
      for (const name of ['pyhanko', 'dss', 'qpdf'])
        expect(judged.filter((one) => one.judge === name && one.accept === true).length, name).to.equal(Object.keys(files).length);
    }, 240_000);
  }

  it('step by step, another ring, a second signature, a document time-stamp alone', async () => {
    const b = await sign(ORIGINAL, { level: 'B-B' });
    const t = await augment(b, 'B-T');
    const lt = await augment(t, 'B-LT');
    const lta = await augment(lt, 'B-LTA');
    const ring = await augment(lta, 'B-LTA');
    const second = await sign(lta, {
      level: 'B-LTA',
      field: 'B',
      signer: pki.signer('p256', { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' }),
    });
    const stamp = await addDocumentTimestamp(memorySource(ORIGINAL), { timestamps: levelServices(pki, '/tsa/p256').timestamps });
    // pyHanko's long-term validation knows time-stamps within the signature alone: it judges these as they are today.
    const today = judge({ t, lt, lta, ring, second });
    const longTerm = judge({ lt, lta, ring, second }, '--ltv', '--revocation', 'hard', '--tools', 'dss,qpdf,openssl');
    expect([...refusalsOf(today), ...refusalsOf(longTerm)]).to.deep.equal([]);
    expect(formatsOf(today)).to.deep.equal((['B-T', 'B-LT', 'B-LTA', 'B-LTA', 'B-LTA', 'B-LTA'] as const).map(expected));
    expect(refusalsOf(judge({ stamped: concatBytes(ORIGINAL, stamp.appended) }))).to.deep.equal([]);
    const stampedInside = await sign(ORIGINAL, { level: 'B-T' });
    const raised = await augment(await augment(stampedInside, 'B-LT'), 'B-LTA');
    expect(refusalsOf(judge({ raised }, '--ltv', '--revocation', 'hard'))).to.deep.equal([]);
  }, 240_000);

  it('after a certification, which permits material and document time-stamps whatever it forbids', async () => {
    const files: Record<string, Bytes> = {};
    for (const certify of [1, 2, 3] as const) {
      const act = { places: [], face: null, invisibleField: { kind: 'new', name: 'A' }, certify } as const;
      files[`certified ${certify}`] = await sign(ORIGINAL, { act, level: 'B-LTA' });
    }
    const judged = judge(files, '--ltv', '--revocation', 'hard');
    expect(refusalsOf(judged)).to.deep.equal([]);
    expect(formatsOf(judged)).to.deep.equal([1, 2, 3].map(() => expected('B-LTA')));
  }, 240_000);

  it('in an encrypted document', async () => {
    writeFileSync(pki.file('plain.pdf'), ORIGINAL);
    if (spawnSync('qpdf', ['--version']).status !== 0) return;
    execFileSync('qpdf', ['--encrypt', 'user', 'owner', '256', '--', pki.file('plain.pdf'), pki.file('encrypted.pdf')]);
    const encrypted = await sign(new Uint8Array(readFileSync(pki.file('encrypted.pdf'))), { level: 'B-LTA', password: 'user' });
    const judged = judge({ encrypted }, '--ltv', '--revocation', 'hard', '--pdf-password', 'user');
    expect(refusalsOf(judged)).to.deep.equal([]);
  }, 240_000);

  it('that cannot be reached are refused with what is missing, or said plainly where the caller allows a lower one', async () => {
    const act = { places: [], face: null, invisibleField: { kind: 'new', name: 'A' } } as const;
    const offline: MaterialOptions = { anchors: services().material.anchors };
    const options = { act, signer: rsa(), time: new Date(), now: new Date(), level: 'B-LTA', timestamps: services().timestamps } as const;
    let refusal = '';
    await signDocument(memorySource(ORIGINAL), { ...options, material: offline }).catch((error: unknown) => {
      refusal = error instanceof PadesError ? error.code : String(error);
    });
    expect(refusal).to.equal('PADES_VALIDATION_MATERIAL_MISSING');
    const lower = await signDocument(memorySource(ORIGINAL), { ...options, material: { ...offline, onMissing: 'lower-level' } });
    expect([lower.level, lower.missing.length > 0, lower.missing.every(({ reason }) => reason !== '')]).to.deep.equal(['B-T', true, true]);
    const judged = judge({ lower: concatBytes(ORIGINAL, lower.appended) });
    expect([refusalsOf(judged), formatsOf(judged)]).to.deep.equal([[], [expected('B-T')]]);
    const revoked = pki.signer('revoked', { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-256' });
    let reason = '';
    await signDocument(memorySource(ORIGINAL), { ...options, signer: revoked, material: services().material }).catch((error: unknown) => {
      reason = error instanceof PadesError ? String(error.facts['missing']) : String(error);
    });
    expect(reason).to.match(/revoked at /);
  }, 120_000);

  it('hold each structure once, and list signatures by name where that is asked for', async () => {
    const twice = await augment(await augment(await sign(ORIGINAL, { level: 'B-LTA' }), 'B-LTA'), 'B-LTA');
    const store = await readSecurityStore(await openPdf(memorySource(twice)));
    for (const kind of ['certificates', 'crls', 'ocspResponses'] as const) {
      const texts = store[kind].map((value) => decodeLatin1(value));
      expect(new Set(texts).size, kind).to.equal(texts.length);
    }
    const listed = await augment(await sign(ORIGINAL, { level: 'B-T' }), 'B-LT', { withRelatedInformation: true });
    expect(decodeLatin1(listed)).to.match(/\/VRI << \/[0-9A-F]{40} << /);
    expect(refusalsOf(judge({ listed }, '--ltv', '--revocation', 'hard'))).to.deep.equal([]);
  }, 240_000);
});
