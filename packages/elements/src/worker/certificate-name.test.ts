import { encodeBase64 } from '@sealkit/core/bytes';
import { certificateFingerprint, parseCertificate } from '@sealkit/core/x509';
import { createTestPki } from '@sealkit/testkit';
import { namesOfCertificate } from './certificate-name.ts';

describe('names of the certificate that an act is bound to', () => {
  let certificates: readonly string[];
  let act: Parameters<typeof namesOfCertificate>[0];
  let issuerText: string;

  beforeEach(async () => {
    const [signer = new Uint8Array(), issuer = new Uint8Array()] = (await createTestPki()).signers.p256.certificates;
    certificates = [encodeBase64(issuer), encodeBase64(signer)];
    issuerText = parseCertificate(issuer).subject.text;
    act = { certificate: await certificateFingerprint(signer), certificateSubject: parseCertificate(signer).subject.text };
  });

  it('are those that people read, with the whole names behind them', async () => {
    expect(await namesOfCertificate(act, certificates)).to.deep.equal({
      holder: 'Signer p256',
      organisation: 'Test Company One',
      issuer: 'Test Issuing CA',
      subjectText: act.certificateSubject,
      issuerText,
    });
  });

  it('are none without the certificate, or when it names another subject than the act', async () => {
    expect(await namesOfCertificate(act, [])).to.equal(null);
    expect(await namesOfCertificate(act, certificates.slice(0, 1))).to.equal(null);
    expect(await namesOfCertificate({ ...act, certificateSubject: 'CN=x' }, certificates)).to.equal(null);
  });

  it('are found beside what is no certificate', async () => {
    expect((await namesOfCertificate(act, ['####', btoa('no certificate'), ...certificates]))?.holder).to.equal('Signer p256');
  });
});
