import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnyAlgorithm, ec, makeSelfSigned, nodeSigner } from '@sealkit/testkit/node';
import { parseSignedData, verifySignerInfo } from '../cms/index.ts';
import { digest } from '../crypto/index.ts';
import type { Signer, SigningDigest } from '../ports/index.ts';
import { parseCertificate } from '../x509/index.ts';
import { encodeCadesSignature, encodeSignedAttributes, estimateCadesSize } from './index.ts';

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
        const { keyPem, certificatePem, certificates } = makeSelfSigned(key);
        const [certificate = new Uint8Array()] = certificates;
        const { cms, estimate, contentDigest } = await signContent(nodeSigner(keyPem, certificates, algorithm));
        writeFileSync(join(folder, 'cert.pem'), certificatePem);
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

async function signContent(signer: Signer<SigningDigest>) {
  const { algorithm, certificates } = signer;
  const contentDigest = await digest(algorithm.digest, CONTENT);
  const digestAlgorithm = algorithm.digest;
  const [signingCertificate = new Uint8Array()] = certificates;
  const signedAttributes = await encodeSignedAttributes({ messageDigest: contentDigest, digestAlgorithm, signingCertificate });
  const signature = await signer.sign({ dtbs: signedAttributes, digest: await digest(digestAlgorithm, signedAttributes) });
  const common = { certificates, signatureAlgorithm: algorithm };
  const cms = encodeCadesSignature({ ...common, signedAttributes, digestAlgorithm, signature });
  return { cms, contentDigest, estimate: estimateCadesSize({ ...common, signedAttributesLength: signedAttributes.length }) };
}
