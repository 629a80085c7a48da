import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CertificateIssuer, PortError } from '@sealkit/core/ports';
import { encodePem, parseCertificate } from '@sealkit/core/x509';
import { issueCertificate, type TestIdentity } from '@sealkit/testkit';
import { type CmpMockServer, hasCmpMockServer, startCmpMockServer } from '../../../../test/support/cmp-mock-server.ts';
import { guardedHttpClient } from '../../../outbound/index.ts';
import { generateMemoryKey, type MemoryKey } from '../../memory-key.ts';
import { createCertificationRequest } from '../../request/certification-request.ts';
import { CERTIFICATE_ISSUER_CONTRACT } from '../contract/issuer-contract.ts';
import { createTestAuthority } from '../test-authority.ts';
import { createCmpIssuer } from './cmp-issuer.ts';

const SECRET = 'planted-cmp-secret';
const folder = mkdtempSync(join(tmpdir(), 'sealkit-cmp-'));
const servers: CmpMockServer[] = [];
const subject = { country: 'CN', organization: '甲公司', organizationIdentifier: 'NTRCN-91350100M000100Y43', commonName: '甲公司' };
const clock = { now: () => new Date() };

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

async function mockServer(certificate: Uint8Array, ca: Uint8Array, more: readonly string[] = []): Promise<string> {
  const server = await startCmpMockServer(certificate, ca, more);
  servers.push(server);
  return server.url;
}

interface Enrolment {
  readonly key: MemoryKey;
  readonly certificate: Uint8Array<ArrayBuffer>;
  readonly ca: Uint8Array<ArrayBuffer>;
}

/** A key with the certificate that the mock server will answer with: it makes none itself. */
async function prepared(): Promise<Enrolment> {
  const { issuer, certificate: ca } = await createTestAuthority({ clock });
  const key = await generateMemoryKey();
  const identityProof = {
    verificationId: 'v',
    provider: 'test',
    method: 'test',
    verifiedAt: new Date(),
    digest: `sha256:${'00'.repeat(32)}`,
  };
  const outcome = await issuer.issue({ orderId: '1', key: { publicKey: key.publicKey }, subject, identityProof, profile: 'organisation' });
  if (outcome.status !== 'issued') throw new Error('expected a certificate');
  return { key, certificate: outcome.certificates[0], ca };
}

const bySecret = (url: string, secret = SECRET): CertificateIssuer =>
  createCmpIssuer({
    url,
    http: guardedHttpClient(),
    protection: { by: 'secret', credentials: () => Promise.resolve({ reference: 'ref-7', secret }) },
  });
const SHARED = ['-srv_ref', 'ref-7', '-srv_secret', `pass:${SECRET}`];

async function order(key: MemoryKey) {
  const certificationRequest = await createCertificationRequest({ subject, publicKey: key.publicKey, signer: key });
  const identityProof = {
    verificationId: 'v',
    provider: 'test',
    method: 'test',
    verifiedAt: new Date(),
    digest: `sha256:${'00'.repeat(32)}`,
  };
  return { orderId: '1', key: { certificationRequest }, subject, identityProof, profile: 'organisation' } as const;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await work);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    expect(`${error.message} ${String(error.cause)}`).to.not.contain(SECRET);
    return error.code;
  }
}

afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!hasCmpMockServer())('CMP with the mock server of OpenSSL', () => {
  for (const { title, run } of CERTIFICATE_ISSUER_CONTRACT) {
    it(`the issuer ${title}`, async () => {
      const { key, certificate, ca } = await prepared();
      const issuer = bySecret(await mockServer(certificate, ca, SHARED));
      await run({ issuer, anchors: [ca], now: clock.now, key, subject, namesSubject: true, bindsContent: false, secrets: [SECRET] });
    });
  }

  it('waits as long as the server says, and then has its certificate', async () => {
    const { key, certificate, ca } = await prepared();
    const issuer = bySecret(await mockServer(certificate, ca, [...SHARED, '-poll_count', '2', '-check_after', '3']));
    const ordered = await order(key);
    const first = await issuer.issue(ordered);
    if (first.status !== 'pending') throw new Error(`expected a pending answer, got ${JSON.stringify(first)}`);
    const second = await issuer.issue({ ...ordered, resume: first.resume });
    if (second.status !== 'pending') throw new Error(`expected a pending answer, got ${JSON.stringify(second)}`);
    expect(second.pollAfterMs).to.equal(3000);
    const last = await issuer.issue({ ...ordered, resume: second.resume });
    expect(last.status).to.equal('issued');
    expect(await codeOf(issuer.issue({ ...ordered, resume: 'nowhere' }))).to.equal('ISSUER_RESUME_UNKNOWN');
  });

  it('accepts a certificate that the server lets count without confirmation', async () => {
    const { key, certificate, ca } = await prepared();
    const issuer = bySecret(await mockServer(certificate, ca, [...SHARED, '-grant_implicitconf']));
    expect((await issuer.issue(await order(key))).status).to.equal('issued');
  });

  it('rejects the certificate of another key', async () => {
    const { certificate, ca } = await prepared();
    const issuer = bySecret(await mockServer(certificate, ca, SHARED));
    expect(await codeOf(issuer.issue(await order(await generateMemoryKey())))).to.equal('ISSUER_CERTIFICATE_MISMATCH');
  });

  it('says what the server refused', async () => {
    const { key, certificate, ca } = await prepared();
    const issuer = bySecret(await mockServer(certificate, ca, [...SHARED, '-pkistatus', '2', '-failure', '2']));
    expect(await issuer.issue(await order(key))).to.deep.equal({ status: 'refused', code: 'REQUEST_REFUSED' });
  });

  it('believes no server with another secret, nor one without protection', async () => {
    const { key, certificate, ca } = await prepared();
    const other = bySecret(await mockServer(certificate, ca, [...SHARED, '-accept_unprotected']), 'another-secret');
    expect(await codeOf(other.issue(await order(key)))).to.equal('ISSUER_ANSWER_NOT_AUTHENTIC');
    const open = bySecret(await mockServer(certificate, ca, [...SHARED, '-send_unprotected']));
    expect(await codeOf(open.issue(await order(key)))).to.equal('ISSUER_ANSWER_NOT_AUTHENTIC');
  });

  it('protects by signature, and believes the authority alone', async () => {
    const dates = { notBefore: new Date('2025-01-01T00:00:00Z'), notAfter: new Date('2040-01-01T00:00:00Z') };
    const root = await issueCertificate({ key: 'root', commonName: 'RA root', serialNumber: '01', ...dates, authority: {} });
    const identity = (key: 'p256' | 'rsa2048', commonName: string): Promise<TestIdentity> =>
      issueCertificate({ key, commonName, serialNumber: key === 'p256' ? '02' : '03', ...dates, issuer: root });
    const [ra, server] = await Promise.all([identity('p256', 'RA'), identity('rsa2048', 'CMP server')]);
    const { key, certificate, ca } = await prepared();
    const url = await mockServer(certificate, ca, [
      '-srv_cert',
      file('server.pem', encodePem('CERTIFICATE', server.certificate)),
      '-srv_key',
      file('server.key', encodePem('PRIVATE KEY', server.privateKey)),
      '-srv_trusted',
      file('root.pem', encodePem('CERTIFICATE', root.certificate)),
    ]);
    const issuer = (authorities: readonly Uint8Array<ArrayBuffer>[]): CertificateIssuer =>
      createCmpIssuer({ url, http: guardedHttpClient(), protection: { by: 'signature', signer: ra.signer, authorities } });
    const outcome = await issuer([server.certificate]).issue(await order(key));
    expect(outcome.status === 'issued' && parseCertificate(outcome.certificates[0]).subject.organization).to.equal('甲公司');
    expect(await codeOf(issuer([ra.certificate]).issue(await order(key)))).to.equal('ISSUER_ANSWER_NOT_AUTHENTIC');
  });
});
