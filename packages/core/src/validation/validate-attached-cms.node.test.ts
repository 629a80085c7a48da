import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { testSigner } from '../../test/pades/test-signer.ts';
import { type Bytes, encodeUtf8, memorySource } from '../bytes/index.ts';
import { encodeCadesSignature, encodeSignedAttributes } from '../cades/index.ts';
import { CmsError, parseSignedData } from '../cms/index.ts';
import { digest } from '../crypto/index.ts';
import { type ValidateCmsOptions, validateAttachedCms, validateCms, VALIDATION_POLICIES, type ValidationReport } from './index.ts';

const CORPUS = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus');
const FOLDERS = ['cades-dss', 'cades-openssl', 'cades-plugtest2014', 'cades-pyhanko-run'];
const VALIDATION_TIME = new Date('2026-12-01T12:00:00Z');

async function attached(): Promise<Bytes> {
  const { algorithm, certificates, ...signer } = testSigner();
  const content = encodeUtf8('the content, which lies within');
  const signedAttributes = await encodeSignedAttributes({
    digestAlgorithm: algorithm.digest,
    messageDigest: await digest(algorithm.digest, content),
    signingCertificate: certificates[0] ?? new Uint8Array(),
    signingTime: VALIDATION_TIME,
  });
  const signature = await signer.sign({ dtbs: signedAttributes, digest: await digest(algorithm.digest, signedAttributes) });
  const parts = { signedAttributes, digestAlgorithm: algorithm.digest, signatureAlgorithm: algorithm, signature, certificates, content };
  return encodeCadesSignature(parts);
}

const OPTIONS: ValidateCmsOptions = {
  trust: { signers: testSigner().certificates, sealMakers: [], registers: [], timestampAuthorities: [] },
  policy: VALIDATION_POLICIES.basic,
  validationTime: VALIDATION_TIME,
};

async function both(file: Bytes): Promise<readonly [whole: ValidationReport, pieces: ValidationReport]> {
  return [await validateCms(file, OPTIONS), await validateAttachedCms(memorySource(file), OPTIONS)];
}

describe('validateAttachedCms: a file that is never held', () => {
  it('reports what the whole file reports, octet changed or not', async () => {
    const file = await attached();
    const [whole, pieces] = await both(file);
    expect(whole.document.indication).to.equal('TOTAL-PASSED');
    expect(pieces).to.deep.equal(whole);
    const verdicts = new Set<unknown>();
    for (let at = 0; at < file.length; at += 7) {
      const changed = await both(file.with(at, (file[at] ?? 0) ^ 1));
      verdicts.add(changed[1].document.indication);
      // Where the frame of the file is damaged, one of the two may say so earlier; neither passes.
      expect(changed[1].document.indication === 'TOTAL-PASSED', `octet ${at}`).to.equal(changed[0].document.indication === 'TOTAL-PASSED');
    }
    expect([...verdicts]).to.include('TOTAL-FAILED');
  });

  it('reports octets that are no SignedData', async () => {
    const { document } = await validateAttachedCms(memorySource(encodeUtf8('0 this is none')), OPTIONS);
    expect([document.indication, document.integrity, document.size]).to.deep.equal(['TOTAL-FAILED', 'malformed', 14]);
  });
});

(existsSync(CORPUS) ? describe : describe.skip)(
  existsSync(CORPUS) ? 'the files of others that hold their content' : 'the files of others (skipped: corpus not found)',
  () => {
    it('have the same verdict, whole or in pieces', async () => {
      let compared = 0;
      for (const folder of FOLDERS)
        for (const name of readdirSync(join(CORPUS, folder)).filter((each) => /\.(p7[ms]|cms)$/.test(each))) {
          const file = new Uint8Array(readFileSync(join(CORPUS, folder, name)));
          if (!holdsContent(file)) continue;
          compared += 1;
          const [whole, pieces] = await both(file);
          const verdicts = ({ document, signatures }: ValidationReport): unknown => [
            { ...document, checks: [] },
            signatures.map(({ indication, subIndication, integrity, byteRangeDigest }) => [
              indication,
              subIndication,
              integrity,
              byteRangeDigest,
            ]),
          ];
          expect(verdicts(pieces), `${folder}/${name}`).to.deep.equal(verdicts(whole));
        }
      expect(compared).to.be.greaterThan(40);
    });
  },
);

function holdsContent(file: Bytes): boolean {
  if (file[0] !== 0x30) return false;
  try {
    const { content, contentType } = parseSignedData(file);
    return content !== undefined && !contentType.startsWith('1.2.840.113549.1.9.16.1.4');
  } catch (error) {
    if (error instanceof CmsError) return false;
    throw error;
  }
}
