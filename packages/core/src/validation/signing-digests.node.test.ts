import { spawnSync } from 'node:child_process';
import { ODD_PDFS } from '@sealkit/testkit';
import { RARE_CASES, selfSignedSigner } from '@sealkit/testkit/node';
import { encryptedByQpdf, USER_PASSWORD } from '../../test/pades/encrypted-originals.ts';
import { type Bytes, concatBytes, encodeLatin1, memorySource } from '../bytes/index.ts';
import { javascriptDigestEngine } from '../crypto/index.ts';
import { signDocument, type SignDocumentOptions } from '../pades/index.ts';
import type { Signer, SigningDigest } from '../ports/index.ts';
import type { ValidationReport } from './report/report.ts';
import { validateDocument, type ValidateOptions } from './validate-document.ts';
import { VALIDATION_POLICIES } from './policies.ts';

// The certificates are made a moment from now.
const time = new Date(Date.now() + 3_600_000);
const act = { places: [], face: null, invisibleField: { kind: 'new', name: 'A' } } as const;

async function signed(
  original: Bytes,
  signer: Signer<SigningDigest>,
  more: Pick<SignDocumentOptions, 'password'> = {},
): Promise<{ readonly file: Bytes; readonly gap: readonly [number, number] }> {
  const { appended, signature } = await signDocument(memorySource(original), { act, signer, time, ...more });
  return { file: concatBytes(original, appended), gap: [signature.byteRange[1], signature.byteRange[2]] };
}

function validate(file: Bytes, signer: Signer<SigningDigest>, more: Partial<ValidateOptions> = {}): Promise<ValidationReport> {
  return validateDocument(memorySource(file), {
    policy: VALIDATION_POLICIES.basic,
    validationTime: time,
    trust: { signers: signer.certificates.slice(0, 1), sealMakers: [], registers: [], timestampAuthorities: [] },
    ...more,
  });
}

const flipped = (file: Bytes, offset: number): Bytes => file.map((octet, index) => (index === offset ? octet ^ 1 : octet));

describe('verdicts on PDF signatures with brainpool curves, Ed448 and SHA-3', () => {
  for (const [name, rare] of Object.entries(RARE_CASES)) {
    it(`passes what verifies, names the algorithms, and fails a changed octet or another value: ${name}`, async () => {
      const signer = selfSignedSigner(rare);
      const original = ODD_PDFS.plain();
      const { file, gap } = await signed(original, signer);
      const { document, signatures } = await validate(file, signer);
      const [signature] = signatures;
      expect([document.indication, signature?.indication, signature?.subIndication, signature?.integrity]).to.deep.equal([
        'TOTAL-PASSED',
        'TOTAL-PASSED',
        undefined,
        'intact',
      ]);
      expect([signature?.digestAlgorithm, signature?.signatureAlgorithm]).to.deep.equal([rare.algorithm.digest, rare.algorithm.name]);

      const content = await validate(flipped(file, original.length - 12), signer);
      expect([content.document.indication, content.signatures[0]?.integrity]).to.deep.equal(['TOTAL-FAILED', 'broken']);
      // The last digits of the value: behind them there is only the padding.
      const last = file.subarray(gap[0], gap[1]).findLastIndex((octet) => octet !== 0x30 && octet !== 0x3e);
      const value = await validate(flipped(file, gap[0] + last), signer);
      expect(value.document.indication).to.equal('TOTAL-FAILED');
    }, 60_000);
  }

  const hasQpdf = spawnSync('qpdf', ['--version']).status === 0;
  it.skipIf(!hasQpdf)(
    `are the same in encrypted documents${hasQpdf ? '' : ' (skipped: qpdf not found)'}`,
    async () => {
      const password = USER_PASSWORD;
      for (const cipher of ['rc4-128', 'aes-128', 'aes-256-r6']) {
        const encrypted = encryptedByQpdf(ODD_PDFS.plain(), cipher, 'table');
        for (const [name, rare] of Object.entries(RARE_CASES)) {
          const signer = selfSignedSigner(rare);
          const { file } = await signed(encrypted, signer, { password });
          const { document, signatures } = await validate(file, signer, { password });
          expect([document.indication, signatures[0]?.integrity], `${name} ${cipher}`).to.deep.equal(['TOTAL-PASSED', 'intact']);
          const changed = await validate(flipped(file, encrypted.length - 12), signer, { password });
          expect(changed.signatures[0]?.integrity, `${name} ${cipher}`).to.equal('broken');
        }
      }
    },
    120_000,
  );

  it('computes SHA-3 over a long document in pieces, also where the engine has SHA-2 alone', async () => {
    const signer = selfSignedSigner(RARE_CASES['RSA SHA3-256']!);
    const comment = encodeLatin1(`%${'x'.repeat(5 * 1024 * 1024)}\n`);
    const plain = ODD_PDFS.plain();
    const { file } = await signed(concatBytes(plain, comment, plain), signer);
    const { document } = await validate(file, signer, { engine: javascriptDigestEngine });
    expect(document.integrity).to.equal('intact');
  }, 60_000);

  it('takes the declaration of developer extensions behind a signature for no harm', async () => {
    const first = selfSignedSigner(RARE_CASES['P-256 SHA3-384']!);
    const second = selfSignedSigner(RARE_CASES['brainpoolP256r1']!);
    const { file } = await signed(ODD_PDFS.plain(), first);
    const { appended } = await signDocument(memorySource(file), {
      act: { ...act, invisibleField: { kind: 'new', name: 'B' } },
      signer: second,
      time,
    });
    const trust = {
      signers: [first, second].flatMap(({ certificates }) => certificates),
      sealMakers: [],
      registers: [],
      timestampAuthorities: [],
    };
    const { document, signatures } = await validate(concatBytes(file, appended), first, { trust });
    expect([document.indication, document.integrity]).to.deep.equal(['TOTAL-PASSED', 'intact']);
    expect(signatures[0]?.laterChanges?.findings.map(({ code }) => code)).to.include('EXTENSIONS_CHANGED');
  }, 60_000);
});
