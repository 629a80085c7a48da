import { type CertificateIssuer, type CertificateOrder, PortError } from '@sealkit/core/ports';
import {
  CERTIFICATE_ISSUER_CONTRACT,
  createCertificationRequest,
  createEjbcaIssuer,
  createEstIssuer,
  type EstIssuerOptions,
} from '../src/index.ts';
import { guardedHttpClient } from '../src/outbound/index.ts';
import { generateMemoryKey } from '../src/identity/memory-key.ts';
import { type IssuerServer, PASSWORD, startEjbcaFake, startEstServer } from './support/issuer-servers.ts';

const http = guardedHttpClient();
const subject = { country: 'CN', organization: '甲公司', organizationIdentifier: 'NTRCN-91350100M000100Y43', commonName: '甲公司' };
const now = () => new Date();

const est = ({ url }: { readonly url: string }, changes: Partial<EstIssuerOptions> = {}): CertificateIssuer =>
  createEstIssuer({ url, label: 'label', http, credentials: () => Promise.resolve({ user: 'ra', password: PASSWORD }), ...changes });
const ejbca = ({ url }: { readonly url: string }, password = PASSWORD, token = 'token-7'): CertificateIssuer =>
  createEjbcaIssuer({
    url,
    http,
    profiles: { organisation: { certificateProfile: 'SealCertificate', endEntityProfile: 'SealEntity', certificateAuthority: 'SealCA' } },
    endEntity: () => Promise.resolve({ username: 'seal-entity', password }),
    headers: () => Promise.resolve({ Authorization: `Bearer ${token}` }),
  });

async function order(changes: Partial<CertificateOrder> = {}): Promise<CertificateOrder> {
  const key = await generateMemoryKey();
  return {
    orderId: crypto.randomUUID(),
    key: { certificationRequest: await createCertificationRequest({ subject, publicKey: key.publicKey, signer: key }) },
    subject,
    identityProof: { verificationId: 'v', provider: 'p', method: 'm', verifiedAt: now(), digest: `sha256:${'00'.repeat(32)}` },
    profile: 'organisation',
    ...changes,
  };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(await work);
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    expect(`${error.message} ${String(error.cause)}`).to.not.contain(PASSWORD);
    return error.code;
  }
}

const KINDS = [
  ['EST (RFC 7030)', startEstServer, est],
  ['EJBCA by its REST interface, against a fake', startEjbcaFake, ejbca],
] as const;

for (const [kind, start, issuerOf] of KINDS) {
  describe(kind, () => {
    let server: IssuerServer;
    beforeEach(async () => {
      server = await start();
    });
    afterEach(() => server.close());

    for (const { title, run } of CERTIFICATE_ISSUER_CONTRACT) {
      it(`the issuer ${title}`, async () => {
        const common = { issuer: issuerOf(server), anchors: [server.anchor], now, secrets: [PASSWORD] };
        await run({ ...common, namesSubject: true, bindsContent: false });
      });

      it(`the issuer, made to wait first, ${title}`, async () => {
        server.rules.waits = true;
        const settle = (): void => void (server.rules.waits = false);
        const common = { issuer: issuerOf(server), anchors: [server.anchor], now, secrets: [PASSWORD] };
        await run({ ...common, namesSubject: true, bindsContent: false, settle });
      });
    }

    it('rejects the certificate of another key', async () => {
      server.rules.spoil = 'other-key';
      expect(await codeOf(issuerOf(server).issue(await order()))).to.equal('ISSUER_CERTIFICATE_MISMATCH');
    });

    it('reads no answer that is not what it should be', async () => {
      server.rules.spoil = 'no-base64';
      expect(await codeOf(issuerOf(server).issue(await order()))).to.equal('ISSUER_ANSWER_MALFORMED');
    });

    for (const [status, code] of [
      [400, '{"status":"refused","code":"REQUEST_REFUSED"}'],
      [403, 'ISSUER_ACCESS_DENIED'],
      [429, 'ISSUER_UNAVAILABLE'],
      [500, 'ISSUER_UNAVAILABLE'],
      [302, 'ISSUER_ANSWER_MALFORMED'],
    ] as const) {
      it(`makes ${code} of status ${status}, and repeats nothing of what the server says`, async () => {
        server.rules.status = status;
        expect(await codeOf(issuerOf(server).issue(await order()))).to.equal(code);
      });
    }

    it('reaches nobody where nobody listens', async () => {
      const issuer = issuerOf(server);
      await server.close();
      expect(await codeOf(issuer.issue(await order()))).to.equal('ISSUER_UNREACHABLE');
    });

    it('needs a request, and https but for this machine', async () => {
      const { publicKey } = await generateMemoryKey();
      const refused = await issuerOf(server).issue(await order({ key: { publicKey } }));
      expect(refused).to.deep.equal({ status: 'refused', code: 'REQUEST_MISSING' });
      expect(() => issuerOf({ url: 'http://ca.example' })).to.throw(TypeError, 'https');
    });
  });
}

describe('EST operations', () => {
  it('wait as long as the server says, send the same request again, and read the path from /cacerts', async () => {
    const server = await startEstServer();
    try {
      server.rules.waits = true;
      const ordered = await order();
      const first = await est(server).issue(ordered);
      if (first.status !== 'pending') throw new Error('expected a pending answer');
      expect(first.pollAfterMs).to.equal(7000);
      server.rules.waits = false;
      const last = await est(server).issue({ ...ordered, resume: first.resume });
      expect(last.status === 'issued' && last.certificates.length).to.equal(2);
      expect(server.asked.map((line) => line.replace('/.well-known/est/label', ''))).to.deep.equal([
        'POST /simpleenroll',
        'POST /simpleenroll',
        'GET /cacerts',
      ]);
    } finally {
      await server.close();
    }
  });

  it('renew with /simplereenroll', async () => {
    const server = await startEstServer();
    try {
      await est(server, { operation: () => 'simplereenroll' }).issue(await order());
      expect(server.asked[0]).to.equal('POST /.well-known/est/label/simplereenroll');
    } finally {
      await server.close();
    }
  });

  it('are denied with another password, and read no page of HTML', async () => {
    const server = await startEstServer();
    try {
      const credentials = () => Promise.resolve({ user: 'ra', password: 'other' });
      expect(await codeOf(est(server, { credentials }).issue(await order()))).to.equal('ISSUER_ACCESS_DENIED');
      server.rules.spoil = 'wrong-type';
      expect(await codeOf(est(server).issue(await order()))).to.equal('ISSUER_ANSWER_MALFORMED');
    } finally {
      await server.close();
    }
  });
});

describe('EJBCA requests', () => {
  it('are refused with another code or for a profile that is not configured, and denied with another token', async () => {
    const server = await startEjbcaFake();
    try {
      expect(await ejbca(server, 'other').issue(await order())).to.deep.equal({ status: 'refused', code: 'REQUEST_REFUSED' });
      const person = await ejbca(server).issue(await order({ profile: 'person' }));
      expect(person).to.deep.equal({ status: 'refused', code: 'PROFILE_UNKNOWN' });
      expect(await codeOf(ejbca(server, PASSWORD, 'other').issue(await order()))).to.equal('ISSUER_ACCESS_DENIED');
    } finally {
      await server.close();
    }
  });
});
