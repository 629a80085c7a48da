import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeOid } from '@sealkit/core/asn1';
import { OID_TEST_MATERIAL } from '@sealkit/core/cades';
import { encodePem, hasNoRevocation, parseCertificate } from '@sealkit/core/x509';
import { generateMemoryKey } from '../memory-key.ts';
import { createCertificationRequest, readCertificationRequest } from '../request/certification-request.ts';
import { CERTIFICATE_ISSUER_CONTRACT } from './contract/issuer-contract.ts';
import { contentBindingOf } from './content-binding.ts';
import { createTestAuthority, TEST_MARK } from './test-authority.ts';

const NOW = new Date('2026-06-01T12:00:00.250Z');
const clock = { now: () => NOW };
const subject = { country: 'CN', organization: '甲公司', organizationIdentifier: 'NTRCN-91350100M000100Y43', commonName: '甲公司' };
const identityProof = { verificationId: 'v-1', provider: 'test', method: 'test', verifiedAt: NOW, digest: `sha256:${'00'.repeat(32)}` };

describe('the test authority keeps the promises of the port', () => {
  for (const { title, run } of CERTIFICATE_ISSUER_CONTRACT) {
    it(title, async () => {
      const { issuer, certificate } = await createTestAuthority({ clock });
      await run({ issuer, anchors: [certificate], now: clock.now, namesSubject: true, bindsContent: true, secrets: [] });
    });
  }
});

describe('certificates of the test authority', () => {
  it('say in issuer, subject and policy that they are test material', async () => {
    const { issuer } = await createTestAuthority({ clock });
    const { publicKey } = await generateMemoryKey();
    const outcome = await issuer.issue({ orderId: '1', key: { publicKey }, subject, identityProof, profile: 'organisation' });
    const [der] = outcome.status === 'issued' ? outcome.certificates : [];
    const certificate = parseCertificate(der ?? new Uint8Array());
    expect(certificate.issuer.text).to.contain('TEST');
    expect(certificate.subject.text).to.contain(TEST_MARK.slice(0, 4));
    const policies = certificate.extensions.find(({ oid }) => oid === '2.5.29.32');
    expect(Buffer.from(policies?.value ?? []).toString('utf8')).to.contain('测试证书');
    expect(Buffer.from(policies?.value ?? []).includes(Buffer.from(encodeOid(OID_TEST_MATERIAL)))).to.equal(true);
  });

  it('of an event last ten minutes, cannot be revoked, and hold the digest of their content', async () => {
    const { issuer } = await createTestAuthority({ clock });
    const { publicKey } = await generateMemoryKey();
    const contentDigest = `sha256:${'ab'.repeat(32)}`;
    const order = { orderId: '1', key: { publicKey }, subject, identityProof, profile: 'event' } as const;
    expect(await issuer.issue(order)).to.deep.equal({ status: 'refused', code: 'CONTENT_DIGEST_MISSING' });
    const outcome = await issuer.issue({ ...order, contentDigest });
    const [der] = outcome.status === 'issued' ? outcome.certificates : [];
    const certificate = parseCertificate(der ?? new Uint8Array());
    expect([certificate.notBefore, certificate.notAfter]).to.deep.equal([
      new Date('2026-06-01T12:00:00Z'),
      new Date('2026-06-01T12:10:00Z'),
    ]);
    expect(hasNoRevocation(certificate)).to.equal(true);
    expect(contentBindingOf(certificate)).to.equal(contentDigest);
  });

  it('name whom the request names, or nobody', async () => {
    const { issuer } = await createTestAuthority({ clock });
    const key = await generateMemoryKey();
    const other = { ...subject, organization: '乙公司' };
    const certificationRequest = await createCertificationRequest({ subject: other, publicKey: key.publicKey, signer: key });
    const outcome = await issuer.issue({ orderId: '1', key: { certificationRequest }, subject, identityProof, profile: 'person' });
    expect(outcome).to.deep.equal({ status: 'refused', code: 'SUBJECT_DIFFERS' });
  });

  it('come from an authority that says TEST, or from none', async () => {
    const key = await generateMemoryKey();
    const { certificate } = await createTestAuthority({ clock });
    const { issuer } = await createTestAuthority({ clock, authority: { ...key, certificates: [certificate] } });
    expect(issuer.name).to.equal('test-authority');
  });

  it('and requests are read by OpenSSL as they are meant', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sealkit-issuer-'));
    try {
      const { issuer, certificate } = await createTestAuthority({ clock: { now: () => new Date() } });
      const key = await generateMemoryKey();
      const certificationRequest = await createCertificationRequest({ subject, publicKey: key.publicKey, signer: key });
      expect((await readCertificationRequest(certificationRequest)).subject.organization).to.equal('甲公司');
      const outcome = await issuer.issue({ orderId: '1', key: { certificationRequest }, subject, identityProof, profile: 'person' });
      const [leaf] = outcome.status === 'issued' ? outcome.certificates : [];
      const file = (name: string, label: string, der: Uint8Array): string => {
        writeFileSync(join(folder, name), encodePem(label, der));
        return join(folder, name);
      };
      const request = file('request.pem', 'CERTIFICATE REQUEST', certificationRequest);
      const verified = execFileSync('openssl', ['req', '-in', request, '-verify', '-noout'], { encoding: 'utf8', stdio: 'pipe' });
      expect(verified).to.not.contain('failure');
      const root = file('root.pem', 'CERTIFICATE', certificate);
      const path = file('leaf.pem', 'CERTIFICATE', leaf ?? new Uint8Array());
      expect(execFileSync('openssl', ['verify', '-x509_strict', '-CAfile', root, path], { encoding: 'utf8' })).to.contain('OK');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
