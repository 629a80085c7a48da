import { equalBytes } from '@sealkit/core/bytes';
import { certificateFingerprint, parseCertificate } from '@sealkit/core/x509';
import { createTestPki } from './test-pki.ts';

describe('test PKI', () => {
  it('gives the same octets in every run', async () => {
    const [first, second] = [await createTestPki(), await createTestPki()];
    expect(equalBytes(first.root.certificate, second.root.certificate)).to.equal(true);
    expect(equalBytes(first.signers.p256.certificate, second.signers.p256.certificate)).to.equal(true);
    expect(await certificateFingerprint(first.root.certificate)).to.match(/^sha256:[0-9a-f]{64}$/);
  });

  it('makes certificates that core reads, chained by name', async () => {
    const pki = await createTestPki();
    const leaf = parseCertificate(pki.signers.p256.certificate);
    expect(leaf.issuer.text).to.equal(parseCertificate(pki.intermediate.certificate).subject.text);
    expect(leaf.noRevAvail).to.equal(true);
    expect(leaf.unknownCriticalExtensions).to.deep.equal([]);
    expect(pki.signers.p256.certificates.length).to.equal(2);
  });
});
