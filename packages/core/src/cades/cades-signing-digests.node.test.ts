import { execFileSync } from 'node:child_process';
import { constants, createPrivateKey, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSignedData, verifySignerInfo } from '../cms/index.ts';
import { digest } from '../crypto/index.ts';
import type { SignatureAlgorithm, SigningDigest } from '../ports/index.ts';
import { parseCertificate, parsePem } from '../x509/index.ts';
import { encodeCadesSignature, encodeSignedAttributes, estimateCadesSize } from './index.ts';

type AnyAlgorithm = SignatureAlgorithm<SigningDigest>;

const ec = (curve: string): readonly string[] => ['ec', '-pkeyopt', `ec_paramgen_curve:${curve}`];
/** Five primes: found in a second, where two take half a minute. The public key is as any other. */
const RSA_8192 = ['rsa', '-pkeyopt', 'rsa_keygen_primes:5', '-pkeyopt', 'rsa_keygen_bits:8192'] as const;
const CASES: readonly { readonly key: readonly string[]; readonly algorithm: AnyAlgorithm; readonly openssl: boolean }[] = [
  { key: ec('brainpoolP256r1'), algorithm: { name: 'ECDSA', curve: 'brainpoolP256r1', digest: 'SHA-256' }, openssl: true },
  { key: ec('brainpoolP384r1'), algorithm: { name: 'ECDSA', curve: 'brainpoolP384r1', digest: 'SHA-384' }, openssl: true },
  { key: ec('brainpoolP512r1'), algorithm: { name: 'ECDSA', curve: 'brainpoolP512r1', digest: 'SHA-512' }, openssl: true },
  { key: ec('P-256'), algorithm: { name: 'ECDSA', curve: 'P-256', digest: 'SHA3-256' }, openssl: true },
  { key: ec('P-521'), algorithm: { name: 'ECDSA', curve: 'P-521', digest: 'SHA3-512' }, openssl: true },
  { key: ['rsa:2048'], algorithm: { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA3-384' }, openssl: true },
  { key: ['rsa:2048'], algorithm: { name: 'RSASSA-PSS', digest: 'SHA3-256', saltLength: 32 }, openssl: true },
  { key: RSA_8192, algorithm: { name: 'RSASSA-PSS', digest: 'SHA-512', saltLength: 64 }, openssl: true },
  // OpenSSL 3.0 has no EdDSA in CMS; our own reader stands in.
  { key: ['ed448'], algorithm: { name: 'Ed448', digest: 'SHAKE256' }, openssl: false },
];
const CONTENT = new TextEncoder().encode('the signed content');

describe('CAdES B-B with brainpool, SHA-3, Ed448 and RSA of 8192 bits', () => {
  for (const { key, algorithm, openssl: opensslVerifies } of CASES) {
    it(`fits its estimate and verifies${opensslVerifies ? ', by OpenSSL too' : ''}: ${algorithm.name} ${algorithm.digest} (${key.at(-1)})`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'sealkit-cades-'));
      const openssl = (line: string): Buffer =>
        execFileSync('openssl', line.split(' '), { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
      try {
        const { keyFile, certificate } = issue(folder, key);
        const { cms, estimate, contentDigest } = await signContent(algorithm, certificate, keyFile);
        expect(cms.length <= estimate && estimate - cms.length < 8, `${cms.length} of ${estimate}`).to.equal(true);
        const [signerInfo] = parseSignedData(cms).signerInfos;
        const parsed = parseCertificate(certificate);
        const contentType = '1.2.840.113549.1.7.1';
        const facts = await verifySignerInfo({ signerInfo: signerInfo!, certificate: parsed, contentType, contentDigest });
        expect(facts.signatureValue).to.equal('valid');
        expect(facts.messageDigestMatches).to.equal(true);
        expect(facts.digestAlgorithmsDiffer).to.equal(false);
        writeFileSync(join(folder, 'signature.p7s'), cms);
        writeFileSync(join(folder, 'content.bin'), CONTENT);
        writeFileSync(join(folder, 'tampered.bin'), 'the signed c0ntent');
        const verify = 'cms -verify -binary -cades -inform DER -in signature.p7s -CAfile cert.pem -purpose any -out out.bin -content';
        if (!opensslVerifies) return;
        openssl(`${verify} content.bin`);
        expect(() => openssl(`${verify} tampered.bin`)).to.throw();
      } finally {
        rmSync(folder, { recursive: true });
      }
    }, 120_000);
  }
});

function issue(folder: string, key: readonly string[]): { readonly keyFile: Buffer; readonly certificate: Uint8Array } {
  const words = [
    'req',
    '-x509',
    '-newkey',
    ...key,
    '-nodes',
    '-keyout',
    'key.pem',
    '-out',
    'cert.pem',
    '-days',
    '30',
    '-subj',
    '/CN=Signer',
  ];
  execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' });
  const [certificate] = parsePem(readFileSync(join(folder, 'cert.pem'), 'latin1'));
  return { keyFile: readFileSync(join(folder, 'key.pem')), certificate: certificate!.der };
}

async function signContent(algorithm: AnyAlgorithm, certificate: Uint8Array, keyFile: Buffer) {
  const contentDigest = await digest(algorithm.digest, CONTENT);
  const digestAlgorithm = algorithm.digest;
  const signedAttributes = await encodeSignedAttributes({ messageDigest: contentDigest, digestAlgorithm, signingCertificate: certificate });
  const padding =
    algorithm.name === 'RSASSA-PSS' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength } : undefined;
  const hash = algorithm.name === 'Ed448' ? null : digestAlgorithm.toLowerCase().replace('sha-', 'sha');
  const signature = sign(hash, signedAttributes, { key: createPrivateKey(keyFile), ...padding });
  const common = { certificates: [certificate], signatureAlgorithm: algorithm };
  const cms = encodeCadesSignature({ ...common, signedAttributes, digestAlgorithm, signature });
  return { cms, contentDigest, estimate: estimateCadesSize({ ...common, signedAttributesLength: signedAttributes.length }) };
}
