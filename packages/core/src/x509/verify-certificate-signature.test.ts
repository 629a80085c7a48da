import { testPki } from '@sealkit/testkit';
import { encodeOid, encodeSequence } from '../asn1/index.ts';
import { encodeUtf8 } from '../bytes/index.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { verifyCertificateSignature } from './verify-certificate-signature.ts';

let certificate: Certificate;
let issuer: Certificate;
beforeAll(async () => {
  const { signers, root, intermediate } = await testPki();
  certificate = parseCertificate(signers.p256.certificate);
  issuer = [root, intermediate]
    .map((each) => parseCertificate(each.certificate))
    .find(({ subject }) => subject.text === certificate.issuer.text)!;
});

describe('the signature of a certificate (RFC 5280 §4.1.1.3)', () => {
  it('is valid under the key that made it, and under no other', async () => {
    expect(await verifyCertificateSignature(certificate, issuer.spki)).to.equal('valid');
    expect(await verifyCertificateSignature(certificate, certificate.spki)).to.equal('invalid');
  });

  it('is invalid over other octets, and when it is changed', async () => {
    const changed = certificate.tbs.with(30, (certificate.tbs[30] ?? 0) ^ 1);
    expect(await verifyCertificateSignature({ ...certificate, tbs: changed }, issuer.spki)).to.equal('invalid');
    const { signature } = certificate;
    const spoilt = signature.with(20, (signature[20] ?? 0) ^ 1);
    expect(await verifyCertificateSignature({ ...certificate, signature: spoilt }, issuer.spki)).to.equal('invalid');
  });

  it('is unsupported by an algorithm that nobody here knows', async () => {
    const signatureAlgorithm = encodeSequence(encodeOid('1.2.3'));
    expect(await verifyCertificateSignature({ ...certificate, signatureAlgorithm }, issuer.spki)).to.equal('unsupported');
  });

  it('is invalid where the algorithm or the key cannot be read', async () => {
    const signatureAlgorithm = encodeUtf8('no algorithm');
    expect(await verifyCertificateSignature({ ...certificate, signatureAlgorithm }, issuer.spki)).to.equal('invalid');
    expect(await verifyCertificateSignature(certificate, encodeUtf8('no key'))).to.equal('invalid');
  });

  it('lets what is no answer about a certificate through', async () => {
    const broken = {
      ...certificate,
      get signatureAlgorithm(): never {
        throw new RangeError('not a certificate');
      },
    };
    let name = '';
    await verifyCertificateSignature(broken, issuer.spki).catch((error: unknown) => (name = (error as Error).name));
    expect(name).to.equal('RangeError');
  });
});
