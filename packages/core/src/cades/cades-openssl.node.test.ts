import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ec, makeSelfSigned } from '@sealkit/testkit/node';
import { encodeUtf8String } from '../asn1/index.ts';
import { parseSignedData, verifySignerInfo } from '../cms/index.ts';
import { digest, webCryptoSigner } from '../crypto/index.ts';
import type { SignatureAlgorithm } from '../ports/index.ts';
import { parseCertificate, parsePem } from '../x509/index.ts';
import {
  encodeCadesSignature,
  encodeSignedAttributes,
  estimateCadesSize,
  matchSigningCertificate,
  OID_USE_PERMIT,
  readSignedAssertions,
} from './index.ts';

const ALGORITHMS: readonly {
  readonly key: readonly string[];
  readonly algorithm: SignatureAlgorithm;
  readonly opensslVerifies: boolean;
}[] = [
  { key: ['rsa:2048'], algorithm: { name: 'RSASSA-PKCS1-v1_5', digest: 'SHA-256' }, opensslVerifies: true },
  { key: ['rsa:2048'], algorithm: { name: 'RSASSA-PSS', digest: 'SHA-256', saltLength: 32 }, opensslVerifies: true },
  { key: ['rsa:3072'], algorithm: { name: 'RSASSA-PSS', digest: 'SHA-512', saltLength: 64 }, opensslVerifies: true },
  {
    key: ec('P-256'),
    algorithm: { name: 'ECDSA', curve: 'P-256', digest: 'SHA-256' },
    opensslVerifies: true,
  },
  {
    key: ec('P-384'),
    algorithm: { name: 'ECDSA', curve: 'P-384', digest: 'SHA-384' },
    opensslVerifies: true,
  },
  {
    key: ec('P-521'),
    algorithm: { name: 'ECDSA', curve: 'P-521', digest: 'SHA-512' },
    opensslVerifies: true,
  },
  // OpenSSL 3.0 has no EdDSA in CMS; our own reader stands in.
  { key: ['ed25519'], algorithm: { name: 'Ed25519', digest: 'SHA-512' }, opensslVerifies: false },
];

describe('CAdES B-B and OpenSSL', () => {
  for (const { key, algorithm, opensslVerifies } of ALGORITHMS) {
    const title = `${algorithm.name} with ${algorithm.digest} (${key.join(' ')})`;
    it(`makes a detached signature that openssl cms -verify accepts: ${title}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'sealkit-cades-'));
      try {
        const openssl = (...arguments_: readonly string[]): Buffer =>
          execFileSync('openssl', arguments_, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
        const { keyPem, certificatePem, certificates } = makeSelfSigned(key);
        writeFileSync(join(folder, 'cert.pem'), certificatePem);
        const [privateKey] = parsePem(keyPem);
        const [certificate = new Uint8Array()] = certificates;
        const content = new TextEncoder().encode('the signed content');
        const contentDigest = await digest(algorithm.digest, content);
        const signedAttributes = await encodeSignedAttributes({
          messageDigest: contentDigest,
          digestAlgorithm: algorithm.digest,
          signingCertificate: certificate,
          assertions: [{ oid: OID_USE_PERMIT, value: encodeUtf8String('a.b.c') }],
        });
        const signer = webCryptoSigner({ privateKey: privateKey!.der, certificates, algorithm });
        const signature = await signer.sign({ dtbs: signedAttributes, digest: await digest(algorithm.digest, signedAttributes) });
        const cms = encodeCadesSignature({
          signedAttributes,
          digestAlgorithm: algorithm.digest,
          signatureAlgorithm: algorithm,
          signature,
          certificates,
        });
        const estimate = estimateCadesSize({
          certificates,
          signedAttributesLength: signedAttributes.length,
          signatureAlgorithm: algorithm,
        });
        expect(cms.length <= estimate, `${cms.length} of ${estimate}`).to.be.true;
        expect(estimate - cms.length < 8).to.be.true;
        writeFileSync(join(folder, 'content.bin'), content);
        writeFileSync(join(folder, 'tampered.bin'), 'the signed c0ntent');
        writeFileSync(join(folder, 'signature.p7s'), cms);
        const verify = (file: string): Buffer =>
          openssl(
            'cms',
            '-verify',
            '-binary',
            '-cades',
            '-inform',
            'DER',
            '-in',
            'signature.p7s',
            '-content',
            file,
            '-CAfile',
            'cert.pem',
            '-purpose',
            'any',
            '-out',
            'out.bin',
          );
        if (opensslVerifies) {
          verify('content.bin');
          expect(() => verify('tampered.bin')).to.throw();
        }
        const signedData = parseSignedData(cms);
        const signerInfo = signedData.signerInfos[0]!;
        const parsed = parseCertificate(certificate);
        const facts = await verifySignerInfo({ signerInfo, certificate: parsed, contentType: signedData.contentType, contentDigest });
        expect(facts.signatureValue).to.equal('valid');
        expect(facts.messageDigestMatches).to.equal(true);
        expect(facts.attributeFaults).to.deep.equal([]);
        expect(await matchSigningCertificate(signerInfo, parsed)).to.equal('matches');
        expect(readSignedAssertions(signerInfo).map(({ oid }) => oid)).to.deep.equal([OID_USE_PERMIT]);
        const flipped = new Uint8Array(signature);
        flipped[flipped.length - 1]! ^= 1;
        const broken = await verifySignerInfo({
          signerInfo: { ...signerInfo, signature: flipped },
          certificate: parsed,
          contentType: signedData.contentType,
          contentDigest,
        });
        expect(broken.signatureValue).to.equal('invalid');
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});
