import { testPki, TEST_TIME, type TestIdentity, type TestPki } from '@sealkit/testkit';
import { type Certificate, parseCertificate } from './certificate.ts';
import { buildCertificatePaths, buildUnanchoredChain, type CertificatePath } from './path-building.ts';
import { checkPath, type PathPurpose } from './path-checking.ts';

async function pathOf(identity: TestIdentity, pki: TestPki): Promise<CertificatePath> {
  const paths = await buildCertificatePaths({
    leaf: parseCertificate(identity.certificate),
    candidates: identity.certificates,
    anchors: [pki.root.certificate],
  });
  expect(paths.length).to.equal(1);
  return paths[0]!;
}

const reasonsAt = (path: CertificatePath, at = TEST_TIME, purpose: PathPurpose = 'signing'): readonly (readonly string[])[] =>
  checkPath(path, { at, purpose }).steps.map(({ reasons }) => reasons);

describe('path building (RFC 5280 §6.1)', () => {
  it('finds the path from a signer over the intermediate to the anchor, every link verified', async () => {
    const pki = await testPki();
    for (const signer of Object.values(pki.signers)) {
      const path = await pathOf(signer, pki);
      expect(path.certificates.length).to.equal(3);
      expect(path.links).to.deep.equal(['valid', 'valid']);
      expect(checkPath(path, { at: TEST_TIME, purpose: 'signing' }).verdict).to.deep.equal({ indication: 'PASSED' });
    }
  });

  it('finds nothing without anchors, with a foreign anchor, or without the intermediate', async () => {
    const pki = await testPki();
    const leaf = parseCertificate(pki.signers.p256.certificate);
    const all = [pki.intermediate.certificate, pki.root.certificate, pki.strangerRoot.certificate];
    expect(await buildCertificatePaths({ leaf, candidates: all, anchors: [] })).to.deep.equal([]);
    expect(await buildCertificatePaths({ leaf, candidates: all, anchors: [pki.strangerRoot.certificate] })).to.deep.equal([]);
    expect(await buildCertificatePaths({ leaf, candidates: [], anchors: [pki.root.certificate] })).to.deep.equal([]);
  });

  it('takes a leaf that is itself an anchor', async () => {
    const pki = await testPki();
    const leaf = parseCertificate(pki.signers.p256.certificate);
    const [path] = await buildCertificatePaths({ leaf, candidates: [], anchors: [leaf.raw] });
    expect(path?.certificates.length).to.equal(1);
    expect(checkPath(path!, { at: TEST_TIME, purpose: 'signing' }).verdict.indication).to.equal('PASSED');
  });

  it('names the broken link where a signature in the chain does not verify', async () => {
    const pki = await testPki();
    const genuine = parseCertificate(pki.signers.rsa2048.certificate);
    const forged: Certificate = { ...genuine, signature: genuine.signature.map((octet, index) => (index === 9 ? octet ^ 1 : octet)) };
    const [path] = await buildCertificatePaths({
      leaf: forged,
      candidates: [pki.intermediate.certificate],
      anchors: [pki.root.certificate],
    });
    expect(path?.links).to.deep.equal(['invalid', 'valid']);
    const result = checkPath(path!, { at: TEST_TIME, purpose: 'signing' });
    expect(result.steps[0]?.reasons).to.deep.equal(['SIGNATURE_INVALID']);
    expect(result.verdict).to.deep.equal({ indication: 'INDETERMINATE', subIndication: 'CERTIFICATE_CHAIN_GENERAL_FAILURE' });
  });

  it('passes over candidates that are no certificates and ends on loops', async () => {
    const pki = await testPki();
    const leaf = parseCertificate(pki.signers.p256.certificate);
    const candidates = [Uint8Array.of(1, 2, 3), pki.signers.p256.certificate, pki.intermediate.certificate, pki.root.certificate];
    const paths = await buildCertificatePaths({ leaf, candidates, anchors: [pki.root.certificate] });
    expect(paths.length).to.equal(1);
    expect(buildUnanchoredChain({ leaf, candidates }).length).to.equal(3);
  });
});

describe('path checking (RFC 5280 §6.1)', () => {
  it('includes both ends of the validity and refuses a second beyond', async () => {
    const pki = await testPki();
    const path = await pathOf(pki.signers.p256, pki);
    const { notBefore, notAfter } = path.certificates[0]!;
    expect(reasonsAt(path, notBefore)[0]).to.deep.equal([]);
    expect(reasonsAt(path, notAfter)[0]).to.deep.equal([]);
    expect(reasonsAt(path, new Date(notBefore.getTime() - 1000))[0]).to.deep.equal(['CERTIFICATE_NOT_YET_VALID']);
    expect(reasonsAt(path, new Date(notAfter.getTime() + 1000))[0]).to.deep.equal(['CERTIFICATE_EXPIRED']);
  });

  it('refuses each flawed signer for its own reason', async () => {
    const pki = await testPki();
    const { refused } = pki;
    const expected: readonly (readonly [TestIdentity, string])[] = [
      [refused.expired, 'CERTIFICATE_EXPIRED'],
      [refused.notYetValid, 'CERTIFICATE_NOT_YET_VALID'],
      [refused.wrongPurpose, 'EXTENDED_KEY_USAGE_UNSUITABLE'],
      [refused.timeStampingOnly, 'EXTENDED_KEY_USAGE_UNSUITABLE'],
      [refused.wrongKeyUsage, 'KEY_USAGE_UNSUITABLE'],
      [refused.unknownCriticalExtension, 'UNKNOWN_CRITICAL_EXTENSION'],
    ];
    for (const [identity, reason] of expected) expect(reasonsAt(await pathOf(identity, pki))[0], identity.name).to.deep.equal([reason]);
  });

  it('refuses a signer as authority', async () => {
    const pki = await testPki();
    const path = await pathOf(pki.refused.issuedBySigner, pki);
    expect(path.certificates.length).to.equal(4);
    expect(reasonsAt(path)[1]).to.deep.equal(['ISSUER_NOT_AUTHORITY', 'KEY_USAGE_NOT_CERTIFICATE_SIGNING']);
    // Two authorities stand below nothing else: the intermediate allows none.
    expect(reasonsAt(path)[2]).to.deep.equal(['PATH_LENGTH_EXCEEDED']);
  });

  it('demands the critical time-stamping purpose alone for a time-stamp authority (RFC 3161 §2.3)', async () => {
    const pki = await testPki();
    expect(reasonsAt(await pathOf(pki.refused.timeStampingOnly, pki), TEST_TIME, 'timestamping')[0]).to.deep.equal([]);
    expect(reasonsAt(await pathOf(pki.signers.p256, pki), TEST_TIME, 'timestamping')[0]).to.deep.equal(['EXTENDED_KEY_USAGE_UNSUITABLE']);
  });
});
