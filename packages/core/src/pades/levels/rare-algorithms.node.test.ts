import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import {
  issuedSigner,
  type Judgement,
  judge as askJudges,
  judgesPresent,
  levelServices,
  RARE_CASES,
  type ServedPki,
  servePki,
  trustOf,
} from '@sealkit/testkit/node';
import { encryptedByQpdf, USER_PASSWORD } from '../../../test/pades/encrypted-originals.ts';
import { pagesPdf, smallPdf } from '../../../test/pades/small-pdf.ts';
import { type Bytes, concatBytes, decodeLatin1, memorySource } from '../../bytes/index.ts';
import { type BaselineLevel, includesLevel } from '../../cades/index.ts';
import type { Signer, SigningDigest } from '../../ports/index.ts';
import { signDocument, type SignDocumentOptions } from './sign-document.ts';

const title = 'brainpool, Ed448 and SHA-3 before pyHanko, DSS, pdfsig, qpdf and OpenSSL';
const ORIGINAL = smallPdf(pagesPdf(['/MediaBox [0 0 595 842]'])).bytes;

/**
 * What a judge does not know, by its own words, measured with pyHanko 0.38, DSS 6.4, pdfsig 22.12 and OpenSSL 3.0.
 * It refuses such a signature, good or not.
 */
const UNKNOWN: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  // asn1crypto has not the identifier id-rsassa-pkcs1-v1_5-with-sha3-256, so that pyHanko finds no algorithm to verify with.
  pyhanko: { 'RSA SHA3-256': /signature value does not verify/ },
  dss: { Ed448: /SHAKE-256 MessageDigest not available/ },
  // NSS has neither the curves nor SHA-3.
  pdfsig: {
    brainpoolP256r1: /Signature is Invalid/,
    brainpoolP384r1: /Signature is Invalid/,
    brainpoolP512r1: /Signature is Invalid/,
    Ed448: /Unknown Validation Failure/,
    'RSA SHA3-256': /Unknown Validation Failure/,
    'RSA-PSS SHA3-512': /Unknown Validation Failure/,
    'P-256 SHA3-384': /Unknown Validation Failure/,
  },
  // CMS of OpenSSL 3.0 has no digest whose length is chosen.
  openssl: { Ed448: /invalid digest/ },
};
const TOOLS = ['dss', 'openssl', 'pdfsig', 'pyhanko', 'qpdf'] as const;

(judgesPresent ? describe : describe.skip)(judgesPresent ? title : `${title} (skipped: judges not found, see SEALKIT_SHARED)`, () => {
  let pki: ServedPki;
  const signers = new Map<string, Signer<SigningDigest>>();
  beforeAll(async () => {
    pki = await servePki();
    for (const [name, rare] of Object.entries(RARE_CASES)) signers.set(name, issuedSigner(pki, name, rare));
  }, 60_000);
  afterAll(() => pki.stop());

  async function signAll(
    level: BaselineLevel,
    original: Bytes = ORIGINAL,
    more: Pick<SignDocumentOptions, 'password'> = {},
  ): Promise<ReadonlyMap<string, Bytes>> {
    const files = new Map<string, Bytes>();
    const services = levelServices(pki);
    for (const [name, signer] of signers) {
      const signed = await signDocument(memorySource(original), {
        ...more,
        act: { places: [], face: null, invisibleField: { kind: 'new', name: 'A' } },
        signer,
        time: services.now,
        level,
        ...services,
      });
      expect([signed.level, signed.missing]).to.deep.equal([level, []]);
      files.set(name, concatBytes(original, signed.appended));
    }
    return files;
  }

  /** Name of the algorithm and of the judge → what it said. */
  function judge(files: ReadonlyMap<string, Bytes>, ...options: readonly string[]): ReadonlyMap<string, ReadonlyMap<string, Judgement>> {
    const paths = new Map(
      [...files].map(([name, bytes], index) => {
        const path = pki.file(`${index}.pdf`);
        writeFileSync(path, bytes);
        return [path, name];
      }),
    );
    const judged = new Map([...files.keys()].map((name) => [name, new Map<string, Judgement>()]));
    for (const one of askJudges([...paths.keys()], ...trustOf(pki), ...options)) judged.get(paths.get(one.file) ?? '')?.set(one.judge, one);
    return judged;
  }

  function expectJudged(level: BaselineLevel, judged: ReadonlyMap<string, ReadonlyMap<string, Judgement>>): void {
    for (const [name, byJudge] of judged) {
      expect([...byJudge.keys()].sort(), name).to.deep.equal(TOOLS);
      for (const [tool, { accept, reason, signatures }] of byJudge) {
        const unknown = UNKNOWN[tool]?.[name];
        expect(accept, `${name}, ${tool}: ${reason}`).to.equal(unknown === undefined);
        if (unknown !== undefined) expect(reason, `${name}, ${tool}`).to.match(unknown);
        else if (tool === 'dss')
          expect(`${signatures[0]?.format} ${signatures[0]?.indication}`).to.equal(`PAdES-BASELINE-${level.slice(2)} TOTAL_PASSED`);
      }
    }
  }
  const longTerm = (level: BaselineLevel): readonly string[] => (includesLevel(level, 'B-LT') ? ['--ltv', '--revocation', 'hard'] : []);

  for (const level of ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const)
    it(`accept ${level} with each algorithm that they know`, async () => {
      expectJudged(level, judge(await signAll(level), ...longTerm(level)));
    }, 240_000);

  const hasQpdf = spawnSync('qpdf', ['--version']).status === 0;
  it.skipIf(!hasQpdf)(
    `accept an encrypted document with each algorithm that they know${hasQpdf ? '' : ' (skipped: qpdf not found)'}`,
    async () => {
      for (const cipher of ['aes-128', 'aes-256-r6']) {
        const encrypted = encryptedByQpdf(ORIGINAL, cipher, 'stream');
        for (const level of ['B-B', 'B-LTA'] as const) {
          const files = await signAll(level, encrypted, { password: USER_PASSWORD });
          expectJudged(level, judge(files, ...longTerm(level), '--pdf-password', USER_PASSWORD));
        }
      }
    },
    240_000,
  );

  it('refuse a digit changed on the page, with each algorithm that they know', async () => {
    const digit = decodeLatin1(ORIGINAL).indexOf('(Page 1)') + '(Page '.length;
    const spoilt = new Map([...(await signAll('B-B'))].map(([name, file]) => [name, file.with(digit, 0x32)]));
    for (const [name, byJudge] of judge(spoilt)) {
      const knowing = [...byJudge].filter(([tool]) => tool !== 'qpdf' && UNKNOWN[tool]?.[name] === undefined);
      expect(knowing.length, name).to.be.greaterThan(0);
      for (const [tool, { accept, reason }] of knowing) expect(accept, `${name}, ${tool}: ${reason}`).to.equal(false);
      expect(byJudge.get('qpdf')?.accept, `${name}: the file itself is sound`).to.equal(true);
    }
  }, 240_000);

  it('accept a second signature that declares its extensions, and the first below it', async () => {
    const first = pki.signer('p256', { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' });
    const sign = async (original: Bytes, field: string, signer: Signer<SigningDigest>): Promise<Bytes> => {
      const act = { places: [], face: null, invisibleField: { kind: 'new', name: field } } as const;
      return concatBytes(original, (await signDocument(memorySource(original), { act, signer, time: new Date() })).appended);
    };
    const files = new Map<string, Bytes>();
    const once = await sign(ORIGINAL, 'A', first);
    for (const [name, signer] of signers) files.set(name, await sign(await sign(once, 'B', signer), 'C', first));
    const declared = (file: Bytes, level: number): boolean => decodeLatin1(file).includes(`/ExtensionLevel ${level} `);
    for (const [name, byJudge] of judge(files)) {
      const file = files.get(name) ?? new Uint8Array();
      expect([declared(file, 32001), declared(file, 32002)], name).to.deep.equal([/SHA3|Ed448/.test(name), /brainpool|Ed448/.test(name)]);
      for (const [tool, { accept, reason }] of byJudge)
        if (UNKNOWN[tool]?.[name] === undefined) expect(accept, `${name}, ${tool}: ${reason}`).to.equal(true);
    }
  }, 240_000);
});
